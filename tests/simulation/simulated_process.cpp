#include "simulation/simulated_process.hpp"

#include "simulation/combinations.hpp"

#include "daypass/base/assert.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

namespace daypass::simulation {

namespace asio = boost::asio;

class simulated_process::silent_reporter final : public reporter {
 public:
  void report(const happening_variant&) override {}
};

namespace {

/// Counts an await as pending for as long as its frame lives.
class pending_mark {
 public:
  pending_mark(outside& world, std::string point) : world_(world), point_(std::move(point)) {
    ++world_.pending[point_];
    ++world_.awaits[point_];
    ++world_.pauses;
  }
  ~pending_mark() { --world_.pending[point_]; }
  pending_mark(const pending_mark&) = delete;
  pending_mark& operator=(const pending_mark&) = delete;

 private:
  outside& world_;
  std::string point_;
};

std::string name_of(fakes::directory_action action) {
  static constexpr std::array<const char*, 14> names = {
      "look_account", "read_account",    "create_account",   "gather_evidence", "update_account",
      "set_enabled",  "link_manager",    "join_group",       "look_methods",    "issue_pass",
      "delete_pass",  "revoke_sessions", "read_pass_policy", "look_address"};
  return names[static_cast<std::size_t>(action)];
}

std::string name_of(fakes::secret_action action) {
  static constexpr std::array<const char*, 3> names = {"publish", "relabel", "withdraw"};
  return names[static_cast<std::size_t>(action)];
}

engine::parts parts_of(outside& world, asio::any_io_executor executor, state_store& state,
                       event_feed& feed, reporter& reports) {
  return {.executor = std::move(executor),
          .time = world.time,
          .randomness = world.luck,
          .state = state,
          .entra = world.entra,
          .secrets = world.secrets,
          .feed = feed,
          .letters = nullptr,
          .reports = reports,
          .decoder = std::make_shared<story_decoder>(world.tale),
          .meaning = std::make_shared<story_interpreter>(),
          .rules = story_rules(),
          .room = {.look_interval = minutes{10}}};
}

std::int64_t stored_position(outside& world) {
  asio::io_context once;
  std::int64_t next = 0;
  asio::co_spawn(once, world.state.positions(),
                 [&](std::exception_ptr, result<std::vector<position>> read) {
                   for (const position& one : *read) next = std::max(next, one.next_offset);
                 });
  once.run();
  return next;
}

}  // namespace

simulated_process::simulated_process(outside& world)
    : world_(world), reports_(std::make_unique<silent_reporter>()) {
  const pause wait = [this](std::string point) { return pause_at(std::move(point)); };
  state_ = std::make_unique<delayed_state>(world_.state, wait, [this](transition change) {
    return watched(std::move(change), world_.time.now(),
                   [this](std::string what) { world_.impossible.insert(std::move(what)); });
  });
  // Sometimes an operator, or Kafka itself, rewinds: replays are harmless.
  std::int64_t start = stored_position(world_);
  if (world_.luck.happens(300)) {
    start = static_cast<std::int64_t>(world_.luck.below(static_cast<std::uint64_t>(start) + 1));
  }
  feed_ =
      std::make_unique<story_feed>(context_.get_executor(), world_.time, world_.tale, start, wait);
  world_.entra.intercept([this](fakes::directory_call call) { return directory_fault(call); });
  world_.entra.before_answer([this](fakes::directory_call call) {
    return pause_at("before answer of " + name_of(call.action));
  });
  world_.secrets.intercept([this](fakes::secret_call call) { return secret_fault(call); });
  engine_ = std::make_unique<engine::engine>(
      parts_of(world_, context_.get_executor(), *state_, *feed_, *reports_));
  asio::co_spawn(context_, run(), [](std::exception_ptr bug) { DAYPASS_ASSERT(!bug); });
}

simulated_process::~simulated_process() {
  if (!killed_) kill();
}

asio::awaitable<void> simulated_process::run() {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await engine_->run();
  ended_ = true;
}

bool simulated_process::poll() {
  context_.restart();
  context_.poll();
  return !ended_;
}

void simulated_process::kill() {
  killed_ = true;
  for (const auto& [point, count] : world_.pending) {
    if (count > 0) ++world_.crashes_at[point];
  }
  world_.time.drop_sleepers();
  context_.crash();
  engine_.reset();
  feed_.reset();
  world_.entra.intercept({});
  world_.entra.before_answer({});
  world_.secrets.intercept({});
  world_.state.forget_leases();
}

asio::awaitable<void> simulated_process::pause_at(std::string point) {
  co_await asio::this_coro::throw_if_cancelled(false);
  // Looks for due work come every half minute of every quiet day: a few of them are enough.
  const bool idle =
      point.ends_with("lease_due") || point.ends_with("next_due") || point.ends_with("purge");
  if (idle && !world_.luck.happens(20)) co_return;
  const pending_mark mark(world_, std::move(point));
  const duration longest = world_.luck.happens(50) ? duration(seconds{20}) : milliseconds{50};
  co_await world_.time.sleep(world_.luck.between(duration(1), longest));
}

asio::awaitable<fakes::directory_fault> simulated_process::directory_fault(
    fakes::directory_call call) {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await pause_at("before " + name_of(call.action));
  if (!world_.luck.happens(world_.fault_per_mille)) co_return fakes::no_fault();
  switch (world_.luck.below(8)) {
    case 0:
      ++world_.faults["unavailable"];
      co_return fakes::unavailable();
    case 1:
      ++world_.faults["throttled"];
      co_return fakes::throttled(world_.luck.between(seconds{1}, seconds{40}));
    case 2:
      ++world_.faults["given up"];
      co_return fakes::given_up();
    case 3:
      ++world_.faults["lost request"];
      co_return fakes::lost_request();
    case 4:
      ++world_.faults["late effect"];
      co_return fakes::late_effect();
    case 5:
      ++world_.faults["not known yet"];
      co_return fakes::not_known_yet();
    default:
      ++world_.faults["lost answer"];
      co_return fakes::lost_answer();
  }
}

asio::awaitable<fakes::secret_fault> simulated_process::secret_fault(fakes::secret_call call) {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await pause_at("before " + name_of(call.action));
  if (!world_.luck.happens(world_.fault_per_mille)) co_return fakes::secret_fault::none;
  switch (world_.luck.below(4)) {
    case 0:
      ++world_.faults["store refused"];
      co_return fakes::secret_fault::refused;
    case 1:
      ++world_.faults["store lost request"];
      co_return fakes::secret_fault::lost_request;
    case 2:
      ++world_.faults["store late effect"];
      co_return fakes::secret_fault::late_effect;
    default:
      ++world_.faults["store lost answer"];
      co_return fakes::secret_fault::lost_answer;
  }
}

}  // namespace daypass::simulation
