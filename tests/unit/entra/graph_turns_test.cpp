// Whose turn it is on a lane, and who is let to his turn.
#include "call_setup.hpp"

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

class GraphTurns : public CallSetup {
 protected:
  GraphTurns() {
    graph.script = {{204, ""}};
    graph_settings settings;
    settings.methods = {1, 1s, 1};
    open(std::move(settings));
  }

  auto issue(const char* user, duration ahead, duration limit = 1min) {
    return start(
        opened->issue_pass(user_id(user), {.start_at = time.now() + ahead}, within(limit)));
  }
  auto look(const char* user) { return start(opened->look_methods(user_id(user), within(1min))); }
  auto take_back(const char* user, bool urgent) {
    return start(opened->delete_pass(user_id(user), pass_id("p"), within(1min, urgent)));
  }

  void run_all() {
    fakes::run_until(context, time, [] { return false; });
  }
  /// The users of the requests, in their order.
  [[nodiscard]] std::string order() const {
    std::string users;
    for (const seen_request& one : graph.seen) {
      users += one.target.substr(std::string_view("/v1.0/users/").size(), 1);
    }
    return users;
  }
};

TEST_F(GraphTurns, EndWhatWasBegunThenIssueTheNearestPassThenLook) {
  const auto first = look("1");
  const auto looks = look("L");
  const auto late = issue("z", 9h);
  const auto soon = issue("s", 7h);
  const auto ends = take_back("d", false);
  const auto urgent = take_back("u", true);
  run_all();
  EXPECT_EQ(order(), "1udszL");
}

/// Ten seconds before the deadline is too late to be sent, and of a shorter wait the last quarter.
TEST_F(GraphTurns, ComeOnlyWithTimeLeftForTheAnswer) {
  graph.script = {{429, "", {{"Retry-After", "45"}}}, {204, ""}};
  EXPECT_FALSE(run(opened->look_methods(user_id("1"), within(1min))));
  const auto late = issue("l", 9h, 54s);
  ASSERT_TRUE(*late) << "said at once";
  EXPECT_EQ((*late)->error().kind, failure::throttled);
  const auto in_time = issue("i", 9h, 58s);
  EXPECT_FALSE(*in_time);
  run_all();
  ASSERT_EQ(order(), "1i") << (*in_time ? (*in_time)->error().what : "?");
  const auto hurried = issue("h", 9h, 1200ms);
  ASSERT_TRUE(*hurried);
  EXPECT_EQ((*hurried)->error().kind, failure::throttled);
  const auto just = issue("j", 9h, 1500ms);
  run_all();
  EXPECT_EQ(order(), "1ij");
}

/// A limit of one in a second, which is that of two processes from now on.
class SharedTurns : public GraphTurns {
 protected:
  SharedTurns() {
    graph_settings settings;
    settings.methods = {1, 1s, 1};
    settings.sharers = [this] { return sharers_; };
    open(std::move(settings));
  }

  std::size_t sharers_ = 1;
};

TEST_F(SharedTurns, KeepHalfOfWhatIsLeftToTheOneWhoWasAlone) {
  graph_settings settings;
  settings.methods = {4, 4s, 4};
  settings.sharers = [this] { return sharers_; };
  open(std::move(settings));
  const auto first = look("1");
  sharers_ = 2;
  const auto began_at = time.steady_now();
  const auto second = look("2");
  run_all();
  EXPECT_EQ(order(), "12");
  EXPECT_EQ(time.steady_now(), began_at);
}

TEST_F(SharedTurns, ComeAtThePaceThatIsLeftToEach) {
  const auto first = look("1");
  sharers_ = 2;
  const auto second = look("2");
  const auto began_at = time.steady_now();
  run_all();
  EXPECT_EQ(order(), "12");
  EXPECT_GE(time.steady_now() - began_at, 2s);
}

}  // namespace
}  // namespace daypass::entra
