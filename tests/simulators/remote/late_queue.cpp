#include "simulators/remote/late_queue.hpp"

#include <algorithm>

namespace daypass::simulator {

std::uint64_t late_queue::keep(const request& asked, duration late_by, bool silence,
                               instant closes_at) {
  kept_request& made = kept_[++last_id_];
  made.asked = asked;
  made.late_by = late_by;
  if (silence) return last_id_;
  made.due = closes_at + late_by;
  return 0;
}

void late_queue::client_gave_up(std::uint64_t id, instant now) {
  const auto found = kept_.find(id);
  if (found != kept_.end() && found->second.due == never) {
    found->second.due = now + found->second.late_by;
  }
}

std::optional<instant> late_queue::next() const {
  instant first = never;
  for (const auto& [id, each] : kept_) first = std::min(first, each.due);
  return first == never ? std::nullopt : std::optional(first);
}

std::optional<late_queue::taken_request> late_queue::take(instant now) {
  const auto first =
      std::ranges::min_element(kept_, {}, [](const auto& each) { return each.second.due; });
  if (first == kept_.end() || first->second.due > now) return std::nullopt;
  taken_request taken{std::move(first->second.asked), first->second.due};
  kept_.erase(first);
  return taken;
}

}  // namespace daypass::simulator
