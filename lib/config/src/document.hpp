#pragma once
// A TOML document as plain values with their places: all that the rest of the module sees of it.

#include "daypass/config/problem.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace daypass::config {

enum class node_kind : std::uint8_t {
  text,
  integer,
  real,
  flag,
  list,
  table,
  moment,  ///< A date or time: no setting is one.
};

struct node_entry;

struct node {
  node_kind kind = node_kind::table;
  place at;
  std::string text;
  std::int64_t integer = 0;
  double real = 0;
  bool flag = false;
  std::vector<node> items;
  std::vector<node_entry> entries;
};

struct node_entry {
  std::string key;
  place at;
  node value;
};

/// What a person calls it: `a list`.
[[nodiscard]] std::string_view to_string(node_kind kind);

/// The document's root table, or the one thing that keeps it from being read. Depth and time are
/// bounded by the size of the text, the stack by the settings' own depth.
[[nodiscard]] std::variant<node, problem> parse_document(std::string_view text,
                                                         const std::string& name);

}  // namespace daypass::config
