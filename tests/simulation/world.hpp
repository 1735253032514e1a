#pragma once
// One simulated world outside of any daemon: time, HR's topic, the tenant, the disk, what operators
// said, and what was seen where. It outlives every process.

#include "simulation/fate.hpp"
#include "simulation/kafka_world.hpp"
#include "simulation/premises.hpp"
#include "simulation/virtual_time.hpp"
#include "simulation/watched_exits.hpp"
#include "simulation/world_plan.hpp"
#include "simulators/entra/logic/graph_service.hpp"
#include "support/disk/disk_vfs.hpp"
#include "support/disk/simulated_disk.hpp"

#include "daypass/ports/state_store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace daypass::simulation {

/// In worlds of short authority.
inline constexpr duration short_authority_to_issue = days{2};
inline constexpr duration short_authority_to_lock = days{3};

/// How the process is about to end.
enum class dying_how : std::uint8_t { no, killed, power_lost };

/// An order that the daemon confirmed.
struct given_order {
  instant at{};  ///< True time.
  order_kind kind{};
};

/// Troubles that last: until when, in true time.
struct lasting_troubles {
  instant disk_read_only{};
  instant passes_unwritable{};
  instant passes_full{};
  instant policy_changed{};
  instant budget_cut{};
  instant clock_off{};
};

struct world {
  world(std::uint64_t number, const allowance& allowed);
  /// Of a plan made by hand: nothing goes wrong but what the plan and the hooks below say.
  explicit world(world_plan made);
  world(const world&) = delete;
  world& operator=(const world&) = delete;

  chance seed;
  virtual_clock time;
  fate decides;
  world_plan plan;
  chance luck;  ///< Of whatever needs no name: pauses, and the daemon's own entropy.
  kafka_world topic;
  entra_simulator::graph_service graph;
  support::simulated_disk disk;
  std::string vfs_name;
  std::unique_ptr<support::disk_vfs> vfs;
  watched_exits leaks;

  std::vector<const told_record*> told;  ///< All that was written to the topic.
  std::map<std::uint64_t, std::vector<const told_record*>> told_of;  ///< By hire.
  std::map<std::uint64_t, std::vector<given_order>> ordered;         ///< By hire.
  std::map<std::int32_t, std::int64_t> handed_out;                   ///< One past the last, ever.
  std::vector<quarantined_event> letters;                            ///< On the dead-letter topic.
  std::size_t zones = 0;  ///< The version of the tz database on the disk.
  instant zones_since{};
  lasting_troubles until;
  bool alive = false;  ///< A process runs.
  dying_how dying = dying_how::no;
  std::optional<std::uint64_t> recovery_calls_left;  ///< Of the disk, until a start is killed.
  instant alive_since{};
  std::uint64_t changes = 0;         ///< Grows with whatever a checker might want to see.
  std::set<std::string> impossible;  ///< Met, though the planner's table says not.
  std::set<std::string> hasty;       ///< Requests made again before Retry-After was over.
  /// By object id: when an answer said, to a process that lived on for a minute, that the account
  /// is enabled.
  std::map<std::string, std::vector<instant>> heard_enabled;
  std::map<std::string, std::vector<instant>> heard_disabled;  ///< As that, of the opposite.
  /// By object id: when a request to disable it was sent, or one in whose batch another was.
  std::map<std::string, std::vector<instant>> disabling_sent;
  std::map<std::string, instant> named_at;  ///< By object id: the first request that named it.

  /// Of a plan made by hand: the fault of each request that arrives, if any, and what hears of each
  /// await. Null: none.
  std::function<std::optional<entra_simulator::fault>(const entra_simulator::request&)> on_request;
  std::function<void(const std::string& point)> on_await;

  std::map<std::string, std::uint64_t> awaits;      ///< Awaits met, by name.
  std::map<std::string, std::uint64_t> crashes_at;  ///< Awaits that were pending at a crash.
  std::map<std::string, int> pending;               ///< Awaits pending now.

  [[nodiscard]] instant now() const { return time.true_now(); }
  [[nodiscard]] const configured& configuration() const {
    return premises::here().configuration(plan.configuration);
  }
  [[nodiscard]] const hire_plan* hire(std::uint64_t number) const;
  [[nodiscard]] hr_truth truth(const hire_plan& hire) const;
  /// A hire whose way has begun and not ended by the calendar.
  [[nodiscard]] bool hire_in_flight() const;
  /// No trouble that lasts is on, and a process runs.
  [[nodiscard]] bool calm() const;
  /// Activation by the words that hold now; nothing without any.
  [[nodiscard]] std::optional<instant> activation_of(const hr_truth& truth) const;
  [[nodiscard]] duration lifetime() const;

 private:
  void set_up_disk_and_zones();
};

/// Sets up the tenant: pass policy, a manager, and who stands in a hire's way.
void furnish(world& of);

}  // namespace daypass::simulation
