#include "simulators/remote/switches_json.hpp"

namespace daypass::simulator {
namespace {

double as_milliseconds(duration d) {
  return static_cast<double>(d.count()) / 1000.0;
}

}  // namespace

void switch_writer::operator()(const char* name, duration value) {
  into[name] = as_milliseconds(value);
}

void switch_writer::operator()(const char* name, const delay_range& value) {
  into[name] = {{"min", as_milliseconds(value.least)}, {"max", as_milliseconds(value.most)}};
}

bool read_switch(const json& from, bool& value) {
  if (!from.is_boolean()) return false;
  value = from.get<bool>();
  return true;
}

bool read_switch(const json& from, int& value) {
  if (!from.is_number_integer()) return false;
  value = from.get<int>();
  return true;
}

bool read_switch(const json& from, double& value) {
  if (!from.is_number()) return false;
  value = from.get<double>();
  return true;
}

bool read_switch(const json& from, std::string& value) {
  if (!from.is_string()) return false;
  value = from.get<std::string>();
  return true;
}

bool read_switch(const json& from, duration& value) {
  if (!from.is_number()) return false;
  value = duration{static_cast<std::int64_t>(from.get<double>() * 1000.0)};
  return true;
}

bool read_switch(const json& from, delay_range& value) {
  if (from.is_number()) return read_switch(from, value.least) && read_switch(from, value.most);
  return from.is_object() && from.contains("min") && from.contains("max") &&
         read_switch(from["min"], value.least) && read_switch(from["max"], value.most);
}

bool read_switch(const json& from, std::vector<std::string>& value) {
  if (!from.is_array()) return false;
  std::vector<std::string> made;
  for (const auto& each : from) {
    if (!each.is_string()) return false;
    made.push_back(each.get<std::string>());
  }
  value = std::move(made);
  return true;
}

}  // namespace daypass::simulator
