// Managers as recipients of their hires' passes (design 5.7, 5.4).
#include "unit/engine/engine_rig.hpp"

#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

constexpr auto address = "grace@sim.example";
constexpr auto published_by = monday + days{2};  // Issued from 48 h before the 5th, 08:00.
constexpr auto activation = monday + days{3} + hours{8};

using fingerprints = std::vector<std::string>;

class ManagerRecipients : public ::testing::Test {
 protected:
  ManagerRecipients() {
    boss_ = rig_.tenant.add_account(address, "B1").id;
    hire_event event = event_of(event_kind::announced, 1);
    event.changes.set(field::manager_email, address);
    rig_.tell(std::move(event));
  }

  void begin(certificates served) {
    rig_.start(std::move(served));
    rig_.run_until(published_by);
  }
  [[nodiscard]] fingerprints recipients() const {
    EXPECT_EQ(rig_.secrets.published().size(), 1U);
    return rig_.secrets.published().empty() ? fingerprints{}
                                            : rig_.secrets.published().begin()->second.recipients;
  }
  [[nodiscard]] std::vector<std::string> warnings() const {
    std::vector<std::string> all;
    for (const auto& one : rig_.reports.all<happening::manager_left_out>()) all.push_back(one.why);
    return all;
  }
  [[nodiscard]] std::string name() const { return rig_.secrets.published().begin()->first; }
  [[nodiscard]] std::size_t issued() const {
    std::size_t count = 0;
    for (const auto& one : rig_.reports.all<happening::step_finished>()) {
      if (one.kind == step_kind::issue_pass && one.what.empty()) ++count;
    }
    return count;
  }

  engine_rig rig_;
  user_id boss_;
};

TEST_F(ManagerRecipients, AManagerWithACertificateOpensThePass) {
  begin({{address, {"manager"}}, {"other@sim.example", {"other"}}});
  EXPECT_EQ(recipients(), (fingerprints{"manager", "recipient"}));
  EXPECT_TRUE(warnings().empty());
  EXPECT_EQ(rig_.record(ada).record.is.pass.plan->recipients, recipients());
}

TEST_F(ManagerRecipients, WithoutACertificateTheFixedOnesDoWithAWarning) {
  begin({{"other@sim.example", {"other"}}});
  EXPECT_EQ(recipients(), fingerprints{"recipient"});
  EXPECT_EQ(warnings(), std::vector<std::string>{"no_certificate"});
  EXPECT_FALSE(rig_.record(ada).record.is.account.manager_looked_at);
}

TEST_F(ManagerRecipients, ADisabledMemberIsNoRecipient) {
  rig_.tenant.disable(boss_);
  begin({{address, {"manager"}}});
  EXPECT_EQ(recipients(), fingerprints{"recipient"});
  EXPECT_EQ(warnings(), std::vector<std::string>{"no_enabled_member"});
}

TEST_F(ManagerRecipients, NeitherIsAGuestNorAnAddressThatTwoHold) {
  rig_.tenant.find(boss_)->member = false;
  begin({{address, {"manager"}}});
  EXPECT_EQ(recipients(), fingerprints{"recipient"});
}

TEST_F(ManagerRecipients, AnAddressThatNobodyHoldsIsNoRecipient) {
  rig_.tenant.remove(boss_);
  begin({{address, {"manager"}}});
  EXPECT_EQ(recipients(), fingerprints{"recipient"});
  EXPECT_EQ(warnings(), std::vector<std::string>{"no_enabled_member"});
}

TEST_F(ManagerRecipients, ALookThatFailsDelaysNoPass) {
  rig_.entra.intercept(
      [](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
        co_return call.action == fakes::directory_action::look_address ? fakes::unavailable()
                                                                       : fakes::no_fault();
      });
  begin({{address, {"manager"}}});
  EXPECT_EQ(recipients(), fingerprints{"recipient"});
  EXPECT_EQ(warnings(), std::vector<std::string>{"not_looked_up"});
}

TEST_F(ManagerRecipients, ACertificateThatComesBeforeActivationMakesAnotherPass) {
  begin({});
  const std::string first = name();
  rig_.serve({{address, {"manager"}}});
  rig_.run_until(published_by + hours{1});
  EXPECT_EQ(recipients(), (fingerprints{"manager", "recipient"}));
  EXPECT_NE(name(), first);
  EXPECT_EQ(issued(), 2U);
}

TEST_F(ManagerRecipients, OneThatComesWhileNoEngineRunsDoesTooAtTheNextStart) {
  begin({});
  const std::string first = name();
  rig_.stop();
  rig_.run_until(published_by + minutes{5});
  ASSERT_TRUE(rig_.ended());
  rig_.start({{address, {"manager"}}});
  rig_.run_until(published_by + minutes{10});
  EXPECT_EQ(recipients(), (fingerprints{"manager", "recipient"}));
  EXPECT_NE(name(), first);
}

TEST_F(ManagerRecipients, AStateThatFailsForAWhileLosesNoCertificate) {
  begin({});
  const instant repaired = rig_.time.now() + minutes{1};
  rig_.state.fail_next([this, repaired](std::string_view operation) {
    return operation == "wake_all" && rig_.time.now() < repaired;
  });
  rig_.serve({{address, {"manager"}}});
  rig_.run_until(published_by + hours{1});
  EXPECT_EQ(recipients(), (fingerprints{"manager", "recipient"}));
}

TEST_F(ManagerRecipients, OneThatIsTakenAwayOrReplacedBeforeActivationDoesToo) {
  begin({{address, {"manager"}}});
  rig_.serve({{address, {"renewed"}}});
  rig_.run_until(published_by + hours{1});
  EXPECT_EQ(recipients(), (fingerprints{"recipient", "renewed"}));
  rig_.serve({});
  rig_.run_until(published_by + hours{2});
  EXPECT_EQ(recipients(), fingerprints{"recipient"});
  EXPECT_EQ(issued(), 3U);
}

TEST_F(ManagerRecipients, AManagerWhoIsDisabledMeanwhileLosesThePass) {
  begin({{address, {"manager"}}});
  rig_.tenant.disable(boss_);
  rig_.run_until(activation - minutes{10});
  EXPECT_EQ(recipients(), fingerprints{"recipient"});
}

TEST_F(ManagerRecipients, OnceUsableThePassStaysAsItIs) {
  begin({{address, {"manager"}}});
  rig_.run_until(activation + minutes{5});
  const std::string first = name();
  rig_.serve({});
  rig_.run_until(activation + hours{1});
  EXPECT_EQ(name(), first);
  EXPECT_EQ(issued(), 1U);
}

TEST_F(ManagerRecipients, AnotherManagerOfTheHireTakesTheFirstOnesPlace) {
  const user_id other = rig_.tenant.add_account("hedy@sim.example", "B2").id;
  hire_event moved = event_of(event_kind::changed, 2);
  moved.changes.set(field::manager_email, "hedy@sim.example");
  rig_.tell(std::move(moved), published_by + hours{1});
  begin({{address, {"manager"}}, {"hedy@sim.example", {"hedy"}}});
  EXPECT_EQ(recipients(), (fingerprints{"manager", "recipient"}));
  rig_.run_until(published_by + hours{2});
  EXPECT_EQ(recipients(), (fingerprints{"hedy", "recipient"}));
  EXPECT_TRUE(rig_.tenant.find(other)->enabled);
}

}  // namespace
}  // namespace daypass::engine::testing
