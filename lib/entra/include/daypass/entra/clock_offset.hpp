#pragma once
// How far Graph's clock is ahead of ours, from the Date of its answers. Pure.

#include "daypass/base/time.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace daypass::entra {

/// The median of the last samples: one answer that was long under way, or one replica whose clock
/// is off, does not move it. Good to about a second, which is what a Date header tells. Samples are
/// held against the steady clock, so a wall clock that is set shows at once, before any answer.
class clock_offset {
 public:
  using steady_time = std::chrono::steady_clock::time_point;

  /// `date` is the answer's Date, in whole seconds; the request was sent and its answer was here
  /// at these moments. Answers more than ten seconds under way tell nothing.
  void add(instant date, steady_time sent_at, steady_time here_at);

  /// Of what both of our clocks show now. Nothing before any sample.
  [[nodiscard]] std::optional<duration> value(instant now, steady_time steady_now) const;

 private:
  static constexpr std::size_t kept_max = 15;

  std::array<instant, kept_max> samples_{};  ///< Graph's clock when the steady one was at its zero.
  std::size_t count_ = 0;
  std::size_t next_ = 0;
  instant median_{};
};

}  // namespace daypass::entra
