#pragma once
// What is left of a purged hire, and by what it is found again: a hash of its key under a key that
// each state draws once.

#include "daypass/domain/ids.hpp"
#include "daypass/domain/wanted.hpp"

#include <string>

namespace daypass::store {

struct tombstone {
  wanted stamps;  ///< As domain/tombstone leaves them.
  instant purged_at{};
};

/// 32 random bytes; empty when the machine has no randomness.
[[nodiscard]] std::string draw_tombstone_key();

/// HMAC-SHA-256 of a hire key.
[[nodiscard]] std::string tombstone_hash(const std::string& key, const hire_key& hire);

}  // namespace daypass::store
