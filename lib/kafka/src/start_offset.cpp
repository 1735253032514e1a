#include "start_offset.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace daypass::kafka {

std::optional<stored_offset> stored_of(const std::vector<position>& held,
                                       const partition_id& partition, const std::string& cluster) {
  std::optional<stored_offset> found;
  for (const position& one : held) {
    if (one.partition != partition) continue;
    if (!found || one.cluster == cluster) found = stored_offset{one.next_offset, one.cluster};
  }
  return found;
}

start_offset choose_start(const start_facts& facts) {
  const auto& [committed, stored, cluster, log_start, log_end] = facts;
  if (!committed && !stored) return {log_start, start_reason::first_time};
  if (stored && stored->cluster != cluster) return {log_start, start_reason::other_cluster};
  if ((committed && *committed > log_end) || (stored && stored->next > log_end)) {
    return {log_start, start_reason::beyond_end};
  }
  const std::int64_t recorded = stored ? stored->next : *committed;
  if (recorded < log_start) return {log_start, start_reason::events_lost};
  const std::int64_t lower = committed ? std::min(recorded, *committed) : recorded;
  return {std::max(lower, log_start), start_reason::resumed};
}

std::string describe(const start_offset& chosen, const start_facts& facts) {
  const auto text = [](const std::optional<std::int64_t>& offset) {
    return offset ? std::to_string(*offset) : std::string("none");
  };
  const auto stored = facts.stored ? std::optional<std::int64_t>(facts.stored->next) : std::nullopt;
  std::string found = fmt::format("stored {}, committed {}, log {} to {}", text(stored),
                                  text(facts.committed), facts.log_start, facts.log_end);
  switch (chosen.why) {
    case start_reason::first_time:
    case start_reason::resumed:
      return {};
    case start_reason::other_cluster:
      return fmt::format(
          "the stored position is of cluster {}, and this is {} ({}): read again from the log's "
          "start",
          facts.stored ? facts.stored->cluster : "", facts.cluster, found);
    case start_reason::beyond_end:
      return fmt::format(
          "a position lies beyond the log's end, so the topic was made anew ({}): read again from "
          "its start",
          found);
    case start_reason::events_lost:
      return fmt::format(
          "the log begins after what is recorded ({}): the events between are lost; have HR send "
          "them again",
          found);
  }
  return found;
}

}  // namespace daypass::kafka
