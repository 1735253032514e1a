#pragma once
// One life of the daemon in a world: everything that the composition root puts together, over a
// simulated disk, network, broker and clock; until it ends or is killed.

#include "graph_watch.hpp"
#include "simulation/delayed_state.hpp"
#include "simulation/planted_bug.hpp"
#include "simulation/simulated_feed.hpp"
#include "simulation/world.hpp"
#include "support/graph_link/graph_link.hpp"

#include "daypass/engine/engine.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace daypass::simulation {

class life {
 public:
  /// Starts it. `planted` may be null, and outlives it.
  life(world& of, planted_bug* planted);
  ~life();
  life(const life&) = delete;
  life& operator=(const life&) = delete;

  /// False: it could not start (the disk failed), or has ended.
  [[nodiscard]] bool running() const { return works_ != nullptr && !ended_; }

  /// Runs what is ready now, but not beyond the fence of a crash.
  void poll();

  /// The process ends here and now: nothing of it reaches the world any more. Only what it wrote
  /// is left; after a power loss, what it synced and any part of the rest.
  void kill(bool power_lost);

  /// Gives an operator's order. False: the daemon did not take it.
  [[nodiscard]] bool order(const hire_plan& hire, order_kind kind);

  /// The tz database on the disk is another one: the daemon will notice within a minute.
  void zones_changed();

  /// What an operator sees of a hire.
  [[nodiscard]] std::optional<listed_onboarding> listed(const hire_plan& hire);
  [[nodiscard]] std::vector<history_entry> history(const hire_plan& hire);
  [[nodiscard]] std::vector<quarantined_event> quarantine();

 private:
  class letter_box;

  [[nodiscard]] bool open();
  void open_graph();
  [[nodiscard]] bool open_passes();
  void start_engine();
  [[nodiscard]] std::shared_ptr<const interpreter> meaning_now();
  boost::asio::awaitable<void> run();
  boost::asio::awaitable<void> pause_at(std::string point);
  boost::asio::awaitable<void> look_at_zones();
  boost::asio::awaitable<result<void>> deliver(quarantined_event letter);
  [[nodiscard]] transition watched_transition(transition change);

  template <typename T>
  std::optional<result<T>> ask(boost::asio::awaitable<result<T>> call);

  world& of_;
  planted_bug* planted_;
  crashable_context context_;
  chance entropy_;
  std::shared_ptr<const planner::policy> rules_;
  std::shared_ptr<const interpreter> meaning_;  ///< The one in force.
  std::unique_ptr<watched_reporter> reports_;
  std::unique_ptr<graph_watch> graph_watch_;
  std::unique_ptr<state_store> file_state_;
  std::unique_ptr<delayed_state> delayed_;
  std::unique_ptr<state_store> planted_state_;
  std::unique_ptr<support::graph_link> link_;
  std::unique_ptr<net::https_client> watched_link_;
  std::unique_ptr<net::https_client> planted_link_;
  std::unique_ptr<directory> graph_;
  std::unique_ptr<directory> planted_graph_;
  std::unique_ptr<secret_store> passes_;
  std::unique_ptr<secret_store> planted_passes_;
  std::unique_ptr<simulated_feed> feed_;
  std::unique_ptr<event_feed> watched_feed_;
  std::unique_ptr<event_feed> planted_feed_;
  std::unique_ptr<letter_box> letters_;
  std::unique_ptr<engine::engine> works_;
  bool ended_ = false;
  bool killed_ = false;
};

/// The name of every await of the daemon that a crash can fall on.
[[nodiscard]] std::vector<std::string> await_points();

}  // namespace daypass::simulation
