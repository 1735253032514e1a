#pragma once
// Where a reading of the document puts what it finds.

#include "document.hpp"

#include "daypass/config/load.hpp"

#include <string>
#include <string_view>

namespace daypass::config {

/// One value on its way into a setting.
struct reading {
  const node& value;
  const std::string& key;  ///< Whole: `kafka.session_timeout`.
  loaded& into;

  /// Says what is wrong with it; false, so that a reader can return it.
  [[nodiscard]] bool refuse(config_errc code, const std::string& what, std::string cure) const;

  /// Refuses what is not of this kind.
  [[nodiscard]] bool is(node_kind wanted, const std::string& example) const;
};

/// Puts a finding at a place of the document, its words on one line each.
void add_problem(loaded& into, config_errc code, place at, std::string_view what,
                 std::string_view cure);

}  // namespace daypass::config
