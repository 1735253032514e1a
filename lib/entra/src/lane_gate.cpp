#include "daypass/entra/lane_gate.hpp"

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

lane_gate::lane_gate(boost::asio::any_io_executor executor, lane_limit limit, clock& time)
    : executor_(std::move(executor)), budget_(limit), time_(time) {}

void lane_gate::wake_first() {
  if (!queue_.empty()) (*queue_.begin())->woken.set();
}

lane_token::~lane_token() {
  if (gate_ == nullptr) return;
  gate_->budget_.end_use(gate_->time_.steady_now());
  gate_->wake_first();
}

void lane_token::give_back() {
  gate_->budget_.give_back();
  std::exchange(gate_, nullptr)->wake_first();
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
  const auto wait = budget_.earliest_behind(now, pass.urgent, ahead_of(pass)) - now;
  late.retry_after = std::max(std::chrono::ceil<duration>(wait), duration(milliseconds{1}));
  return std::unexpected(std::move(late));
}

std::optional<lane_token> lane_gate::try_enter(const gate_pass& pass) {
  if (!goes_first(pass) || !budget_.try_take(time_.steady_now(), pass.urgent)) return std::nullopt;
  return lane_token(*this);
}

boost::asio::awaitable<result<lane_token>> lane_gate::enter(gate_pass pass) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  if (auto at_once = try_enter(pass)) co_return std::move(*at_once);
  const auto now = time_.steady_now();
  budget_.note_demand(now);
  if (budget_.earliest_behind(now, pass.urgent, ahead_of(pass)) > pass.deadline) {
    co_return too_late(now, pass);
  }
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
    budget_.note_demand(now);
    const bool first = *queue_.begin() == &here;
    if (first && budget_.try_take(now, pass.urgent)) co_return lane_token(*this);
    if (now >= pass.deadline) co_return too_late(now, pass);
    const auto next = first ? budget_.earliest(now, pass.urgent) : pass.deadline;
    co_await here.woken.wait_until(&time_, std::min(next, pass.deadline));
  }
}

}  // namespace daypass::entra
