// Steps that only some profiles have.
#include "unit/engine/engine_rig.hpp"

#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

class Groups : public ::testing::Test {
 protected:
  Groups() {
    rig_.rules.profiles.at("default").groups = {"sales", "starters"};
    rig_.tell(event_of(event_kind::announced, 1));
  }
  [[nodiscard]] fakes::memory_account& account() { return rig_.tenant.accounts().front(); }

  engine_rig rig_;
};

TEST_F(Groups, AreAllJoinedBeforeThePassIsIssued) {
  rig_.tenant.groups = {"sales", "starters", "others"};
  std::set<std::string> at_issue;
  rig_.entra.intercept(
      [&](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
        if (call.action == fakes::directory_action::issue_pass) at_issue = account().groups;
        co_return fakes::no_fault();
      });
  rig_.start();
  rig_.run_until(issue_at + minutes{1});
  EXPECT_EQ(at_issue, (std::set<std::string>{"sales", "starters"}));
}

TEST_F(Groups, KeepThePassWaitingWhileOneCanNotBeJoined) {
  rig_.tenant.groups = {"sales"};
  rig_.start();
  rig_.run_until(issue_at + minutes{30});
  EXPECT_EQ(account().groups, std::set<std::string>{"sales"});
  EXPECT_FALSE(account().pass);
}

}  // namespace
}  // namespace daypass::engine::testing
