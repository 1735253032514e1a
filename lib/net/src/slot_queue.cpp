#include "slot_queue.hpp"

#include "daypass/base/assert.hpp"

#include <algorithm>

namespace daypass::net {

slot_queue::slot_queue(std::size_t max, std::size_t reserved)
    : max_(max), ordinary_max_(max - reserved) {
  DAYPASS_ASSERT(reserved < max);
}

bool slot_queue::is_free(bool urgent) const {
  return used_ < max_ && (urgent || ordinary_used_ < ordinary_max_);
}

bool slot_queue::try_take(bool urgent) {
  if (!is_free(urgent)) return false;
  ++used_;
  if (!urgent) ++ordinary_used_;
  return true;
}

void slot_queue::wait(waiter& who, bool urgent) {
  (urgent ? urgent_waiters_ : ordinary_waiters_).push_back(&who);
}

void slot_queue::leave(waiter& who) {
  std::erase(urgent_waiters_, &who);
  std::erase(ordinary_waiters_, &who);
}

void slot_queue::give_back(bool urgent) {
  DAYPASS_ASSERT(used_ > 0);
  --used_;
  if (!urgent) {
    DAYPASS_ASSERT(ordinary_used_ > 0);
    --ordinary_used_;
  }
  grant_next();
}

void slot_queue::grant_next() {
  for (const bool urgent : {true, false}) {
    auto& waiters = urgent ? urgent_waiters_ : ordinary_waiters_;
    if (waiters.empty() || !try_take(urgent)) continue;
    auto* next = waiters.front();
    waiters.pop_front();
    next->granted();
    return;
  }
}

}  // namespace daypass::net
