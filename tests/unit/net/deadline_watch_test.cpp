#include "deadline_watch.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <optional>

namespace daypass::net {
namespace {

using namespace std::chrono_literals;

struct ended_wait final : deadline_target {
  void give_up(net_errc reason) override { ended = reason; }
  std::optional<net_errc> ended;
};

/// As a pool of idle connections does: one goes, and the next is watched.
struct arming_again final : deadline_target {
  explicit arming_again(deadline_watch& of) : watch(of) {}
  void give_up(net_errc) override {
    watch.arm(*this, std::chrono::steady_clock::now() + 1h);
    armed_again = true;
  }
  deadline_watch& watch;
  bool armed_again = false;
};

TEST(DeadlineWatch, KeepsTheOthersWhenAnEndedWaitArmsAnother) {
  boost::asio::io_context context;
  const auto watch = std::make_shared<deadline_watch>(context.get_executor());
  arming_again first(*watch);
  ended_wait second;
  const auto now = std::chrono::steady_clock::now();
  watch->arm(first, now + 1ms);
  watch->arm(second, now + 20ms);
  while (!second.ended && std::chrono::steady_clock::now() < now + 10s) context.run_one_for(1s);
  EXPECT_TRUE(first.armed_again);
  EXPECT_EQ(second.ended, net_errc::deadline);
}

}  // namespace
}  // namespace daypass::net
