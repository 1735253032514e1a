#include "daypass/entra/clock_offset.hpp"

#include <algorithm>

namespace daypass::entra {

void clock_offset::add(instant date, instant sent_at, instant here_at) {
  constexpr seconds longest{10};
  const duration under_way = here_at - sent_at;
  if (under_way < duration::zero() || under_way > longest) return;
  // A Date is cut to the second, so it is half a second behind on average.
  const instant theirs = date + milliseconds{500};
  samples_[next_] = theirs - (sent_at + under_way / 2);
  next_ = (next_ + 1) % kept_max;
  count_ = std::min(count_ + 1, kept_max);

  auto sorted = samples_;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(count_ / 2);
  std::nth_element(sorted.begin(), middle, sorted.begin() + static_cast<std::ptrdiff_t>(count_));
  median_ = *middle;
}

}  // namespace daypass::entra
