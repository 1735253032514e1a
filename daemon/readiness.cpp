#include "readiness.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace daypass {
namespace {

std::string_view lane_trouble(lane which) {
  switch (which) {
    case lane::reads:
      return "lane reads is held: directory reads fail for every hire; see lane_held in the log";
    case lane::writes:
      return "lane writes is held: directory writes fail for every hire; see lane_held in the log";
    case lane::methods:
      return "lane methods is held: passes can't be read or issued; see lane_held in the log";
    case lane::secrets:
      return "lane secrets is held: sealed passes can't be written; see lane_held in the log";
  }
  return {};
}

}  // namespace

std::vector<std::string> why_not_ready(const readiness_facts& facts) {
  std::vector<std::string> why;
  if (facts.draining) why.emplace_back("draining: the daemon was told to stop");
  if (facts.engine.state_trouble) {
    why.emplace_back("the state can't be written: free its disk, or see store_trouble in the log");
  }
  if (!facts.feed_connected) {
    why.emplace_back("no Kafka broker was reached yet: check [kafka], and daypass_feed in the log");
  }
  if (!facts.engine.policy_known) {
    why.emplace_back(
        "the tenant's pass policy was not read yet: check [graph], or daypassd check --probe");
  }
  if (!facts.engine.clock_trusted) {
    why.emplace_back(
        "this clock and Graph's differ by more than 120 s: check time synchronisation");
  }
  for (std::size_t index = 0; index < lane_count; ++index) {
    if (facts.engine.lane_held[index]) why.emplace_back(lane_trouble(static_cast<lane>(index)));
  }
  for (const std::string& line : facts.events_lost) {
    why.push_back("events were lost, " + line +
                  ": ask HR to send them again, then daypassd acknowledge events-lost");
  }
  return why;
}

std::uint64_t passes_per_day(double requests_per_second) {
  constexpr double requests_each = 3;
  constexpr double seconds_a_day = 86'400;
  return static_cast<std::uint64_t>(requests_per_second * seconds_a_day / requests_each);
}

std::optional<happening::day_exceeds_lane> day_too_busy(const std::optional<busy_day>& busiest,
                                                        double requests_per_second) {
  const std::uint64_t room = passes_per_day(requests_per_second);
  if (!busiest || busiest->hires <= room) return std::nullopt;
  return happening::day_exceeds_lane{*busiest, room};
}

std::string words_of(const happening::day_exceeds_lane& what) {
  return fmt::format(
      "{:%F} has {} hires, and about {} passes can be issued in a day: raise issue_ahead in good"
      " time, or graph.methods_per_second where the tenant allows more",
      what.what.day, what.what.hires, what.room);
}

}  // namespace daypass
