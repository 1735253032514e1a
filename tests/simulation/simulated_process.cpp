#include "simulation/simulated_process.hpp"

#include "simulation/combinations.hpp"

#include "daypass/base/assert.hpp"
#include "daypass/domain/refusal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

namespace daypass::simulation {

namespace asio = boost::asio;

/// The dead-letter topic: copies may come twice, and sometimes the broker is away.
class simulated_process::slow_letters final : public dead_letters {
 public:
  explicit slow_letters(simulated_process& process) : process_(process) {}
  asio::awaitable<result<void>> deliver(quarantined_event letter) override {
    return process_.deliver(std::move(letter));
  }

 private:
  simulated_process& process_;
};

namespace {

/// Counts an await as pending for as long as its frame lives.
class pending_mark {
 public:
  pending_mark(outside& world, const std::string& point) : pending_(world.pending[point]) {
    ++pending_;
    ++world.awaits[point];
    ++world.pauses;
  }
  ~pending_mark() { --pending_; }
  pending_mark(const pending_mark&) = delete;
  pending_mark& operator=(const pending_mark&) = delete;

 private:
  int& pending_;
};

/// JSON, URLs and base64 write some of its characters otherwise.
constexpr const char* canary = "Kn\"ar/i&e+7Q";

constexpr std::array<const char*, 14> directory_names = {
    "look_account", "read_account",    "create_account",   "gather_evidence", "update_account",
    "set_enabled",  "link_manager",    "join_group",       "look_methods",    "issue_pass",
    "delete_pass",  "revoke_sessions", "read_pass_policy", "look_address"};
constexpr std::array<const char*, 3> secret_names = {"publish", "relabel", "withdraw"};

std::string name_of(fakes::directory_action action) {
  return directory_names[static_cast<std::size_t>(action)];
}

std::string name_of(fakes::secret_action action) {
  return secret_names[static_cast<std::size_t>(action)];
}

/// Looks for due work and at the policy come again and again on every quiet day.
bool is_idle(std::string_view point) {
  return point.ends_with("lease_due") || point.ends_with("next_due") ||
         point.ends_with("undelivered") || point.ends_with("read_pass_policy");
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

outside::outside(chance& drawn, const story& told, instant begins)
    : luck(drawn), tale(told), time(begins), tenant(time), entra(tenant), leaks(canary) {
  tenant.canary = canary;
  tenant.groups.insert(story_group);
  tenant.add_account(story_manager, "M1");
  for (const hire_key& key : told.colleagues) {
    colleagues[key] = tenant.add_account("old." + key.hire_id + "@sim.example", key.hire_id).id;
  }
}

std::vector<std::string> await_points() {
  std::vector<std::string> all = {"after feed", "before deliver"};
  for (const std::string name : directory_names) {
    all.push_back("before " + name);
    all.push_back("before answer of " + name);
  }
  for (const std::string name : secret_names) all.push_back("before " + name);
  for (const std::string name : delayed_calls) {
    all.push_back("before " + name);
    all.push_back("after " + name);
  }
  return all;
}

bool give_order(outside& world, const told_order& given) {
  asio::io_context once;
  order said{.kind = given.kind, .who = "operator", .why = "story", .at = given.at};
  bool recorded = false;
  asio::co_spawn(once, world.state.add_order(given.key, said),
                 [&](std::exception_ptr, result<std::uint64_t> number) {
                   recorded = number.has_value();
                   if (recorded) said.number = *number;
                 });
  once.run();
  if (recorded) world.ordered[given.key].push_back(said);
  return recorded;
}

engine::parts simulated_process::parts() {
  return {.executor = context_.get_executor(),
          .time = world_.time,
          .randomness = world_.luck,
          .state = *state_,
          .entra = world_.entra,
          .secrets = world_.secrets,
          .feed = *feed_,
          .letters = letters_.get(),
          .reports = *reports_,
          .decoder = std::make_shared<story_decoder>(world_.tale),
          .meaning = std::make_shared<story_interpreter>(),
          .rules = world_.tale.rules,
          .room = {.look_interval = hours{24}, .retention = world_.tale.retention}};
}

simulated_process::simulated_process(outside& world)
    : world_(world), reports_(std::make_unique<watched_reporter>(world.leaks, world.time)) {
  const pause wait = [this](std::string point) { return pause_at(std::move(point)); };
  state_ = std::make_unique<delayed_state>(world_.state, wait, [this](transition change) {
    return watched(std::move(change), world_.tale.rules, world_.time.now(),
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
  letters_ = std::make_unique<slow_letters>(*this);
  engine_ = std::make_unique<engine::engine>(parts());
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
  letters_.reset();
  feed_.reset();
  world_.entra.intercept({});
  world_.entra.before_answer({});
  world_.secrets.intercept({});
  world_.state.forget_leases();
}

asio::awaitable<void> simulated_process::pause_at(std::string point) {
  co_await asio::this_coro::throw_if_cancelled(false);
  // A few of them are enough, unless the crash is to fall on one.
  if (is_idle(point) && point != world_.wanted_await && !world_.luck.happens(20)) co_return;
  const pending_mark mark(world_, point);
  const duration longest = world_.luck.happens(50) ? duration(seconds{20}) : milliseconds{50};
  co_await world_.time.sleep(world_.luck.between(duration(1), longest));
}

asio::awaitable<result<void>> simulated_process::deliver(quarantined_event letter) {
  co_await asio::this_coro::throw_if_cancelled(false);
  world_.leaks.watch(letter);
  co_await pause_at("before deliver");
  if (!world_.luck.happens(world_.fault_per_mille)) co_return result<void>{};
  ++world_.faults["broker away"];
  co_return fail(failure::retryable, refusal::unavailable, "letters: a fault");
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
