#include "unit/engine/engine_rig.hpp"

#include "daypass/base/secret_text.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace daypass::engine::testing {

namespace asio = boost::asio;

derived served_managers::interpret(const hire_key& key, const wanted& wants) const {
  derived facts = below_.interpret(key, wants);
  facts.manager_address = wants.text(field::manager_email);
  const auto found = certificates.find(facts.manager_address);
  if (found != certificates.end()) facts.manager_certificates = found->second;
  return facts;
}

std::string served_managers::basis() const {
  std::string all;
  for (const auto& [address, fingerprints] : certificates) {
    for (const std::string& one : fingerprints) all += address + " " + one + "\n";
  }
  return all + "end";
}

asio::awaitable<result<void>> letter_box::deliver(quarantined_event event) {
  tried_at.push_back(time_.now());
  if (away) co_return fail(failure::retryable, refusal::unavailable, "letter box: away");
  if (refuses > 0) {
    --refuses;
    co_return fail(failure::permanent, refusal::rejected, "letter box: too large");
  }
  delivered.push_back(event.code);
  co_return result<void>{};
}

engine_rig::engine_rig(duration retention) {
  room_.look_interval = hours{1};
  room_.policy_interval = hours{6};
  room_.retention = retention;
  rules.bounds.authority_to_lock = days{2};
  EXPECT_TRUE(initialise_secret_memory(1U << 20U));
  profile how{.name = "default", .recipients = {"recipient"}, .upn_domain = "sim.example"};
  rules.profiles.emplace(how.name, how);
}

engine_rig::~engine_rig() {
  time.drop_sleepers();
  context_.crash();
}

void engine_rig::tell(hire_event event, instant at) {
  tale_.events.push_back({at, std::move(event)});
}

void engine_rig::tell_poison(instant at) {
  tale_.events.push_back({at, std::nullopt});
}

void engine_rig::tell_other(instant at) {
  tale_.events.push_back({at, std::nullopt, false});
}

asio::awaitable<void> engine_rig::pause_at(std::string point) {
  const bool looks = point == "before lease_due" || point == "before next_due";
  if (looks && look_takes_ > duration{}) co_await time.sleep(look_takes_);
  const bool records = point == "before update";
  if (records && update_takes_ > duration{}) co_await time.sleep(update_takes_);
}

void engine_rig::start(certificates served) {
  auto meaning = std::make_shared<served_managers>();
  meaning->certificates = std::move(served);
  engine_.reset();
  const simulation::pause none = [](std::string) -> asio::awaitable<void> { co_return; };
  feed_ = std::make_unique<story_feed>(context_.get_executor(), time, tale_, 0, none);
  feed_->be_away(feed_away_until_);
  engine_ = std::make_unique<engine>(parts{.executor = context_.get_executor(),
                                           .time = time,
                                           .randomness = luck_,
                                           .state = slow_state_,
                                           .entra = entra,
                                           .secrets = secrets,
                                           .feed = *feed_,
                                           .letters = &letters,
                                           .members = others_.get(),
                                           .reports = reports,
                                           .decoder = std::make_shared<story_decoder>(tale_),
                                           .meaning = std::move(meaning),
                                           .rules = rules,
                                           .room = room_});
  ended_ = false;
  asio::co_spawn(context_, engine_->run(), [this](const std::exception_ptr& thrown) {
    EXPECT_FALSE(thrown);
    ended_ = true;
  });
}

void engine_rig::run_until(instant when) {
  const auto poll = [this] {
    context_.restart();
    context_.poll();
  };
  poll();
  while (time.next_wake() <= when) {
    time.wake_next();
    poll();
  }
  time.move_to(when);
}

template <typename T>
void engine_rig::finish(asio::awaitable<T> call) {
  asio::co_spawn(context_, std::move(call),
                 [](const std::exception_ptr& thrown, auto&&...) { EXPECT_FALSE(thrown); });
  run_until(time.now());
}

void engine_rig::abandon() {
  asio::post(context_, [this] { engine_->abandon(); });
  run_until(time.now());
}

void engine_rig::serve(certificates served) {
  auto meaning = std::make_shared<served_managers>();
  meaning->certificates = std::move(served);
  finish(engine_->reinterpret(std::move(meaning)));
}

company& engine_rig::share_state() {
  others_ = std::make_unique<company>(context_.get_executor());
  return *others_;
}

void engine_rig::order_elsewhere(const hire_key& key, order_kind kind) {
  finish(state.add_order(key, {.kind = kind, .who = "ops", .why = "test", .at = time.now()}));
}

void engine_rig::order(const hire_key& key, order_kind kind) {
  order_elsewhere(key, kind);
  engine_->nudge(key);
  run_until(time.now());
}

asio::awaitable<std::vector<hire_key>> company::changed_elsewhere() {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (changed_.empty() && !silent_) co_await news_.wait();
  co_return silent_ ? std::vector<hire_key>{} : std::exchange(changed_, {});
}

void company::stop_telling() {
  silent_ = true;
  news_.set();
}

void company::tell(const hire_key& key) {
  changed_.push_back(key);
  news_.set();
}

hire_event event_of(event_kind kind, std::int64_t revision) {
  hire_event event;
  event.key = ada;
  event.kind = kind;
  event.order = revision;
  event.id = {"/hr", "ada-" + std::to_string(revision)};
  event.digest[0] = static_cast<std::uint8_t>(revision);
  if (kind != event_kind::announced) return event;
  for (std::size_t index = 1; index < field_count; ++index) {
    event.changes.clear(static_cast<field>(index));
  }
  event.changes.set(field::employee_id, ada.hire_id);
  event.changes.set(field::given_name, "Ada");
  event.changes.set(field::surname, "Doe");
  event.changes.set(field::start_date, "2026-11-05");
  event.changes.set(field::place, "zone:0");
  return event;
}

hire_event announced_of(std::size_t number) {
  hire_event event = event_of(event_kind::announced, 1);
  event.key.hire_id = "N" + std::to_string(number);
  event.id.id = "colleague-" + std::to_string(number);
  event.changes.set(field::employee_id, event.key.hire_id);
  event.changes.set(field::given_name, event.key.hire_id);
  return event;
}

}  // namespace daypass::engine::testing
