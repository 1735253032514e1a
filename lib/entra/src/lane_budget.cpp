#include "daypass/entra/lane_budget.hpp"

#include "daypass/base/assert.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace daypass::entra {
namespace {

constexpr double reserved_share = 0.05;
constexpr double slower_once = 0.95;
constexpr double slower_again = 0.8;
constexpr double below_documented = 0.97;
constexpr double slowest_share = 0.02;
constexpr double fastest_share = 10;
constexpr double step_below = 0.02;
constexpr double step_above = 0.01;
constexpr minutes rise_interval{1};
constexpr minutes probe_interval{10};
constexpr int longest_doubling = 6;
constexpr std::chrono::steady_clock::duration longest_urgent_stop = minutes{1};
constexpr std::chrono::steady_clock::duration longest_way = seconds{5};

double in_seconds(std::chrono::steady_clock::duration span) {
  return std::chrono::duration<double>(span).count();
}

std::chrono::steady_clock::duration from_seconds(double span) {
  constexpr double longest = 365.0 * 86400;
  return std::chrono::ceil<std::chrono::steady_clock::duration>(
      std::chrono::duration<double>(std::min(span, longest)));
}

}  // namespace

lane_limit default_read_limit() {
  return {3500, seconds{10}, 3400};
}

lane_limit default_write_limit() {
  return {3000, seconds{150}, 2900};
}

lane_limit default_method_limit() {
  return {5, seconds{10}, 4};
}

lane_limit default_limit_of_all() {
  return {2000, seconds{1}, 1900};
}

lane_budget::lane_budget(lane_limit limit)
    : documented_rate_(limit.requests / in_seconds(limit.per)),
      whole_burst_(limit.burst),
      rate_(documented_rate_),
      held_rate_(below_documented * documented_rate_) {
  DAYPASS_ASSERT(documented_rate_ > 0);
  set_burst(whole_burst_);
}

void lane_budget::set_burst(double requests) {
  burst_ = std::max(requests, 1 + reserved_share);
  reserve_ = burst_ * reserved_share;
  burst_ = std::max(burst_, 1 + reserve_);
}

double lane_budget::needed(bool urgent) const {
  return urgent ? 1 : 1 + reserve_;
}

/// While the lane is stopped no more comes back than urgent calls and one other may take, so that
/// no burst follows.
double lane_budget::after_a_while(double spent, steady_instant from, steady_instant to) const {
  if (to <= from) return spent;
  const auto stop_ends = std::clamp(blocked_until_, from, to);
  const double least_in_stop = std::min(spent, burst_ - (1 + reserve_));
  if (stop_ends > from) {
    spent = std::max(spent - rate_ * in_seconds(stop_ends - from), least_in_stop);
  }
  return std::max(spent - rate_ * in_seconds(to - stop_ends), 0.0);
}

lane_budget::filling lane_budget::filling_at(steady_instant now) const {
  filling is{.spent = spent_};
  steady_instant at = settled_at_;
  for (const steady_instant taken_at : in_use_) {
    const steady_instant arrived_at = taken_at + longest_way;
    if (arrived_at > now) break;
    is.spent = after_a_while(is.spent, at, arrived_at) + 1;
    at = std::max(at, arrived_at);
    ++is.aged;
  }
  is.spent = after_a_while(is.spent, at, now);
  return is;
}

double lane_budget::tokens(steady_instant now) const {
  const filling is = filling_at(now);
  return burst_ - (static_cast<double>(in_use_.size()) - is.aged) - is.spent;
}

void lane_budget::settle(steady_instant now) {
  const filling is = filling_at(now);
  spent_ = is.spent;
  in_use_.erase(in_use_.begin(), std::next(in_use_.begin(), is.aged));
  settled_at_ = std::max(settled_at_, now);
}

steady_instant lane_budget::earliest(steady_instant now, bool urgent) const {
  return earliest_behind(now, urgent, 0);
}

steady_instant lane_budget::earliest_behind(steady_instant now, bool urgent,
                                            std::size_t ahead) const {
  const double missing = needed(urgent) + static_cast<double>(ahead) - tokens(now);
  // Less than a hair is nothing: sums of fractions must not cost an extra wait.
  constexpr double hair = 1e-9;
  const steady_instant refilled = missing <= hair ? now : now + from_seconds(missing / rate_);
  return std::max(refilled, urgent ? urgent_blocked_until_ : blocked_until_);
}

bool lane_budget::try_take(steady_instant now, bool urgent) {
  if (earliest(now, urgent) > now) return false;
  in_use_.insert(now);
  return true;
}

void lane_budget::end_use(steady_instant taken_at, steady_instant now) {
  settle(now);
  const auto found = in_use_.find(taken_at);
  if (found == in_use_.end()) return;  // Counted for its age.
  in_use_.erase(found);
  spent_ += 1;
}

void lane_budget::share(steady_instant now, std::size_t sharers) {
  DAYPASS_ASSERT(sharers > 0);
  if (sharers == sharers_) return;
  settle(now);
  const bool newcomer = sharers_ == 0 && sharers > 1;
  const double part =
      static_cast<double>(std::max<std::size_t>(sharers_, 1)) / static_cast<double>(sharers);
  const double had = tokens(now);
  const double keeps = newcomer ? 0 : std::min(had, had * part);
  sharers_ = sharers;
  documented_rate_ *= part;
  rate_ *= part;
  held_rate_ *= part;
  set_burst(whole_burst_ / static_cast<double>(sharers));
  spent_ = std::max(burst_ - static_cast<double>(in_use_.size()) - keeps, 0.0);
}

void lane_budget::note_demand(steady_instant now) {
  if (!demand_at_) quiet_until_ = std::max(quiet_until_, now + probe_interval);
  demand_at_ = now;
}

void lane_budget::on_answer(steady_instant now, std::optional<double> used_share) {
  in_a_row_ = 0;
  if (used_share && *used_share > 1) quiet_until_ = std::max(quiet_until_, now + probe_interval);
  const bool busy = demand_at_ && now - *demand_at_ <= rise_interval;
  if (!busy || now < quiet_until_) return;
  if (!risen_at_ || *risen_at_ < quiet_until_ || now - *risen_at_ > 2 * rise_interval) {
    held_rate_ = rate_;
    risen_at_ = now;
  }
  if (now - *risen_at_ < rise_interval) return;
  settle(now);
  const double step = rate_ < documented_rate_ ? step_below : step_above;
  rate_ = std::min(rate_ + step * documented_rate_, fastest_share * documented_rate_);
  risen_at_ = now;
}

void lane_budget::on_throttled(steady_instant now, std::optional<duration> retry_after,
                               double jitter) {
  settle(now);
  // While the lane stands still already, it is the answer to what was sent before that.
  const bool same_moment = now < blocked_until_;
  const bool repeated = throttled_at_ && now - *throttled_at_ < probe_interval;
  if (!same_moment) {
    rate_ = repeated ? slower_again * rate_ : std::min(slower_once * rate_, held_rate_);
    rate_ = std::max(rate_, slowest_share * documented_rate_);
    in_a_row_ = std::min(in_a_row_ + 1, longest_doubling);
  }
  throttled_at_ = now;
  quiet_until_ = now + probe_interval;
  const auto own = from_seconds(std::min(60.0, std::exp2(in_a_row_ - 1) * (1 + jitter)));
  const auto stop = retry_after ? std::chrono::steady_clock::duration(*retry_after) : own;
  blocked_until_ = std::max(blocked_until_, now + stop);
  urgent_blocked_until_ =
      std::max(urgent_blocked_until_, now + std::min(stop, longest_urgent_stop));
  // The other side's bucket is empty, what ours still held was an illusion, and the stop is as long
  // as the other side needs for one request: ours refills from its end on.
  spent_ = std::max(spent_, burst_ - static_cast<double>(in_use_.size()) - (1 + reserve_));
  settled_at_ = std::max(settled_at_, urgent_blocked_until_);
}

void lane_budget::hold(steady_instant now, duration pause) {
  settle(now);
  blocked_until_ = std::max(blocked_until_, now + std::chrono::steady_clock::duration(pause));
}

}  // namespace daypass::entra
