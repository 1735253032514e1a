#pragma once
// Keeps failures alike in a row from filling the log.

#include "daypass/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace daypass::observe {

/// The first of a row is written, then every hundredth, and one whenever none was written for five
/// minutes: a failure that lasts is never quiet for longer. Not for several threads.
class repeats {
 public:
  using steady_time = std::chrono::steady_clock::time_point;

  static constexpr std::uint64_t every = 100;
  static constexpr auto quiet_max = minutes(5);

  /// How often this has come in its row, this time included, if it is to be written; else nothing.
  /// Rows are kept apart by `event`; another likeness begins a new row.
  [[nodiscard]] std::optional<std::uint64_t> admit(std::string_view event,
                                                   const std::string& likeness, steady_time now);

 private:
  struct row {
    std::string likeness;
    std::uint64_t count = 0;
    steady_time written_at;
  };
  std::map<std::string_view, row> rows_;
};

}  // namespace daypass::observe
