#include "graph_readers.hpp"

#include "daypass/domain/refusal.hpp"

#include <gtest/gtest.h>

#include <string>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

constexpr const char* user =
    R"({"@odata.context":"x","id":"u1","userPrincipalName":"ann@contoso.example",)"
    R"("employeeId":"E1","accountEnabled":true,"userType":null,"onPremisesSyncEnabled":null,)"
    R"("createdDateTime":"2026-01-05T08:00:00Z"})";

TEST(GraphReaders, ReadsAUserAsSelected) {
  const auto read = read_account_body(user);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, user_id("u1"));
  EXPECT_EQ(read->employee_id, "E1");
  EXPECT_TRUE(read->enabled);
  EXPECT_TRUE(read->member);
  EXPECT_FALSE(read->synchronised);
}

/// `text` with `part` in place of `usual`.
std::string with(std::string text, std::string_view usual, std::string_view part) {
  EXPECT_TRUE(text.contains(usual)) << usual;
  return text.replace(text.find(usual), usual.size(), part);
}

TEST(GraphReaders, TellsGuestsFromMembers) {
  EXPECT_TRUE(
      read_account_body(with(user, R"("userType":null)", R"("userType":"member")"))->member);
  EXPECT_FALSE(
      read_account_body(with(user, R"("userType":null)", R"("userType":"Guest")"))->member);
}

TEST(GraphReaders, RefusesAUserWhoLacksWhatTellsHim) {
  for (const char* needed :
       {R"("id":"u1")", R"("userPrincipalName":"ann@contoso.example")", R"("accountEnabled":true)",
        R"("createdDateTime":"2026-01-05T08:00:00Z")"}) {
    const std::string body = with(user, needed, R"("x":1)");
    const auto alone = read_account_body(body);
    ASSERT_FALSE(alone) << needed;
    EXPECT_EQ(alone.error().code, refusal::bad_answer) << needed;
    const std::string several = R"({"value":[)" + std::string(user) + "," + body + "]}";
    EXPECT_FALSE(read_accounts(*read_page(several), false)) << needed;
  }
  EXPECT_FALSE(read_account_body("[]"));
  EXPECT_FALSE(read_account_body("{"));
}

TEST(GraphReaders, NeedsTheIdOfWhomItCreated) {
  EXPECT_EQ(read_created(user)->id, user_id("u1"));
  EXPECT_EQ(read_created(R"({"id":"u1"})")->created_at, instant{});
  EXPECT_FALSE(read_created(R"({"userPrincipalName":"ann@contoso.example"})"));
  EXPECT_FALSE(read_created("{"));
}

TEST(GraphReaders, RefusesAUserReadWithoutSelect) {
  const auto read = read_account_body(R"({"id":"u1","userPrincipalName":"ann@contoso.example"})");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, refusal::bad_answer);
  EXPECT_EQ(read.error().kind, failure::retryable);
}

std::string method(const std::string& type) {
  return R"({"@odata.type":"#microsoft.graph.)" + type + R"(AuthenticationMethod","id":"m"})";
}

std::string list(const std::string& values) {
  return R"({"@odata.context":"x","value":[)" + values + "]}";
}

TEST(GraphReaders, TellsStrongMethodsFromWeakOnes) {
  struct row {
    const char* type;
    bool strong;
    bool only_password;
  };
  const row table[] = {{"password", false, true},
                       {"email", false, false},
                       {"fido2", true, false},
                       {"windowsHelloForBusiness", true, false},
                       {"microsoftAuthenticator", true, false},
                       {"passwordlessMicrosoftAuthenticator", true, false},
                       {"softwareOath", true, false},
                       {"platformCredential", true, false},
                       {"phone", true, false},
                       {"somethingNew", true, false}};
  for (const row& each : table) {
    const auto read = read_methods(list(method("password") + "," + method(each.type)));
    ASSERT_TRUE(read) << each.type;
    EXPECT_EQ(read->seen.strong_method, each.strong) << each.type;
    EXPECT_EQ(read->only_password, each.only_password) << each.type;
  }
  EXPECT_FALSE(read_methods(list("{}")));
  EXPECT_FALSE(read_methods(R"({"@odata.nextLink":"https://x/v1.0/y","value":[]})")) << "half";
  EXPECT_FALSE(read_methods("{}"));
}

std::string pass(const std::string& reason, const std::string& code) {
  return R"({"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethod","id":"p1",)"
         R"("temporaryAccessPass":)" +
         code +
         R"(,"createdDateTime":"2022-06-02T16:21:09.765173Z",)"
         R"("startDateTime":"2022-06-05T00:00:00Z","lifetimeInMinutes":60,"isUsableOnce":false,)"
         R"("isUsable":false,"methodUsabilityReason":")" +
         reason + R"("})";
}

TEST(GraphReaders, ReadsPassesAmongTheMethods) {
  struct row {
    const char* reason;
    pass_usability usability;
  };
  const row table[] = {{"EnabledByPolicy", pass_usability::enabled},
                       {"notYetValid", pass_usability::not_yet_valid},
                       {"Expired", pass_usability::expired},
                       {"ONETIMEUSED", pass_usability::one_time_used},
                       {"DisabledByPolicy", pass_usability::disabled_by_policy},
                       {"PausedByMoon", pass_usability::unknown}};
  for (const row& each : table) {
    const auto read = read_methods(list(method("password") + "," + pass(each.reason, "null")));
    ASSERT_TRUE(read);
    ASSERT_EQ(read->seen.passes.size(), 1U);
    EXPECT_EQ(read->seen.passes[0].usability, each.usability) << each.reason;
    EXPECT_EQ(read->seen.passes[0].lifetime, 60min);
    EXPECT_FALSE(read->seen.strong_method);
    EXPECT_TRUE(read->only_password);
  }
}

TEST(GraphReaders, RefusesALifetimeThatNoPassCanHave) {
  for (const char* minutes : {"9223372036854775807", "-9223372036854775808", "43201", "0", "-60"}) {
    std::string one = pass("NotYetValid", "null");
    const std::string usual = R"("lifetimeInMinutes":60)";
    one.replace(one.find(usual), usual.size(), std::string(R"("lifetimeInMinutes":)") + minutes);
    const auto read = read_methods(list(one));
    ASSERT_FALSE(read) << minutes;
    EXPECT_EQ(read.error().code, refusal::bad_answer) << minutes;
  }
  EXPECT_TRUE(read_methods(list(pass("NotYetValid", "null"))));
  for (const char* needed : {R"("id":"p1")", R"("createdDateTime":"2022-06-02T16:21:09.765173Z")",
                             R"("isUsableOnce":false)"}) {
    EXPECT_FALSE(read_methods(list(with(pass("NotYetValid", "null"), needed, R"("x":1)"))))
        << needed;
  }
}

TEST(GraphReaders, TakesTheCodeOfAnIssuedPass) {
  ASSERT_TRUE(initialise_secret_memory(1 << 16));
  const auto read = read_issued(pass("NotYetValid", R"("+drkz\"qAD")"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->code.expose(), "+drkz\"qAD");
  EXPECT_EQ(read->pass.id, pass_id("p1"));
  EXPECT_EQ(read->pass.start_at - read->pass.created_at, 55h + 38min + 50s + 234827us);
  EXPECT_FALSE(read_issued(pass("NotYetValid", "null")));
  EXPECT_FALSE(read_issued(pass("NotYetValid", R"("")")));
  EXPECT_FALSE(read_issued(R"({"temporaryAccessPass":"+drkzqAD"})"));
  const auto torn = read_issued(R"({"id":"p1","temporaryAccessPass":"+drkzqAD)");
  ASSERT_FALSE(torn);
  EXPECT_FALSE(torn.error().what.contains("drkz"));
}

TEST(GraphReaders, SeesRolesThroughGroups) {
  const auto holds = [](const std::string& values) {
    const std::string body = list(values);
    return holds_role(*read_page(body));
  };
  const std::string plain =
      R"({"@odata.type":"#microsoft.graph.group","id":"g","displayName":"All",)"
      R"("isAssignableToRole":null})";
  const std::string assignable =
      R"({"@odata.type":"#microsoft.graph.group","id":"g","displayName":"Admins",)"
      R"("isAssignableToRole":true})";
  const std::string role = R"({"@odata.type":"#microsoft.graph.directoryRole","id":"r"})";
  const std::string hidden = R"({"@odata.type":"#microsoft.graph.group","id":"g"})";
  EXPECT_FALSE(*holds(""));
  EXPECT_FALSE(*holds(plain));
  EXPECT_TRUE(*holds(plain + "," + assignable));
  EXPECT_TRUE(*holds(role));
  EXPECT_TRUE(*holds(hidden + "," + role));
  const auto unproved = holds(plain + "," + hidden);
  ASSERT_FALSE(unproved);
  EXPECT_EQ(unproved.error().code, refusal::forbidden);
}

TEST(GraphReaders, ReadsThePolicy) {
  const std::string body =
      R"({"id":"TemporaryAccessPass","state":"enabled","defaultLifetimeInMinutes":60,)"
      R"("defaultLength":8,"minimumLifetimeInMinutes":60,"maximumLifetimeInMinutes":480,)"
      R"("isUsableOnce":true,"includeTargets":[]})";
  const auto read = read_policy_body(body);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->enabled);
  EXPECT_TRUE(read->one_time_only);
  EXPECT_EQ(read->lifetime_max, 480min);
  EXPECT_FALSE(read_policy_body(with(body, "enabled", "disabled"))->enabled);
  for (const char* needed : {R"("state":"enabled")", R"("defaultLifetimeInMinutes":60)",
                             R"("minimumLifetimeInMinutes":60)",
                             R"("maximumLifetimeInMinutes":480)", R"("isUsableOnce":true)"}) {
    EXPECT_FALSE(read_policy_body(with(body, needed, R"("x":"y")"))) << needed;
  }
  EXPECT_FALSE(read_policy_body("{"));
}

}  // namespace
}  // namespace daypass::entra
