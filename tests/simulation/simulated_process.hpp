#pragma once
// One life of the daemon: an engine over the simulated world, until it stops or is killed.

#include "simulation/chance.hpp"
#include "simulation/delayed_state.hpp"
#include "simulation/story_feed.hpp"
#include "simulation/virtual_time.hpp"
#include "simulation/watched_exits.hpp"
#include "support/fakes/memory_directory.hpp"
#include "support/fakes/memory_secrets.hpp"
#include "support/fakes/memory_state.hpp"

#include "daypass/engine/engine.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>

namespace daypass::simulation {

/// What outlives every process: the disk, the tenant, the sealed folder, and what was counted.
struct outside {
  outside(chance& drawn, const story& told, instant begins);

  chance& luck;
  const story& tale;
  virtual_clock time;
  fakes::memory_world tenant;
  fakes::memory_directory entra;
  fakes::memory_secrets secrets;
  fakes::memory_state state;
  std::uint64_t fault_per_mille = 0;
  std::map<std::string, std::uint64_t> faults;      ///< Fired, by kind.
  std::map<std::string, std::uint64_t> crashes_at;  ///< Awaits that were pending at a crash.
  std::map<std::string, std::uint64_t> awaits;      ///< Awaits met, by name.
  std::string wanted_await;                         ///< At which the next crash should fall.
  std::map<std::string, int> pending;               ///< Awaits pending now.
  std::uint64_t pauses = 0;                         ///< Awaits met in all.
  std::set<std::string> impossible;                 ///< Met, though the planner's table says not.
  watched_exits leaks;                              ///< Codes met where none may be.
  std::map<hire_key, orders> ordered;               ///< What operators said, as recorded.
  std::map<hire_key, user_id> colleagues;           ///< Who works here under a hire's number.
};

/// The name of every await of the engine that a crash can fall on.
[[nodiscard]] std::vector<std::string> await_points();

/// Records an operator's order; false where there is no such hire, or not yet.
bool give_order(outside& world, const told_order& given);

class simulated_process {
 public:
  explicit simulated_process(outside& world);
  ~simulated_process();

  /// Runs what is ready now. False: the engine has ended.
  bool poll();

  void stop() { engine_->stop(); }
  void nudge(const hire_key& key) { engine_->nudge(key); }

  /// The process ends here and now: nothing of it reaches the world any more.
  void kill();

  [[nodiscard]] std::int64_t committed() const { return feed_->committed(); }

 private:
  class slow_letters;

  boost::asio::awaitable<void> pause_at(std::string point);
  boost::asio::awaitable<fakes::directory_fault> directory_fault(fakes::directory_call call);
  boost::asio::awaitable<fakes::secret_fault> secret_fault(fakes::secret_call call);
  boost::asio::awaitable<result<void>> deliver(quarantined_event letter);
  boost::asio::awaitable<void> run();
  [[nodiscard]] engine::parts parts();

  outside& world_;
  crashable_context context_;
  std::unique_ptr<watched_reporter> reports_;
  std::unique_ptr<delayed_state> state_;
  std::unique_ptr<story_feed> feed_;
  std::unique_ptr<slow_letters> letters_;
  std::unique_ptr<engine::engine> engine_;
  bool ended_ = false;
  bool killed_ = false;
};

}  // namespace daypass::simulation
