#pragma once
// Looks for a code where none may be, in any of the spellings in which it could stand there.

#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::simulation {

struct spelling {
  std::string name;
  std::string text;
};

/// Plain, JSON-escaped, percent-, base64-, hex- and UTF-16-encoded, whatever stands around it.
[[nodiscard]] std::vector<spelling> spellings_of(std::string_view code);

class code_watch {
 public:
  explicit code_watch(std::string_view code);

  /// The name of a spelling that `text` holds.
  [[nodiscard]] std::optional<std::string_view> found_in(std::string_view text) const;

 private:
  std::vector<spelling> spellings_;
  std::bitset<65536> beginnings_;  ///< The first two bytes of every spelling.
};

}  // namespace daypass::simulation
