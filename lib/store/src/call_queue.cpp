#include "call_queue.hpp"

#include <algorithm>
#include <utility>

namespace daypass::store {

bool call_queue::push(std::unique_ptr<call>& added, haste when) {
  {
    const std::lock_guard held(mutex_);
    if (when == haste::urgent) {
      urgent_.push_back(std::move(added));
    } else if (waiting() < queue_max_) {
      normal_.push_back(std::move(added));
    } else {
      return false;
    }
    if (!enough()) return true;
  }
  arrived_.notify_one();
  return true;
}

void call_queue::release(lease held) {
  const std::lock_guard locked(mutex_);
  releases_.push_back(std::move(held));
}

call_group call_queue::take() {
  std::unique_lock held(mutex_);
  awaited_ = 1;
  arrived_.wait(held, [&] { return enough(); });
  wait_for_company(held);
  call_group group;
  group.releases.swap(releases_);
  for (auto* from : {&urgent_, &normal_}) {
    while (!from->empty() && group.calls.size() < group_max_) {
      group.calls.push_back(std::move(from->front()));
      from->pop_front();
    }
  }
  last_group_ = group.calls.size();
  return group;
}

// A call that comes alone after one that came alone goes at once: waiting would only delay it. In a
// busy time about as many as last time are on their way, and one commit serves them all.
void call_queue::wait_for_company(std::unique_lock<std::mutex>& held) {
  awaited_ = std::min(last_group_, group_max_);
  arrived_.wait_until(held, clock::now() + group_delay_, [&] { return enough(); });
}

void call_queue::close() {
  {
    const std::lock_guard held(mutex_);
    closed_ = true;
  }
  arrived_.notify_one();
}

}  // namespace daypass::store
