#pragma once
// Who may use a connection now, and who is next. Pure arithmetic: does no I/O.

#include <cstddef>
#include <deque>

namespace daypass::net {

/// `max` slots, of which the last `reserved` are for the urgent only. Waiters are first come,
/// first served, the urgent before all others.
class slot_queue {
 public:
  /// Someone who waits. Its slot is held from granted() on.
  class waiter {
   public:
    waiter() = default;
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;
    virtual ~waiter() = default;
    virtual void granted() = 0;
  };

  slot_queue(std::size_t max, std::size_t reserved);

  /// Takes a slot if one is free for this class.
  [[nodiscard]] bool try_take(bool urgent);

  void wait(waiter& who, bool urgent);

  /// Leaves the queue; no-op when `who` isn't in it.
  void leave(waiter& who);

  /// Gives back a slot that was taken or granted for that class, and grants it to the next.
  void give_back(bool urgent);

 private:
  [[nodiscard]] bool is_free(bool urgent) const;
  void grant_next();

  std::size_t max_;
  std::size_t ordinary_max_;
  std::size_t used_ = 0;
  std::size_t ordinary_used_ = 0;
  std::deque<waiter*> urgent_waiters_;
  std::deque<waiter*> ordinary_waiters_;
};

}  // namespace daypass::net
