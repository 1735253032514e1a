// The one unit that includes toml++.
#include "document.hpp"

#include "text_guard.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <tuple>

namespace daypass::config {
namespace {

place place_of(const toml::source_position& at) {
  return {static_cast<std::size_t>(at.line), static_cast<std::size_t>(at.column)};
}

node convert(const toml::node& from);

node convert_table(const toml::table& from) {
  node made{.kind = node_kind::table};
  for (auto&& [key, value] : from) {
    made.entries.push_back({std::string(key.str()), place_of(key.source().begin), convert(value)});
  }
  // The parser sorts by name; people read from the top.
  std::ranges::sort(made.entries, [](const node_entry& left, const node_entry& right) {
    return std::tie(left.at.line, left.at.column, left.key) <
           std::tie(right.at.line, right.at.column, right.key);
  });
  return made;
}

node convert_kind(const toml::node& from) {
  switch (from.type()) {
    case toml::node_type::table:
      return convert_table(*from.as_table());
    case toml::node_type::array: {
      node made{.kind = node_kind::list};
      for (const toml::node& item : *from.as_array()) made.items.push_back(convert(item));
      return made;
    }
    case toml::node_type::string:
      return {.kind = node_kind::text, .text = from.as_string()->get()};
    case toml::node_type::integer:
      return {.kind = node_kind::integer, .integer = from.as_integer()->get()};
    case toml::node_type::floating_point:
      return {.kind = node_kind::real, .real = from.as_floating_point()->get()};
    case toml::node_type::boolean:
      return {.kind = node_kind::flag, .flag = from.as_boolean()->get()};
    default:
      return {.kind = node_kind::moment};
  }
}

node convert(const toml::node& from) {
  node made = convert_kind(from);
  made.at = place_of(from.source().begin);
  return made;
}

/// Without what the parser quotes of a value: it may be a secret that lacks its quotes.
std::string without_values(const std::string& said) {
  std::string kept;
  std::size_t at = 0;
  while (at < said.size()) {
    const auto open = std::min(said.find('\'', at), said.size());
    const auto close = said.find('\'', std::min(open + 1, said.size()));
    kept += said.substr(at, open - at);
    if (close == std::string::npos) return kept + (open < said.size() ? "..." : "");
    kept += close - open > 3 ? "this" : said.substr(open, close - open + 1);
    at = close + 1;
  }
  return kept;
}

problem refused(const toml::parse_error& why, const std::string& name) {
  const std::string said = printable(why.description());
  const bool twice = said.find("cannot redefine") != std::string::npos;
  return {.code = twice ? config_errc::duplicate_key : config_errc::syntax,
          .file = name,
          .at = place_of(why.source().begin),
          .what = twice ? said.substr(said.find("cannot redefine")) : without_values(said),
          .cure = twice ? "give it once" : "write it as TOML 1.0 has it: key = \"text\""};
}

}  // namespace

std::string_view to_string(node_kind kind) {
  switch (kind) {
    case node_kind::text:
      return "text";
    case node_kind::integer:
      return "a whole number";
    case node_kind::real:
      return "a decimal number";
    case node_kind::flag:
      return "true or false";
    case node_kind::list:
      return "a list";
    case node_kind::table:
      return "a table";
    case node_kind::moment:
      return "a date or time";
  }
  return "";
}

std::variant<node, problem> parse_document(std::string_view text, const std::string& name) {
  if (auto obstacle = guard_text(text, name)) return *std::move(obstacle);
  try {
    return convert(toml::parse(text, std::string_view(name)));
  } catch (const toml::parse_error& why) {
    return refused(why, name);
  }
}

}  // namespace daypass::config
