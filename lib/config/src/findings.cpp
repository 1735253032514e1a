#include "findings.hpp"

#include <fmt/format.h>

#include <utility>

namespace daypass::config {

void add_problem(loaded& into, config_errc code, place at, std::string what, std::string cure) {
  into.problems.push_back({code, into.file, at, std::move(what), std::move(cure)});
}

bool reading::refuse(config_errc code, const std::string& what, std::string cure) const {
  add_problem(into, code, value.at, fmt::format("{} {}", key, what), std::move(cure));
  return false;
}

bool reading::is(node_kind wanted, const std::string& example) const {
  if (value.kind == wanted) return true;
  return refuse(config_errc::wrong_type,
                fmt::format("is {}, and should be {}", to_string(value.kind), to_string(wanted)),
                fmt::format("write {}", example));
}

}  // namespace daypass::config
