#pragma once
// The waits that clients were told by Retry-After, and whether a request comes inside one.

#include "daypass/base/time.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace daypass::simulator {

class wait_book {
 public:
  /// Whoever `whom` stands for (a budget, a kind of request) was told to wait.
  void told(std::string_view whom, duration length, instant now) {
    wait& kept = waits_[std::string(whom)];
    // Later 429s of one wait (requests that were on their way) extend it; its start stays.
    if (now >= kept.until) kept.from = now;
    kept.until = std::max(kept.until, now + length);
  }
  /// True when a request at `now` comes too early; `grace` is for those already on their way.
  [[nodiscard]] bool inside(std::string_view whom, duration grace, instant now) const {
    const auto found = waits_.find(whom);
    return found != waits_.end() && now > found->second.from + grace && now < found->second.until;
  }
  [[nodiscard]] bool empty() const { return waits_.empty(); }

 private:
  struct wait {
    instant from;
    instant until;
  };
  std::map<std::string, wait, std::less<>> waits_;
};

}  // namespace daypass::simulator
