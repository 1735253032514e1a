#pragma once
// A hire in the logs: recognisable to operators, meaningless to others.

#include "daypass/domain/ids.hpp"

#include <string>

namespace daypass::observe {

/// Eight hex digits that stand for a hire. Keyed, because employee numbers are few enough to try
/// them all. Immutable; any thread.
class hire_mask {
 public:
  /// `key` is the installation's own and stays the same, or operators lose their thread.
  explicit hire_mask(std::string key) : key_(std::move(key)) {}

  /// The first 32 bits of HMAC-SHA-256(key, "population/HIREID"), in hex.
  [[nodiscard]] std::string of(const hire_key& hire) const;

 private:
  std::string key_;
};

}  // namespace daypass::observe
