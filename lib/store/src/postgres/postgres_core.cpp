#include "postgres_core.hpp"

#include "migrations.hpp"
#include "tombstone_hash.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <utility>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;

const statement draw_tombstones{
    "INSERT INTO tombstone_key (only_one, key) VALUES (true, $1) ON CONFLICT DO NOTHING"};
const statement read_tombstones_key{"SELECT key FROM tombstone_key"};

/// Of one order alone: the others may do without it.
bool is_its_own(const error& why) {
  return why.code == make_error_code(state_errc::name_taken) ||
         why.code == make_error_code(state_errc::refused);
}

}  // namespace

asio::awaitable<void> update_job::run(session* /*on*/) {
  co_return;  // Never by itself.
}

postgres_core::postgres_core(asio::any_io_executor runs_on,
                             std::shared_ptr<const postgres_settings> settings)
    : executor(std::move(runs_on)),
      keeper(executor, settings, &leases),
      work(executor, &work_session_,
           {.queue_max = settings->queue_max,
            .group_max = settings->group_max,
            .first = [this](session* on) { return tell_releases(on); },
            .together = [this](session* on,
                               jobs group) { return update_together(on, std::move(group)); }}),
      feed(executor, &feed_session_, {.queue_max = settings->queue_max}),
      look(executor, &look_session_, {.queue_max = settings->queue_max}),
      settings_(std::move(settings)),
      work_session_(executor, settings_, purpose::work,
                    [this](connection* link) { return opened(link); }),
      feed_session_(executor, settings_, purpose::work, {}),
      look_session_(executor, settings_, purpose::look, {}),
      ended_(executor, asio::steady_timer::time_point::max()) {}

asio::awaitable<outcome<void>> postgres_core::begin() {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (auto ready = co_await set_up(); !ready) co_return ready;
  if (auto joined = co_await keeper.join(); !joined) co_return joined;
  start(keeper.keep());
  for (desk* one : {&work, &feed, &look}) start(one->work());
  co_return outcome<void>{};
}

asio::awaitable<outcome<void>> postgres_core::set_up() {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (auto there = co_await feed_session_.ready(); !there) co_return there;
  connection* link = feed_session_.link();
  if (auto current = co_await migrate(link, settings_->schema); !current) co_return current;
  questions asked;
  asked.push_back({&draw_tombstones, parameters::of(draw_tombstone_key())});
  asked.push_back({&read_tombstones_key, {}});
  const auto given = co_await link->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  memory.tombstone_key = (*given)[1].text(0, 0);
  co_return outcome<void>{};
}

// A claim that was answered to nobody, and releases that were not told, end with the connection.
asio::awaitable<outcome<void>> postgres_core::opened(connection* link) {
  return end_unknown_leases(link, keeper.self(), leases.all());
}

// The coroutine's frame goes before what it runs on.
void postgres_core::start(asio::awaitable<void> loop) {
  ++running_;
  asio::co_spawn(executor, std::move(loop),
                 [self = shared_from_this()](const std::exception_ptr& bug) {
                   if (--self->running_ == 0) self->ended_.cancel();
                   if (bug) std::rethrow_exception(bug);
                 });
}

asio::awaitable<void> postgres_core::stop() {
  co_await asio::this_coro::throw_if_cancelled(false);
  for (desk* one : {&work, &feed, &look}) one->stop();
  keeper.stop();
  while (running_ > 0) co_await ended_.async_wait(asio::as_tuple(asio::use_awaitable));
  co_await keeper.leave();
  for (session* one : {&work_session_, &feed_session_, &look_session_}) one->close();
}

void postgres_core::abandon() {
  for (desk* one : {&work, &feed, &look}) one->stop();
  keeper.stop();
  keeper.abandon();
  for (session* one : {&work_session_, &feed_session_, &look_session_}) one->abandon();
}

// Those that could not be told are told with the next job, or end with the connection.
asio::awaitable<void> postgres_core::tell_releases(session* on) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto ended = leases.released();
  if (ended.empty()) co_return;
  if (co_await end_leases(on, ended)) leases.forget_released(ended.size());
}

asio::awaitable<void> postgres_core::update_together(session* on, jobs group) {
  co_await asio::this_coro::throw_if_cancelled(false);
  std::vector<update_job*> asked;
  std::vector<update_order> orders;
  for (const auto& one : group) {
    auto* job = static_cast<update_job*>(one.get());
    const auto held = leases.find(job->held());
    if (!held) {
      job->fail({failure::permanent, failure_scope::hire, make_error_code(state_errc::lease_lost),
                 "state: the lease is not held", std::nullopt});
      continue;
    }
    asked.push_back(job);
    orders.push_back({.number = held->number, .token = held->token, .change = &job->change()});
  }
  if (orders.empty()) co_return;
  std::vector<update_order*> all;
  all.reserve(orders.size());
  for (update_order& one : orders) all.push_back(&one);
  const auto done = co_await try_updates(on, all);
  for (std::size_t index = 0; index < asked.size(); ++index) {
    update_order& one = orders[index];
    if (!done && is_its_own(done.error().why) && orders.size() > 1) {
      const auto alone = co_await try_updates(on, {&one});
      if (!alone) one.said = std::unexpected(alone.error().why);
    } else if (!done) {
      one.said = std::unexpected(done.error().why);
    }
    const bool lost =
        !*one.said && one.said->error().code == make_error_code(state_errc::lease_lost);
    if (lost) leases.lose(asked[index]->held());
    asked[index]->give(std::move(*one.said));
  }
}

asio::awaitable<outcome<bool>> postgres_core::try_updates(session* on,
                                                          std::vector<update_order*> orders) {
  return on->transact<bool>([this, orders = std::move(orders)](transaction* in) {
    return update_all(in, orders, &memory.kept);
  });
}

asio::awaitable<outcome<std::vector<leased_onboarding>>> postgres_core::lease_due(
    session* on, lease_request request) {
  co_await asio::this_coro::throw_if_cancelled(false);
  std::vector<leased_onboarding> list;
  const std::size_t max = request.max;
  for (const bool wait : {false, true}) {
    request.max = max - list.size();
    auto got = co_await claim_due(on, request, {keeper.self(), ++claims_}, wait);
    if (!got) co_return std::unexpected(got.error());
    const bool again = got->passed_over > 0;
    co_await grant(on, std::move(*got), request.now, &list);
    if (!again) break;
  }
  keeper.look_at_early();
  co_return list;
}

asio::awaitable<void> postgres_core::grant(session* on, claimed got, instant now,
                                           std::vector<leased_onboarding>* into) {
  co_await asio::this_coro::throw_if_cancelled(false);
  for (std::size_t index = 0; index < got.records.size(); ++index) {
    stored_record& found = got.records[index];
    lease held{found.record.key, got.tokens[index]};
    leases.add(held.key, {held.token, found.number, found.due.urgent});
    into->push_back({std::move(held), std::move(found.record)});
  }
  // A damaged row must not keep the others from being leased: it waits for a person.
  for (const std::int64_t number : got.unreadable) {
    co_await on->transact<bool>(
        [number, now](transaction* in) { return park_unreadable(in, number, now); });
  }
}

asio::awaitable<outcome<intake_receipt>> postgres_core::record(
    session* on, intake_batch items, std::shared_ptr<fold_function> fold) {
  co_await asio::this_coro::throw_if_cancelled(false);
  memory.member = keeper.self();
  co_return co_await record_batch(on, std::move(items), fold.get(), &memory);
}

}  // namespace daypass::store::postgres
