#include "findings.hpp"

#include "text_guard.hpp"

#include <fmt/format.h>

namespace daypass::config {

void add_problem(loaded& into, config_errc code, place at, std::string_view what,
                 std::string_view cure) {
  // Keys and names that the file itself gives are among the words.
  constexpr std::size_t words_max = 2000;
  into.problems.push_back(
      {code, into.file, at, printable(what, words_max), printable(cure, words_max)});
}

bool reading::refuse(config_errc code, const std::string& what, std::string cure) const {
  add_problem(into, code, value.at, fmt::format("{} {}", key, what), cure);
  return false;
}

bool reading::is(node_kind wanted, const std::string& example) const {
  if (value.kind == wanted) return true;
  return refuse(config_errc::wrong_type,
                fmt::format("is {}, and should be {}", to_string(value.kind), to_string(wanted)),
                fmt::format("write {}", example));
}

}  // namespace daypass::config
