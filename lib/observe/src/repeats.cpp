#include "repeats.hpp"

namespace daypass::observe {

std::optional<std::uint64_t> repeats::admit(std::string_view event, const std::string& likeness,
                                            steady_time now) {
  row& mine = rows_[event];
  if (mine.likeness != likeness) mine = {.likeness = likeness, .count = 0, .written_at = now};
  ++mine.count;
  const bool due = now - mine.written_at >= quiet_max;
  if (mine.count != 1 && mine.count % every != 0 && !due) return std::nullopt;
  mine.written_at = now;
  return mine.count;
}

}  // namespace daypass::observe
