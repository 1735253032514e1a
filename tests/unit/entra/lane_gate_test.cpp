#include "daypass/entra/lane_gate.hpp"

#include "call_setup.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

class LaneGate : public CallSetup {
 protected:
  gate_pass pass(duration limit, bool urgent = false, instant nearest = instant::min()) {
    return {time.steady_now() + limit, urgent, nearest};
  }

  /// A request that is answered at once.
  static boost::asio::awaitable<result<void>> pass_through(lane_gate* gate, gate_pass with) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    const auto token = co_await gate->enter(with);
    if (!token) co_return std::unexpected(token.error());
    co_return result<void>{};
  }

  void enter(char name, gate_pass with) {
    boost::asio::co_spawn(context, pass_through(&gate, with),
                          [this, name](const std::exception_ptr&, result<void> outcome) {
                            order += outcome ? name : '!';
                          });
    context.restart();
    context.poll();
  }

  void run_all() {
    fakes::run_until(context, time, [] { return false; });
  }

  lane_budget shared{{10, 1s, 5}};
  lane_gate gate{context.get_executor(), {1, 1s, 1}, {&shared}, time};
  std::string order;
};

TEST_F(LaneGate, LetsTheUrgentFirstThenTheNearestThenTheOldest) {
  enter('a', pass(1h));
  enter('b', pass(1h, false, time.now() + 9h));
  enter('c', pass(1h, false, time.now() + 7h));
  enter('d', pass(1h, false, time.now() + 9h));
  enter('e', pass(1h));
  enter('f', pass(1h, true));
  const auto before = time.now();
  run_all();
  EXPECT_EQ(order, "afecbd");
  EXPECT_GE(time.now() - before, 4900ms);
  EXPECT_LE(time.now() - before, 5200ms);
  EXPECT_EQ(gate.waiting(), 0U);
}

TEST_F(LaneGate, RefusesAtOnceWhatCanNotBeInTime) {
  enter('a', pass(1h));
  enter('b', pass(1h));
  enter('c', pass(500ms));
  EXPECT_EQ(order, "a!");
  run_all();
  EXPECT_EQ(order, "a!b");
}

TEST_F(LaneGate, EndsAWaitAtItsDeadlineWhenTheLaneIsStopped) {
  enter('a', pass(1h));
  enter('b', pass(10s));
  gate.budget().hold(time.steady_now(), 20s);
  const auto before = time.now();
  run_all();
  EXPECT_EQ(order, "a!");
  EXPECT_EQ(time.now() - before, 10s);
}

TEST_F(LaneGate, TakesOfEveryBudgetAtOnceOrOfNone) {
  shared.hold(time.steady_now(), 20s);
  const auto before = time.now();
  enter('a', pass(1h));
  EXPECT_GT(gate.budget().tokens(time.steady_now()), 1) << "kept for who may go";
  enter('b', pass(10s));
  enter('u', pass(10s, true));
  EXPECT_EQ(order, "!u");
  run_all();
  EXPECT_EQ(order, "!ua");
  EXPECT_EQ(time.now() - before, 20s);
}

TEST_F(LaneGate, PassesThePlaceOnWhenSomeoneGivesUp) {
  enter('a', pass(1h));
  boost::asio::cancellation_signal cancel;
  std::optional<result<void>> ended;
  boost::asio::co_spawn(context, pass_through(&gate, pass(1h)),
                        boost::asio::bind_cancellation_slot(
                            cancel.slot(), [&](const std::exception_ptr& thrown, auto outcome) {
                              EXPECT_FALSE(thrown);
                              ended.emplace(std::move(outcome));
                            }));
  enter('c', pass(1h));
  cancel.emit(boost::asio::cancellation_type::terminal);
  context.restart();
  context.poll();
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->error().kind, failure::cancelled);
  EXPECT_EQ(ended->error().code, refusal::given_up);
  const auto before = time.now();
  run_all();
  EXPECT_EQ(order, "ac");
  EXPECT_LE(time.now() - before, 1100ms);
}

}  // namespace
}  // namespace daypass::entra
