#pragma once
// What is to happen at times of its own: by time, then in the order in which it was put in.

#include "daypass/base/time.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace daypass::simulation {

class agenda {
 public:
  using act = std::function<void()>;

  void at(instant when, act what) { acts_.emplace(std::pair(when, ++sequence_), std::move(what)); }

  /// `never` where nothing is left.
  [[nodiscard]] instant next() const { return acts_.empty() ? never : acts_.begin()->first.first; }

  void run_next() {
    const act what = std::move(acts_.begin()->second);
    acts_.erase(acts_.begin());
    what();
  }

 private:
  std::map<std::pair<instant, std::uint64_t>, act> acts_;
  std::uint64_t sequence_ = 0;
};

}  // namespace daypass::simulation
