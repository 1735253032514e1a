#pragma once
// How a hire's story grows: lines alike in a row are kept as one, with a count and the last time.

#include "daypass/ports/state_store.hpp"

#include <cstdint>
#include <vector>

namespace daypass::store {

/// A line and its place in the story.
struct story_line {
  std::int64_t line = 0;  ///< Counted from 1; 0 in front of the first one.
  history_entry entry;
};

/// What is to be written behind `last`, which is brought up to date: a line whose place `last` had
/// before takes its place, the others are new.
[[nodiscard]] std::vector<story_line> continue_story(story_line& last,
                                                     const std::vector<history_entry>& entries);

}  // namespace daypass::store
