#include "story.hpp"

#include <algorithm>
#include <limits>

namespace daypass::store {

std::vector<story_line> continue_story(story_line& last,
                                       const std::vector<history_entry>& entries) {
  std::vector<story_line> lines;
  for (const history_entry& entry : entries) {
    const bool alike =
        last.line > 0 && entry.what == last.entry.what && entry.detail == last.entry.detail;
    if (!alike) {
      last = {last.line + 1, entry};
      lines.push_back(last);
      continue;
    }
    const std::uint64_t sum = std::uint64_t{last.entry.count} + entry.count;
    last.entry.count = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(sum, std::numeric_limits<std::uint32_t>::max()));
    last.entry.at = entry.at;
    if (lines.empty() || lines.back().line != last.line) {
      lines.push_back(last);
    } else {
      lines.back() = last;
    }
  }
  return lines;
}

}  // namespace daypass::store
