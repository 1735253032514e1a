#pragma once
// What is left of what HR said of a hire once its record is purged (design 5.7).

#include "daypass/domain/wanted.hpp"

namespace daypass {

/// The last stamps without any words: folding what was known before the purge into it changes
/// nothing, so that a replay of the feed brings nobody back, and what is newer shows. Of each stamp
/// only order and kind are kept; source and id, which may name a person, are replaced by what is
/// higher than any of them. Pure.
[[nodiscard]] wanted tombstone_of(const wanted& wants);

}  // namespace daypass
