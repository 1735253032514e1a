#pragma once
// The settings reference, out of the tables that the loader itself uses.

#include <string>
#include <string_view>
#include <vector>

namespace daypass::config {

/// One setting. `NAME` in a key stands for a name that the operator chooses.
struct reference_line {
  std::string key;       ///< `profiles.NAME.lifetime`.
  std::string form;      ///< Type and range, in words.
  std::string fallback;  ///< The default; `required` or `none`.
  std::string about;     ///< What it does.
};

/// Every setting there is, in the order of the example.
[[nodiscard]] std::vector<reference_line> reference();

/// The reference as Markdown tables, one for each section: what stands in config/README.md.
[[nodiscard]] std::string reference_as_markdown();

}  // namespace daypass::config
