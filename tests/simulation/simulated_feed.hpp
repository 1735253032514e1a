#pragma once
// The feed of one process over kafka_world: it does what the consumer of lib/kafka does, with the
// same choice of where to begin, and without threads.

#include "simulation/chance.hpp"
#include "simulation/delayed_state.hpp"
#include "simulation/kafka_world.hpp"

#include "daypass/ports/event_feed.hpp"
#include "daypass/ports/reporter.hpp"
#include "daypass/ports/wake_event.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace daypass::simulation {

/// Between two automatic commits.
inline constexpr auto commit_interval = seconds{5};
/// After so long without a heartbeat the broker takes a member's partitions away.
inline constexpr auto session_timeout = seconds{45};

/// Rebalances and automatic commits take place at their times, but are reckoned when somebody
/// looks: they cost no wake-up. One thread. `wait` is awaited at "before positions" and "after
/// feed".
class simulated_feed final : public event_feed, public group_member {
 public:
  simulated_feed(boost::asio::any_io_executor executor, clock& time, kafka_world& world,
                 state_store& state, chance& luck, pause wait, reporter& tell);
  /// Ends as die() does.
  ~simulated_feed() override;
  simulated_feed(const simulated_feed&) = delete;
  simulated_feed& operator=(const simulated_feed&) = delete;

  boost::asio::awaitable<result<std::vector<raw_event>>> next(std::size_t max) override;
  void recorded(std::vector<position> positions) override;
  [[nodiscard]] std::string cluster() const override { return cluster_; }
  /// Commits what was recorded; what is recorded afterwards is committed at once.
  void stop() override;

  void catch_up() override;
  void news() override;

  /// The process is killed: nothing more is committed, and nothing reaches the world. Idempotent.
  void die();

 private:
  struct track {
    std::int64_t next = 0;           ///< To be handed out.
    std::int64_t fetched_until = 0;  ///< Known while the broker is gone: what is here already.
    std::int64_t recorded = 0;
    bool told = false;         ///< `recorded` was told, or is to be made up for.
    bool uncommitted = false;  ///< And there is news in it for the next commit.
  };

  [[nodiscard]] std::vector<std::int32_t> available() const;
  [[nodiscard]] bool reachable() const { return world_.reachable(world_.now()); }
  [[nodiscard]] bool assignment_ended() const;
  /// Commits what is new, or all that was recorded; false when the broker can't be reached.
  bool commit(instant when, bool all);
  void commit_if_due();
  void schedule_commit();
  /// Another assignment is needed: everything is revoked. `lost`: too late for a last commit.
  void give_up(bool lost, duration rejoin_delay);
  /// Those from whom a record can be handed out now.
  [[nodiscard]] std::vector<std::int32_t> readable() const;
  [[nodiscard]] std::int64_t readable_until(std::int32_t partition, const track& of) const;
  [[nodiscard]] std::vector<raw_event> take(std::size_t max);
  boost::asio::awaitable<void> assign();
  void begin(const std::vector<position>& stored);
  void begin(std::int32_t partition, const std::vector<position>& stored);
  /// The earliest end of a condition of the world.
  [[nodiscard]] instant next_change() const;
  boost::asio::awaitable<void> wait_until(instant when);

  clock& time_;
  kafka_world& world_;
  state_store& state_;
  chance& luck_;
  pause wait_;
  reporter& tell_;
  wake_event news_;
  std::string cluster_;
  std::map<std::int32_t, track> ours_;
  bool assigned_ = false;
  instant began_at_;
  instant join_at_;
  std::optional<instant> commit_due_at_;
  std::uint64_t generation_;
  std::uint64_t absences_;        ///< Those that are over, and what they meant is done.
  std::uint64_t absences_begun_;  ///< Those whose beginning was noticed.
  bool stopped_ = false;
  bool dead_ = false;
};

}  // namespace daypass::simulation
