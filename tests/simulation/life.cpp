#include "simulation/life.hpp"

#include "connections.hpp"
#include "meaning.hpp"
#include "sealed_store.hpp"
#include "simulation/combinations.hpp"
#include "simulation/slow_worker.hpp"
#include "simulation/tenant_weather.hpp"
#include "simulation/watched_feed.hpp"
#include "support/disk/disk_folder.hpp"

#include "daypass/base/assert.hpp"
#include "daypass/domain/refusal.hpp"
#include "daypass/store/sqlite_store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <array>
#include <exception>

namespace daypass::simulation {

namespace asio = boost::asio;

/// The dead-letter topic: copies may come twice, and the broker may be away.
class life::letter_box final : public dead_letters {
 public:
  explicit letter_box(life& of) : of_(of) {}
  asio::awaitable<result<void>> deliver(quarantined_event letter) override {
    return of_.deliver(std::move(letter));
  }

 private:
  life& of_;
};

namespace {

/// Counts an await as pending for as long as its frame lives.
class pending_mark {
 public:
  pending_mark(world& of, const std::string& point) : pending_(of.pending[point]) {
    ++pending_;
    ++of.awaits[point];
  }
  ~pending_mark() { --pending_; }
  pending_mark(const pending_mark&) = delete;
  pending_mark& operator=(const pending_mark&) = delete;

 private:
  int& pending_;
};

/// What stands in front, if anything does.
template <typename Port>
Port& front(const std::unique_ptr<Port>& planted, Port& below) {
  return planted ? *planted : below;
}

/// Looks for due work and at the policy come again and again on every quiet day.
bool is_idle(std::string_view point) {
  return point.ends_with("lease_due") || point.ends_with("next_due") ||
         point.ends_with("undelivered") || point.ends_with("policy.get") ||
         point.ends_with("purge");
}

/// Evidence is gathered for the few who are adopted by an order.
bool is_seldom(std::string_view point) {
  return point.ends_with("role.assignments") || point.ends_with("role.eligibilities") ||
         point.ends_with("member_of.transitive") || point.ends_with("group.eligibilities");
}

std::vector<std::string> recipients() {
  return {premises::here().recipient().fingerprint};
}

std::shared_ptr<const planner::policy> rules_of(const world& of) {
  auto rules = std::make_shared<planner::policy>(
      config::make_policy(of.configuration().settings, recipients()));
  if (of.plan.short_authority) {
    rules->bounds.authority_to_issue = short_authority_to_issue;
    rules->bounds.authority_to_lock = short_authority_to_lock;
  }
  return rules;
}

}  // namespace

life::life(world& of, planted_bug* planted)
    : of_(of),
      planted_(planted),
      entropy_(of.luck.next()),
      rules_(rules_of(of)),
      reports_(std::make_unique<watched_reporter>(of.leaks, of.time)) {
  of_.alive = true;
  of_.alive_since = of_.now();
  if (!open()) {
    works_.reset();
    return;
  }
  start_engine();
}

life::~life() {
  if (!killed_) kill(false);
}

bool life::open() {
  store::sqlite_settings settings;
  settings.file = state_file;
  settings.vfs = of_.vfs_name;
  settings.cache_kib = 512;
  // Some worlds checkpoint all the time, some never but when records are purged.
  const std::array checkpoints = {20U, 100U, 400U, settings.checkpoint_pages};
  settings.checkpoint_pages =
      checkpoints.at(of_.seed.stream("checkpoints").below(checkpoints.size()));
  auto state = store::make_inline_sqlite_state(settings);
  if (!state) return false;
  file_state_ = std::move(*state);
  const pause wait = [this](std::string point) { return pause_at(std::move(point)); };
  delayed_ = std::make_unique<delayed_state>(*file_state_, wait, [this](transition change) {
    return watched_transition(std::move(change));
  });
  if (planted_ != nullptr) planted_state_ = planted_->over_state(*delayed_, of_);
  open_graph();
  return open_passes();
}

void life::open_graph() {
  link_ = std::make_unique<support::graph_link>(
      context_.get_executor(), of_.graph, of_.time,
      support::link_settings{.one_way = milliseconds{15},
                             .world_time = [this] { return of_.now(); }});
  link_->on_arrival([this](const entra_simulator::request& asked) { draw_weather(of_, asked); });
  watched_link_ = make_watched_client(
      *link_, of_, [this](std::string point) { return pause_at(std::move(point)); });
  if (planted_ != nullptr) planted_link_ = planted_->over_client(*watched_link_, of_);
  net::https_client& client = front(planted_link_, *watched_link_);

  graph_watch_ = std::make_unique<graph_watch>(reports_->requests());
  entra::graph_settings settings = graph_settings_of(of_.configuration().settings);
  const entra_simulator::identity& who = of_.graph.state().who;
  settings.sign_in = entra::make_client_secret_credential(
      {who.tenant_id, who.client_id},
      [secret = who.client_secret] { return secret_text::copy_of(secret); }, client, of_.time);
  graph_ = entra::make_graph_directory(context_.get_executor(), std::move(settings), client,
                                       of_.time, entropy_, *graph_watch_);
  if (planted_ != nullptr) planted_graph_ = planted_->over_directory(*graph_, of_);
}

bool life::open_passes() {
  auto folder = support::make_disk_folder(of_.disk, passes_folder);
  if (!folder) return false;
  std::unique_ptr<vault::file_layer> files = std::move(*folder);
  if (planted_ != nullptr) files = planted_->over_files(std::move(files), of_);
  passes_ = vault::make_sealed_store(
      premises::here().sealer(),
      make_slow_worker(context_.get_executor(), of_.time, of_.decides, of_.luck, std::move(files)));
  if (planted_ != nullptr) planted_passes_ = planted_->over_secrets(*passes_, of_);
  return true;
}

std::shared_ptr<const interpreter> life::meaning_now() {
  const configured& how = of_.configuration();
  std::shared_ptr<const interpreter> made =
      std::make_shared<meaning>(how.settings, recipients(), premises::here().zones().snapshot(),
                                meaning::address_book{}, how.text);
  return planted_ != nullptr ? planted_->over_meaning(std::move(made), of_) : made;
}

void life::start_engine() {
  static_cast<void>(premises::here().zones().reload());
  state_store& state = front(planted_state_, static_cast<state_store&>(*delayed_));
  feed_ = std::make_unique<simulated_feed>(
      context_.get_executor(), of_.time, of_.topic, state, of_.luck,
      [this](std::string point) { return pause_at(std::move(point)); }, *reports_);
  watched_feed_ = make_watched_feed(*feed_, of_);
  if (planted_ != nullptr) planted_feed_ = planted_->over_feed(*watched_feed_, of_);
  letters_ = std::make_unique<letter_box>(*this);
  std::shared_ptr<const event_decoder> decoder = of_.configuration().decoder;
  if (planted_ != nullptr) decoder = planted_->over_decoder(std::move(decoder), of_);
  engine::capacity room = capacity_of(of_.configuration().settings);
  room.look_interval = hours{24};
  // Few polls on quiet days; stories made by hand count on more.
  room.policy_interval = of_.plan.brisk ? minutes{30} : hours{1};
  room.purge_interval = hours{12};
  if (of_.plan.short_authority) room.retention = short_authority_to_lock;
  meaning_ = meaning_now();
  engine::parts with{.executor = context_.get_executor(),
                     .time = of_.time,
                     .randomness = entropy_,
                     .state = state,
                     .entra = front(planted_graph_, *graph_),
                     .secrets = front(planted_passes_, *passes_),
                     .feed = front(planted_feed_, *watched_feed_),
                     .letters = letters_.get(),
                     .reports = *reports_,
                     .decoder = std::move(decoder),
                     .meaning = meaning_,
                     .rules = *rules_,
                     .room = room};
  works_ = std::make_unique<engine::engine>(std::move(with));
  asio::co_spawn(context_, run(), [](const std::exception_ptr& bug) { DAYPASS_ASSERT(!bug); });
}

asio::awaitable<void> life::run() {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await works_->run();
  ended_ = true;
}

void life::poll() {
  context_.restart();
  while (!of_.disk.fenced() && context_.poll_one() > 0) continue;
}

void life::kill(bool power_lost) {
  killed_ = true;
  of_.alive = false;
  for (const auto& [point, count] : of_.pending) {
    if (count > 0) ++of_.crashes_at[point];
  }
  for (auto* heard : {&of_.heard_enabled, &of_.heard_disabled}) {
    for (auto& [id, times] : *heard) {
      while (!times.empty() && times.back() > of_.now() - minutes{1}) times.pop_back();
    }
  }
  of_.disk.fence();
  if (feed_) feed_->die();
  of_.time.drop_sleepers();
  context_.crash();
  works_.reset();
  letters_.reset();
  planted_feed_.reset();
  watched_feed_.reset();
  feed_.reset();
  planted_passes_.reset();
  passes_.reset();
  planted_graph_.reset();
  graph_.reset();
  planted_link_.reset();
  watched_link_.reset();
  link_.reset();
  planted_state_.reset();
  delayed_.reset();
  file_state_.reset();
  if (power_lost) {
    of_.disk.crash(of_.luck.next());
  } else {
    of_.disk.kill();
  }
  of_.disk.unfence();
  ++of_.changes;
  of_.decides.crashed();
}

asio::awaitable<void> life::pause_at(std::string point) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (of_.on_await) of_.on_await(point);
  if (is_idle(point) && !of_.luck.happens(20)) co_return;
  const pending_mark mark(of_, point);
  for (int draws = is_seldom(point) ? 30 : 1; draws > 0; --draws) {
    if (of_.decides.strikes(mishap::killed_at_await, point)) of_.dying = dying_how::killed;
  }
  const bool long_one = of_.luck.happens(50) && !of_.plan.brisk;
  const duration longest = long_one ? duration(seconds{20}) : milliseconds{50};
  co_await of_.time.sleep(of_.luck.between(duration(1), longest));
}

asio::awaitable<result<void>> life::deliver(quarantined_event letter) {
  co_await asio::this_coro::throw_if_cancelled(false);
  of_.leaks.watch(letter);
  co_await pause_at("before deliver");
  if (!of_.topic.reachable(of_.now())) {
    co_return fail(failure::retryable, refusal::unavailable, "letters: the broker is away");
  }
  of_.letters.push_back(std::move(letter));
  co_return result<void>{};
}

transition life::watched_transition(transition change) {
  return watched(std::move(change), meaning_, rules_, of_.time.now(),
                 [this](std::string what) { of_.impossible.insert(std::move(what)); });
}

asio::awaitable<void> life::look_at_zones() {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await of_.time.sleep(of_.luck.between(duration(1), minutes{1}));
  const auto changed = premises::here().zones().reload();
  if (!changed || !*changed) co_return;
  meaning_ = meaning_now();
  co_await works_->reinterpret(meaning_);
}

void life::zones_changed() {
  asio::co_spawn(context_, look_at_zones(), asio::detached);
}

template <typename T>
std::optional<result<T>> life::ask(asio::awaitable<result<T>> call) {
  std::optional<result<T>> said;
  asio::co_spawn(context_, std::move(call), [&said](const std::exception_ptr& bug, result<T> got) {
    DAYPASS_ASSERT(!bug);
    said.emplace(std::move(got));
  });
  context_.restart();
  while (!said && context_.poll_one() > 0) continue;
  return said;
}

bool life::order(const hire_plan& hire, order_kind kind) {
  const hire_key key{"default", hire.who.hire_id};
  const auto number = ask(file_state_->add_order(
      key, {.kind = kind, .who = "operator", .why = "story", .at = of_.time.now()}));
  if (!number || !*number) return false;
  works_->nudge(key);
  return true;
}

std::optional<listed_onboarding> life::listed(const hire_plan& hire) {
  const auto all = ask(file_state_->list({.text = hire.who.hire_id}));
  if (!all || !*all) return std::nullopt;
  for (const listed_onboarding& one : **all) {
    if (one.key.hire_id == hire.who.hire_id) return one;
  }
  return std::nullopt;
}

std::vector<history_entry> life::history(const hire_plan& hire) {
  const auto told = ask(file_state_->history({"default", hire.who.hire_id}));
  return told && *told ? **told : std::vector<history_entry>{};
}

std::vector<quarantined_event> life::quarantine() {
  const auto told = ask(file_state_->quarantine(100));
  return told && *told ? **told : std::vector<quarantined_event>{};
}

std::vector<std::string> await_points() {
  std::vector<std::string> all = {"after feed", "before positions", "before deliver"};
  for (const std::string kind :
       {"token", "user.create", "user.get", "user.list", "user.update", "user.revoke",
        "manager.set", "methods.list", "pass.create", "pass.delete", "policy.get", "deleted.list",
        "role.assignments", "role.eligibilities", "member_of.transitive", "group.eligibilities",
        "batch"}) {
    all.push_back("before " + kind);
    all.push_back("after " + kind);
  }
  for (const std::string name : delayed_calls) {
    all.push_back("before " + name);
    all.push_back("after " + name);
  }
  return all;
}

}  // namespace daypass::simulation
