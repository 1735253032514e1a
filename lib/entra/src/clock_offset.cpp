#include "daypass/entra/clock_offset.hpp"

#include <algorithm>

namespace daypass::entra {
namespace {

duration since_start(std::chrono::steady_clock::time_point at) {
  return std::chrono::duration_cast<duration>(at.time_since_epoch());
}

}  // namespace

void clock_offset::add(instant date, steady_time sent_at, steady_time here_at) {
  constexpr seconds longest{10};
  const duration under_way = since_start(here_at) - since_start(sent_at);
  if (under_way < duration::zero() || under_way > longest) return;
  // A Date is cut to the second, so it is half a second behind on average.
  const instant theirs = date + milliseconds{500};
  samples_[next_] = theirs - (since_start(sent_at) + under_way / 2);
  next_ = (next_ + 1) % kept_max;
  count_ = std::min(count_ + 1, kept_max);

  auto sorted = samples_;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(count_ / 2);
  std::nth_element(sorted.begin(), middle, sorted.begin() + static_cast<std::ptrdiff_t>(count_));
  median_ = *middle;
}

std::optional<duration> clock_offset::value(instant now, steady_time steady_now) const {
  if (count_ == 0) return std::nullopt;
  return median_ + since_start(steady_now) - now;
}

}  // namespace daypass::entra
