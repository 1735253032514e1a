#pragma once
// How much this program holds from operator new, which is where lib/net's buffers come from.

#include <cstddef>

namespace daypass::net::testing {

/// Measures from its construction on.
class memory_meter {
 public:
  memory_meter();

  /// The most that was held at once above what was held at the start, in bytes.
  [[nodiscard]] std::size_t peak() const;

  /// What is held now above that, in bytes; 0 when it is less.
  [[nodiscard]] std::size_t held() const;

 private:
  std::size_t base_;
};

}  // namespace daypass::net::testing
