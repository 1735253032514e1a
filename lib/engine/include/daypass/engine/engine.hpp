#pragma once
// The imperative shell: takes events in, leases due records, runs the steps that the planner names
// through the ports, and records what happened.

#include "daypass/planner/policy.hpp"
#include "daypass/ports/clock.hpp"
#include "daypass/ports/dead_letters.hpp"
#include "daypass/ports/directory.hpp"
#include "daypass/ports/event_decoder.hpp"
#include "daypass/ports/event_feed.hpp"
#include "daypass/ports/interpreter.hpp"
#include "daypass/ports/membership.hpp"
#include "daypass/ports/reporter.hpp"
#include "daypass/ports/secret_store.hpp"
#include "daypass/ports/state_store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>

namespace daypass::engine {

/// How much may be under way at a time.
struct capacity {
  std::size_t reads = 32;  ///< Forward steps on each lane.
  std::size_t writes = 64;
  std::size_t methods = 16;
  std::size_t secrets = 64;
  std::size_t revocations = 64;  ///< Hires being locked out.
  std::size_t intake_batch = 4000;
  duration step_timeout = seconds{60};
  duration revocation_timeout = seconds{30};
  duration look_interval = seconds{30};    ///< The longest wait between looks at what is due.
  duration probe_interval = seconds{60};   ///< While a lane is held, one hire may try.
  duration code_lifetime = minutes{10};    ///< How long a code waits in memory to be published.
  duration policy_interval = minutes{10};  ///< How old the tenant's pass policy may get.
  std::uint64_t creations_per_hour_max = 2000;
  duration retention = days{180};      ///< How long what has come to rest is kept.
  duration purge_interval = hours{1};  ///< How often what is older is looked for,
  std::size_t purge_batch = 200;       ///< and how much of it goes in one transaction.
};

/// Everything the engine works with; all of it outlives the engine.
struct parts {
  boost::asio::any_io_executor executor;
  clock& time;
  entropy& randomness;
  state_store& state;
  directory& entra;
  secret_store& secrets;
  event_feed& feed;
  dead_letters* letters = nullptr;  ///< None: quarantined records stay in the state only.
  membership* members = nullptr;    ///< None: the state is this process's alone.
  reporter& reports;
  std::shared_ptr<const event_decoder> decoder;
  std::shared_ptr<const interpreter> meaning;
  planner::policy rules;  ///< Without the tenant's part, which the engine reads itself.
  capacity room;
};

/// What readiness asks.
struct condition {
  bool policy_known = false;   ///< The tenant's pass policy was read, or is known unreadable.
  bool state_trouble = false;  ///< The last write to the state failed.
  bool clock_trusted = true;
  std::array<bool, lane_count> lane_held{};
  std::size_t working = 0;  ///< Hires with a step under way.
};

class engine {
 public:
  explicit engine(parts with);
  ~engine();
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  /// Works until stop(). Ends when every step in flight was answered or given up and recorded.
  boost::asio::awaitable<void> run();

  /// Starts nothing forward any more and lets what is in flight end. Idempotent; may come before
  /// run().
  void stop();

  /// Gives up what is in flight, after stop(): its outcome is recorded as not known. From a handler
  /// of the io_context.
  void abandon();

  /// Looks at a hire now: an order was given.
  void nudge(hire_key key);

  /// Takes a new interpreter (another tz database, other certificates) and, unless its basis is the
  /// same, looks at every hire again; how many that are. What changed while no engine ran, run()
  /// looks at by itself.
  boost::asio::awaitable<std::uint64_t> reinterpret(std::shared_ptr<const interpreter> meaning);

  [[nodiscard]] condition look() const;

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

}  // namespace daypass::engine
