#pragma once
// How far Graph's clock is ahead of ours, from the Date of its answers. Pure.

#include "daypass/base/time.hpp"

#include <array>
#include <cstddef>

namespace daypass::entra {

/// The median of the last samples: one answer that was long under way, or one replica whose clock
/// is off, does not move it. Good to about a second, which is what a Date header tells.
class clock_offset {
 public:
  /// `date` is the answer's Date, in whole seconds; the request was sent and its answer was here
  /// at these instants of our clock. Answers more than ten seconds under way tell nothing.
  void add(instant date, instant sent_at, instant here_at);

  /// Zero before any sample.
  [[nodiscard]] duration value() const { return median_; }

 private:
  static constexpr std::size_t kept_max = 15;

  std::array<duration, kept_max> samples_{};
  std::size_t count_ = 0;
  std::size_t next_ = 0;
  duration median_{0};
};

}  // namespace daypass::entra
