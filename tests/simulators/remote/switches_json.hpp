#pragma once
// Switches of a remote as JSON. A remote names each of its switches once, in a function
//   template <typename Switches, typename Visitor> void visit(Switches& set, Visitor&& with);
// that calls `with("name", set.name)`; times end in `_ms` and are numbers of milliseconds.

#include "simulators/remote/json.hpp"

#include "daypass/base/time.hpp"

#include <string>
#include <vector>

namespace daypass::simulator {

struct delay_range {
  duration least{0};
  duration most{0};
};

// Each sets `value`, or says false when `from` has another type.
[[nodiscard]] bool read_switch(const json& from, bool& value);
[[nodiscard]] bool read_switch(const json& from, int& value);
[[nodiscard]] bool read_switch(const json& from, double& value);
[[nodiscard]] bool read_switch(const json& from, std::string& value);
[[nodiscard]] bool read_switch(const json& from, duration& value);
[[nodiscard]] bool read_switch(const json& from, delay_range& value);
[[nodiscard]] bool read_switch(const json& from, std::vector<std::string>& value);

/// A visitor that writes.
struct switch_writer {
  json& into;
  void operator()(const char* name, duration value);
  void operator()(const char* name, const delay_range& value);
  template <typename T>
  void operator()(const char* name, const T& value) {
    into[name] = value;
  }
};

/// A visitor that reads what `from` names.
struct switch_reader {
  const json& from;
  std::size_t taken = 0;
  std::string wrong;
  template <typename T>
  void operator()(const char* name, T& value) {
    const auto found = from.find(name);
    if (found == from.end()) return;
    ++taken;
    if (!read_switch(*found, value)) wrong = std::string(name) + " has the wrong type";
  }
};

/// Sets what `changes` names and leaves the rest. Says what was wrong, or nothing; when something
/// was wrong nothing was set. `visit_all(switches, visitor)` is the remote's visit.
template <typename Switches, typename Visit>
[[nodiscard]] std::string change_switches(Switches& set, const json& changes, Visit visit_all) {
  if (!changes.is_object()) return "switches are a JSON object";
  Switches changed = set;
  switch_reader taken{changes, 0, {}};
  visit_all(changed, taken);
  if (!taken.wrong.empty()) return taken.wrong;
  if (taken.taken != changes.size()) {
    json known = json::object();
    visit_all(set, switch_writer{known});
    for (const auto& [name, value] : changes.items()) {
      if (!known.contains(name)) return "no switch is named " + name;
    }
  }
  set = std::move(changed);
  return {};
}

}  // namespace daypass::simulator
