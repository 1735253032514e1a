#include "deadline_watch.hpp"

#include <algorithm>
#include <utility>

namespace daypass::net {

deadline_target::~deadline_target() {
  if (const auto watch = watch_.lock()) watch->disarm(*this);
}

void deadline_watch::arm(deadline_target& target, std::chrono::steady_clock::time_point until) {
  if (target.watch_.expired()) {
    target.watch_ = weak_from_this();
    target.place_ = targets_.size();
    targets_.push_back(&target);
  }
  target.until_ = until;
  if (!timer_set_ || until < timer_at_) set_timer(until);
}

void deadline_watch::disarm(deadline_target& target) {
  if (target.watch_.expired()) return;
  targets_.back()->place_ = target.place_;
  std::swap(targets_[target.place_], targets_.back());
  targets_.pop_back();
  target.watch_.reset();
}

void deadline_watch::abandon_all() {
  while (!targets_.empty()) {
    auto* target = targets_.back();
    disarm(*target);
    target->give_up(net_errc::pool_closed);
  }
  timer_.cancel();
}

void deadline_watch::set_timer(std::chrono::steady_clock::time_point at) {
  timer_set_ = true;
  timer_at_ = at;
  timer_.expires_at(at);
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& problem) {
    if (problem) return;  // set anew, or its owner is gone
    if (const auto watch = weak.lock()) watch->end_due_waits();
  });
}

void deadline_watch::end_due_waits() {
  timer_set_ = false;
  const auto now = std::chrono::steady_clock::now();
  const auto is_due = [now](const deadline_target* target) { return target->until_ <= now; };
  // One at a time, searching anew: ending a wait may arm or disarm others.
  for (auto due = std::ranges::find_if(targets_, is_due); due != targets_.end();
       due = std::ranges::find_if(targets_, is_due)) {
    auto* target = *due;
    disarm(*target);
    target->give_up(net_errc::deadline);
  }
  if (targets_.empty()) return;
  const auto next = std::ranges::min_element(
      targets_, {}, [](const deadline_target* target) { return target->until_; });
  // A wait that was ended may have armed another, which set the timer for itself alone.
  if (!timer_set_ || (*next)->until_ < timer_at_) set_timer((*next)->until_);
}

}  // namespace daypass::net
