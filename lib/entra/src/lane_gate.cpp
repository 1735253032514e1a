#include "daypass/entra/lane_gate.hpp"

#include "daypass/base/assert.hpp"
#include "daypass/domain/refusal.hpp"
#include "daypass/ports/wake_event.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <tuple>

namespace daypass::entra {

struct lane_gate::place {
  gate_pass pass;
  std::uint64_t arrival;
  wake_event woken;
};

bool lane_gate::earlier::operator()(const place* left, const place* right) const {
  const auto key = [](const place* of) {
    return std::tuple(!of->pass.urgent, of->pass.nearest, of->arrival);
  };
  return key(left) < key(right);
}

/// A place in the queue, left on every way out; the next in line looks at the budget then.
class lane_gate::queued {
 public:
  queued(lane_gate* gate, place* who) : gate_(gate), who_(who) { gate_->queue_.insert(who_); }
  queued(const queued&) = delete;
  queued& operator=(const queued&) = delete;
  ~queued() {
    gate_->queue_.erase(who_);
    gate_->wake_first();
  }

 private:
  lane_gate* gate_;
  place* who_;
};

lane_gate::lane_gate(boost::asio::any_io_executor executor, lane_limit limit,
                     std::vector<lane_budget*> shared, clock& time)
    : executor_(std::move(executor)), budget_(limit), budgets_(std::move(shared)), time_(time) {
  budgets_.insert(budgets_.begin(), &budget_);
}

void lane_gate::wake_first() {
  if (!queue_.empty()) (*queue_.begin())->woken.set();
}

lane_token::~lane_token() {
  if (gate_ == nullptr) return;
  const auto now = gate_->time_.steady_now();
  for (lane_budget* const each : gate_->budgets_) each->end_use(taken_at_, now);
  gate_->wake_first();
}

void lane_gate::on_answer(std::optional<double> used_share) {
  const auto now = time_.steady_now();
  for (lane_budget* const each : budgets_) {
    each->on_answer(now, each == &budget_ ? used_share : std::nullopt);
  }
}

bool lane_gate::stopped() const {
  const auto now = time_.steady_now();
  return std::ranges::any_of(
      budgets_, [now](const lane_budget* each) { return each->blocked_until() > now; });
}

double lane_gate::requests_per_second() const {
  double slowest = budget_.requests_per_second();
  for (const lane_budget* const each : budgets_) {
    slowest = std::min(slowest, each->requests_per_second());
  }
  return slowest;
}

steady_instant lane_gate::earliest(steady_instant now, bool urgent) const {
  steady_instant latest = now;
  for (const lane_budget* const each : budgets_) {
    latest = std::max(latest, each->earliest(now, urgent));
  }
  return latest;
}

/// When the last in line may go, if all before it go as soon as they may.
steady_instant lane_gate::earliest_in_line(steady_instant now, const gate_pass& pass) const {
  return std::max(earliest(now, pass.urgent),
                  budget_.earliest_behind(now, pass.urgent, ahead_of(pass)));
}

bool lane_gate::try_take(steady_instant now, bool urgent) {
  if (earliest(now, urgent) > now) return false;
  for (lane_budget* const each : budgets_) {
    const bool taken = each->try_take(now, urgent);
    DAYPASS_ASSERT(taken);
  }
  return true;
}

/// The lane is busy, and so is whatever else keeps it waiting.
void lane_gate::note_demand(steady_instant now, bool urgent) {
  budget_.note_demand(now);
  for (lane_budget* const each : budgets_) {
    if (each->earliest(now, urgent) > now) each->note_demand(now);
  }
}

bool lane_gate::goes_first(const gate_pass& pass) const {
  if (queue_.empty()) return true;
  const gate_pass& first = (*queue_.begin())->pass;
  return std::tuple(!pass.urgent, pass.nearest) < std::tuple(!first.urgent, first.nearest);
}

std::size_t lane_gate::ahead_of(const gate_pass& pass) const {
  if (!pass.urgent) return queue_.size();
  const auto is_urgent = [](const place* who) { return who->pass.urgent; };
  const auto end = std::ranges::find_if_not(queue_, is_urgent);
  return static_cast<std::size_t>(std::distance(queue_.begin(), end));
}

std::unexpected<error> lane_gate::too_late(steady_instant now, const gate_pass& pass) const {
  error late{failure::throttled, failure_scope::hire, refusal::throttled,
             "the lane's budget comes after the deadline", std::nullopt};
  const auto wait = earliest_in_line(now, pass) - now;
  late.retry_after = std::max(std::chrono::ceil<duration>(wait), duration(milliseconds{1}));
  return std::unexpected(std::move(late));
}

std::optional<lane_token> lane_gate::try_enter(const gate_pass& pass) {
  const auto now = time_.steady_now();
  if (!goes_first(pass) || !try_take(now, pass.urgent)) return std::nullopt;
  return lane_token(*this, now);
}

boost::asio::awaitable<result<lane_token>> lane_gate::enter(gate_pass pass) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  if (auto at_once = try_enter(pass)) co_return std::move(*at_once);
  const auto now = time_.steady_now();
  note_demand(now, pass.urgent);
  if (earliest_in_line(now, pass) > pass.deadline) co_return too_late(now, pass);
  co_return co_await wait_in_line(pass);
}

boost::asio::awaitable<result<lane_token>> lane_gate::wait_in_line(gate_pass pass) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  place here{pass, arrivals_++, wake_event(executor_)};
  const queued in_line(this, &here);
  for (;;) {
    if (co_await is_cancelled()) {
      co_return fail(failure::cancelled, refusal::given_up, "given up while waiting for the lane");
    }
    const auto now = time_.steady_now();
    note_demand(now, pass.urgent);
    const bool first = *queue_.begin() == &here;
    if (first && try_take(now, pass.urgent)) co_return lane_token(*this, now);
    if (now >= pass.deadline) co_return too_late(now, pass);
    const auto next = first ? earliest(now, pass.urgent) : pass.deadline;
    co_await here.woken.wait_until(&time_, std::min(next, pass.deadline));
  }
}

}  // namespace daypass::entra
