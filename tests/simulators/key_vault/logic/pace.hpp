#pragma once
// The vault's budget: so many requests within the last ten seconds (Key Vault: service-limits).

#include "daypass/base/time.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <optional>

namespace daypass::key_vault_simulator {

class pace {
 public:
  static constexpr duration window = seconds{10};

  /// Counts a request, or gives the whole seconds until one would fit; a refused one doesn't count
  /// (Key Vault: overview-throttling).
  [[nodiscard]] std::optional<int> refuse(std::size_t limit, instant now) {
    while (!recent_.empty() && recent_.front() + window <= now) recent_.pop_front();
    if (recent_.size() < limit) {
      recent_.push_back(now);
      return std::nullopt;
    }
    const duration wait = recent_.empty() ? window : recent_.front() + window - now;
    return static_cast<int>(std::chrono::ceil<seconds>(wait).count());
  }
  [[nodiscard]] std::size_t used(instant now) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(recent_, [now](instant each) { return each + window > now; }));
  }

 private:
  std::deque<instant> recent_;
};

}  // namespace daypass::key_vault_simulator
