#include "worker.hpp"

#include "step_runner.hpp"

#include "daypass/planner/classes.hpp"

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace daypass::engine {

namespace asio = boost::asio;

namespace {

constexpr auto trouble_pause_max = seconds{5};
constexpr auto look_again_min = milliseconds{100};

std::string fresh_secret_name(entropy& randomness) {
  const std::uint64_t high = randomness.next();
  return fmt::format("pass-{:016x}{:016x}", high, randomness.next());
}

bool is_conflict_of_names(const error& why) {
  return why.code == state_errc::name_taken;
}

}  // namespace

worker::worker(workshop* shop, leased_onboarding leased)
    : shop_(shop), leased_(std::move(leased)), changed_(shop->with.executor) {
  shop_->workers.emplace(leased_.held.key, this);
}

worker::~worker() {
  shop_->workers.erase(leased_.held.key);
  give_slot_back();
}

void worker::give_slot_back() {
  if (slot_ && shop_->board.give_back(*slot_)) shop_->wake();
  slot_.reset();
}

void worker::nudge() {
  nudged_ = true;
  changed_.set();
}

asio::awaitable<void> worker::run() {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!co_await visit(nullptr)) co_return;
  while (true) {
    if (!answers_.empty()) {
      const finished done = std::move(answers_.front());
      answers_.erase(answers_.begin());
      report_step(done);
      if (co_await visit(&done.happened)) continue;
      forget_running(done.happened.done.id);
      break;
    }
    if (nudged_) {
      nudged_ = false;
      if (!co_await visit(nullptr)) break;
      continue;
    }
    if (running_.empty()) break;
    co_await wait_for_news();
  }
  // Without the lease nothing of this hire may be recorded here; its answers are lost attempts.
  while (true) {
    for (const finished& done : answers_) forget_running(done.happened.done.id);
    answers_.clear();
    if (running_.empty()) break;
    co_await changed_.wait();
  }
}

/// Until an answer, a nudge, or the hour at which the latest visit wants the next. A lock-out's
/// next try is not kept waiting by what else is in flight.
asio::awaitable<void> worker::wait_for_news() {
  if (shop_->stopping || look_again_at_ == never) {
    co_await changed_.wait();
    co_return;
  }
  clock& time = shop_->with.time;
  const duration wait = std::max<duration>(look_again_at_ - time.now(), look_again_min);
  const auto until = time.steady_now() + wait;
  co_await changed_.wait_until(&time, until);
  if (!shop_->stopping && time.steady_now() >= until) nudged_ = true;
}

void worker::forget_running(step_id done) {
  std::erase_if(running_, [&](const planner::running_step& one) { return one.id == done; });
}

/// What was recorded, with what the visit told; nothing when the lease is lost, or when stopping.
asio::awaitable<std::shared_ptr<visit_order>> worker::record(const outcome* happened) {
  duration pause = milliseconds{100};
  unsigned names_taken = 0;
  while (true) {
    const instant now = shop_->with.time.now();
    auto order = std::make_shared<visit_order>();
    order->meaning = shop_->meaning;
    order->known = known_;
    order->rules = shop_->rules;
    order->now = now;
    order->graph_ahead = shop_->with.entra.clock_offset();
    order->running = running_;
    if (happened != nullptr) order->happened = *happened;
    order->code_in_hand = shop_->pocket.pass_of(leased_.held.key);
    order->fresh_name = fresh_secret_name(shop_->with.randomness);
    order->random = shop_->with.randomness.next();
    order->names_taken = names_taken;
    for (std::size_t index = 0; index < lane_count; ++index) {
      const auto which = static_cast<lane>(index);
      order->lane_open[index] =
          !shop_->stopping && (slot_ == which || shop_->board.open(which, now));
    }
    auto written = co_await shop_->with.state.update(leased_.held, make_transition(order));
    if (written) {
      shop_->state_trouble = false;
      leased_.record = std::move(*written);
      known_ = std::move(order->known);
      co_return order;
    }
    if (is_conflict_of_names(written.error())) {
      ++names_taken;
      continue;
    }
    if (written.error().code == state_errc::lease_lost) co_return nullptr;
    shop_->state_trouble = true;
    shop_->with.reports.report(happening::store_trouble{written.error()});
    if (shop_->stopping) co_return nullptr;
    co_await shop_->with.time.sleep(pause);
    pause = std::min<duration>(pause * 2, trouble_pause_max);
  }
}

/// Of a pass that is published, or is no more. That of an issue whose answer waits to be recorded
/// is of a pass that the record doesn't name yet.
void worker::drop_needless_code() {
  const auto held = shop_->pocket.pass_of(leased_.held.key);
  const auto issuing =
      std::ranges::find(running_, step_kind::issue_pass, &planner::running_step::kind);
  if (!held || issuing != running_.end()) return;
  const pass_state& pass = leased_.record.is.pass;
  if (*held != pass.id || pass.published_at) shop_->pocket.drop(leased_.held.key);
}

asio::awaitable<bool> worker::visit(const outcome* happened) {
  if (happened != nullptr) note_lane(*happened);
  const auto recorded = co_await record(happened);
  if (!recorded) co_return false;
  if (happened != nullptr) {
    forget_running(happened->done.id);
    if (!is_revocation(happened->done.kind)) give_slot_back();
  }
  drop_needless_code();
  planner::visit_result& told = recorded->told;
  report(told);
  look_again_at_ = told.verdict.urgent ? told.verdict.look_again_at : never;
  // Too late to send anything: lost attempts to who has the lease next.
  if (!shop_->leases_hold()) co_return false;
  start_children(std::move(told.starts));
  co_return true;
}

void worker::start_children(std::vector<step> starts) {
  if (shop_->abandoned) starts.clear();  // A lost attempt to who looks next.
  for (step& next : starts) {
    if (!is_revocation(next.kind) && !next.urgent) {
      const lane which = lane_of(next.kind);
      if (slot_ != which) {
        give_slot_back();
        shop_->board.take(which);
        slot_ = which;
      }
      if (next.kind == step_kind::create_account) {
        shop_->creations.push_back(shop_->with.time.now());
        // At once, not with the next look at what is due: a flood has many visits between two.
        if (shop_->creations.size() >= shop_->with.room.creations_per_hour_max) {
          shop_->change_rules([](planner::policy& rules) { rules.creations_held = true; });
        }
      }
    }
    if (slot_ == lane_of(next.kind)) shop_->board.start(*slot_, shop_->with.time.now());
    running_.push_back({next.id, next.kind});
    shop_->children.start(run_child(std::move(next)));
  }
  if (running_.empty()) give_slot_back();
}

asio::awaitable<void> worker::run_child(step next) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto started_at = shop_->with.time.steady_now();
  outcome happened = co_await run_step(shop_, leased_.held.key, std::move(next));
  const auto took = shop_->with.time.steady_now() - started_at;
  answers_.push_back({std::move(happened), std::chrono::duration_cast<duration>(took)});
  changed_.set();
}

void look_at(workshop* shop, const hire_key& key) {
  const auto busy = shop->workers.find(key);
  if (busy != shop->workers.end()) busy->second->nudge();
  shop->wake();
}

asio::awaitable<void> work_on(workshop* shop, leased_onboarding leased, bool urgent,
                              std::optional<lane> slot) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const lease held = leased.held;
  if (urgent) ++shop->locking_out;
  if (slot) shop->board.take(*slot);
  {
    worker one(shop, std::move(leased));
    one.adopt_slot(slot);
    co_await one.run();
  }
  if (urgent) --shop->locking_out;
  shop->with.state.release(held);
  shop->wake();
}

}  // namespace daypass::engine
