#include "simulation/simulated_feed.hpp"

#include "start_offset.hpp"

#include "daypass/domain/refusal.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace daypass::simulation {

namespace asio = boost::asio;

namespace {

constexpr duration positions_retry_delay = seconds{1};
constexpr duration client_reopen_delay = seconds{2};
constexpr duration group_rejoin_max = seconds{3};

std::unexpected<error> feed_stopped() {
  return fail(failure::cancelled, std::make_error_code(std::errc::operation_canceled),
              "the simulated feed was stopped", failure_scope::lane);
}

}  // namespace

simulated_feed::simulated_feed(asio::any_io_executor executor, clock& time, kafka_world& world,
                               state_store& state, chance& luck, pause wait, reporter& tell)
    : time_(time),
      world_(world),
      state_(state),
      luck_(luck),
      wait_(std::move(wait)),
      tell_(tell),
      news_(executor),
      began_at_(world.now()),
      join_at_(began_at_ + luck.between(milliseconds{100}, group_rejoin_max)),
      generation_(world.generation()),
      absences_(world.reachable(began_at_) ? world.absences() : world.absences() - 1),
      absences_begun_(world.absences()) {
  // The broker gives out what a killed member had only when it knows that it is dead.
  if (world.vanished_at() && luck.happens(300)) {
    join_at_ = std::max<instant>(join_at_, *world.vanished_at() + session_timeout);
  }
  world.join(this);
}

simulated_feed::~simulated_feed() {
  die();
}

void simulated_feed::die() {
  if (dead_) return;
  catch_up();
  dead_ = true;
  world_.leave(this, stopped_);
}

asio::awaitable<result<std::vector<raw_event>>> simulated_feed::next(std::size_t max) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!stopped_ && !dead_ && !co_await is_cancelled()) {
    catch_up();
    if (!assigned_) {
      co_await assign();
      continue;
    }
    std::vector<raw_event> batch = take(max);
    if (!batch.empty()) {
      co_await wait_("after feed");
      co_return batch;
    }
    co_await wait_until(next_change());
  }
  co_return feed_stopped();
}

void simulated_feed::recorded(std::vector<position> positions) {
  if (dead_) return;
  catch_up();
  for (auto& [partition, of] : ours_) {
    for (const position& done : positions) {
      if (done.partition != world_.id_of(partition) || done.cluster != cluster_) continue;
      if (done.next_offset <= of.recorded) continue;
      of.recorded = done.next_offset;
      of.told = of.uncommitted = true;
    }
  }
  if (stopped_) {
    commit(world_.now(), false);
  } else {
    schedule_commit();
  }
}

void simulated_feed::stop() {
  if (stopped_ || dead_) return;
  catch_up();
  commit(world_.now(), true);
  stopped_ = true;
  news_.set();
}

void simulated_feed::news() {
  if (dead_) return;
  if (!reachable() && absences_begun_ != world_.absences()) {
    absences_begun_ = world_.absences();
    for (auto& [partition, of] : ours_) {
      const auto unread = static_cast<std::uint64_t>(world_.log_end(partition) - of.next);
      of.fetched_until = of.next + static_cast<std::int64_t>(luck_.below(unread + 1));
    }
    tell_.report(happening::feed_trouble{"Kafka: no broker can be reached", false});
  }
  catch_up();
  news_.set();
}

void simulated_feed::catch_up() {
  if (dead_) return;
  if (absences_ != world_.absences()) {
    if (!reachable()) return;
    absences_ = world_.absences();
    const bool lost = world_.gone_until() - world_.gone_since() >= session_timeout;
    if (lost) give_up(true, luck_.between(milliseconds{100}, group_rejoin_max));
  }
  if (assigned_ && cluster_ != world_.cluster()) give_up(true, client_reopen_delay);
  commit_if_due();
  if (generation_ != world_.generation() || assignment_ended()) {
    generation_ = world_.generation();
    give_up(false, luck_.between(milliseconds{10}, group_rejoin_max));
  }
  const bool expired = std::ranges::any_of(
      ours_, [this](const auto& one) { return one.second.next < world_.log_start(one.first); });
  if (expired) give_up(false, client_reopen_delay);
}

std::vector<std::int32_t> simulated_feed::available() const {
  std::vector<std::int32_t> found;
  for (std::int32_t partition = 0; partition < world_.partitions(); ++partition) {
    if (world_.elsewhere_until(partition) <= world_.now()) found.push_back(partition);
  }
  return found;
}

bool simulated_feed::assignment_ended() const {
  return assigned_ &&
         !std::ranges::equal(available(), ours_, {}, {}, [](const auto& one) { return one.first; });
}

bool simulated_feed::commit(instant when, bool all) {
  if (!world_.reachable(when)) return false;
  for (auto& [partition, of] : ours_) {
    if (!of.uncommitted && !(all && of.told)) continue;
    world_.commit(partition, of.recorded, when);
    of.uncommitted = false;
  }
  return true;
}

void simulated_feed::schedule_commit() {
  const bool news =
      std::ranges::any_of(ours_, [](const auto& one) { return one.second.uncommitted; });
  if (!news || commit_due_at_) return;
  const auto ticks = (world_.now() - began_at_) / commit_interval;
  commit_due_at_ = began_at_ + (ticks + 1) * commit_interval;
}

void simulated_feed::commit_if_due() {
  if (!commit_due_at_ || *commit_due_at_ > world_.now()) return;
  const instant due = std::exchange(commit_due_at_, std::nullopt).value();
  // One that fell into an absence is made up for at the next tick.
  if (!commit(due, false)) schedule_commit();
}

void simulated_feed::give_up(bool lost, duration rejoin_delay) {
  // Kafka refuses some commits in a rebalance; what they said comes again, and is known then.
  if (!lost && !luck_.happens(100)) commit(world_.now(), true);
  ours_.clear();
  assigned_ = false;
  commit_due_at_.reset();
  join_at_ = std::max<instant>(join_at_, world_.now() + rejoin_delay);
}

std::int64_t simulated_feed::readable_until(std::int32_t partition, const track& of) const {
  const bool gone = cluster_ != world_.cluster() || of.next < world_.log_start(partition);
  if (gone) return of.next;
  return reachable() ? world_.log_end(partition) : of.fetched_until;
}

std::vector<std::int32_t> simulated_feed::readable() const {
  std::vector<std::int32_t> found;
  for (const auto& [partition, of] : ours_) {
    if (of.next < readable_until(partition, of)) found.push_back(partition);
  }
  return found;
}

std::vector<raw_event> simulated_feed::take(std::size_t max) {
  std::vector<raw_event> batch;
  auto from = readable();
  if (from.empty()) return batch;
  std::size_t limit = std::max<std::size_t>(max, 1);
  if (luck_.happens(300)) limit = 1 + luck_.below(limit);
  for (; batch.size() < limit && !from.empty(); from = readable()) {
    const std::int32_t partition = from[luck_.below(from.size())];
    track& of = ours_.at(partition);
    // A broker's answer holds a run of one partition's records.
    for (auto run = 1 + luck_.below(8); run > 0 && batch.size() < limit; --run) {
      if (of.next >= readable_until(partition, of)) break;
      batch.push_back(world_.at(partition, of.next++));
      batch.back().received_at = time_.now();
    }
  }
  return batch;
}

asio::awaitable<void> simulated_feed::assign() {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (world_.now() < join_at_) {
    co_await wait_until(join_at_);
    co_return;
  }
  if (!reachable()) {
    co_await wait_until(world_.gone_until());
    co_return;
  }
  cluster_ = world_.cluster();
  co_await wait_("before positions");
  const auto stored = co_await state_.positions();
  if (stopped_ || dead_) co_return;
  catch_up();
  if (!stored) {
    tell_.report(happening::feed_trouble{stored.error().what, false});
    join_at_ = std::max<instant>(join_at_, world_.now() + positions_retry_delay);
    co_return;
  }
  // A rebalance meanwhile has put off the joining.
  const bool moved = cluster_ != world_.cluster();
  if (!moved && reachable() && world_.now() >= join_at_) begin(*stored);
}

void simulated_feed::begin(const std::vector<position>& stored) {
  for (const std::int32_t partition : available()) begin(partition, stored);
  assigned_ = true;
  schedule_commit();
}

void simulated_feed::begin(std::int32_t partition, const std::vector<position>& stored) {
  const partition_id id = world_.id_of(partition);
  const kafka::start_facts facts{.committed = world_.committed(partition),
                                 .stored = kafka::stored_of(stored, id, cluster_),
                                 .cluster = cluster_,
                                 .log_start = world_.log_start(partition),
                                 .log_end = world_.log_end(partition)};
  const auto chosen = kafka::choose_start(facts);
  if (auto what = kafka::describe(chosen, facts); !what.empty()) {
    const bool lost = chosen.why == kafka::start_reason::events_lost;
    tell_.report(happening::positions_reset{id, std::move(what), lost});
  }
  // The group would seem to lag until the next event.
  const bool made_up_for = chosen.why == kafka::start_reason::resumed && !facts.committed;
  ours_[partition] = {.next = chosen.next,
                      .fetched_until = chosen.next,
                      .recorded = chosen.next,
                      .told = made_up_for,
                      .uncommitted = made_up_for};
}

instant simulated_feed::next_change() const {
  const instant now = world_.now();
  instant first = reachable() ? never : world_.gone_until();
  for (std::int32_t partition = 0; partition < world_.partitions(); ++partition) {
    const instant back = world_.elsewhere_until(partition);
    if (back > now) first = std::min(first, back);
  }
  return first;
}

asio::awaitable<void> simulated_feed::wait_until(instant when) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (when == never) {
    co_await news_.wait();
    co_return;
  }
  const auto longest = std::max<duration>(when - world_.now(), milliseconds{1});
  co_await news_.wait_until(&time_, time_.steady_now() + longest);
}

}  // namespace daypass::simulation
