#pragma once
// This process among those that share the state: its heartbeat, the others', and what they tell.
//
// Nobody compares clocks. A member's row has a number that it raises every fifth of lease_duration;
// who sees the same number for lease_duration, by its own steady clock, takes the row away, and the
// member's leases with it. The member itself trusts its leases for less: lease_duration less a
// fifth from before it sent the last beat that was answered.

#include "held_leases.hpp"
#include "session.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace daypass::store::postgres {

class member_keeper {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  member_keeper(const boost::asio::any_io_executor& executor,
                std::shared_ptr<const postgres_settings> settings, held_leases* leases);

  /// Becomes a member, before keep().
  boost::asio::awaitable<outcome<void>> join();
  /// Beats and listens until stop().
  boost::asio::awaitable<void> keep();
  void stop();
  /// Ends all leases and is no member any more; where the server isn't reached, nothing.
  boost::asio::awaitable<void> leave();

  [[nodiscard]] std::int64_t self() const { return self_; }
  [[nodiscard]] time_point leases_hold_until() const { return hold_until_; }
  [[nodiscard]] std::size_t members() const { return others_.size() + 1; }
  boost::asio::awaitable<std::vector<hire_key>> changed_elsewhere();
  void stop_telling();
  /// Leases were added: some may have been changed meanwhile.
  void look_at_early();
  void abandon() { watch_.abandon(); }

 private:
  struct seen {
    std::int64_t beat = 0;
    time_point at;  ///< When this beat was first seen.
  };

  boost::asio::awaitable<outcome<void>> opened(connection* link);
  boost::asio::awaitable<outcome<void>> enter();
  boost::asio::awaitable<outcome<void>> beat();
  boost::asio::awaitable<void> listen_until(time_point until);
  void note(const reply& rows, time_point now);
  boost::asio::awaitable<outcome<void>> take_over(time_point now);
  void take_news();
  void tell(std::vector<hire_key> changed);

  std::shared_ptr<const postgres_settings> settings_;
  held_leases* leases_;
  session watch_;
  std::int64_t self_ = 0;
  time_point hold_until_;
  std::map<std::int64_t, seen> others_;
  std::vector<hire_key> changed_;
  boost::asio::steady_timer bell_;   ///< Of the one who waits for changes.
  boost::asio::steady_timer pause_;  ///< Between tries.
  bool silent_ = false;              ///< Nobody is told of changes any more.
  bool stopping_ = false;
};

}  // namespace daypass::store::postgres
