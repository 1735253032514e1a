#include "lane_board.hpp"

#include "daypass/base/assert.hpp"

#include <algorithm>

namespace daypass::engine {

lane_board::lane_board(const capacity& room) : probe_interval_(room.probe_interval) {
  at(lane::reads).slots = room.reads;
  at(lane::writes).slots = room.writes;
  at(lane::methods).slots = room.methods;
  at(lane::secrets).slots = room.secrets;
}

std::size_t lane_board::free(lane which, instant now) const {
  const state& one = at(which);
  if (one.held_since) return one.taken == 0 && now >= one.probe_at ? 1 : 0;
  return one.taken < one.slots ? one.slots - one.taken : 0;
}

void lane_board::take(lane which) {
  ++at(which).taken;
}

bool lane_board::give_back(lane which) {
  state& one = at(which);
  DAYPASS_ASSERT(one.taken > 0);
  --one.taken;
  return one.held_since.has_value();
}

void lane_board::start(lane which, instant now) {
  state& one = at(which);
  if (one.held_since) one.probe_at = std::max(one.probe_at, now + probe_interval_);
}

bool lane_board::hold(lane which, instant now, std::optional<duration> retry_after) {
  state& one = at(which);
  const bool fresh = !one.held_since;
  if (fresh) one.held_since = now;
  one.probe_at = now + retry_after.value_or(probe_interval_);
  return fresh;
}

std::optional<duration> lane_board::free_again(lane which, instant now) {
  state& one = at(which);
  if (!one.held_since) return std::nullopt;
  const duration held_for = now - *one.held_since;
  one.held_since.reset();
  return held_for;
}

void lane_board::follow_clock_back(duration by) {
  for (state& one : lanes_) {
    if (one.held_since) *one.held_since -= by;
    one.probe_at -= by;
  }
}

instant lane_board::next_probe(instant after) const {
  instant next = never;
  for (const state& one : lanes_) {
    const bool free = one.held_since && one.taken == 0;
    if (free && one.probe_at > after) next = std::min(next, one.probe_at);
  }
  return next;
}

}  // namespace daypass::engine
