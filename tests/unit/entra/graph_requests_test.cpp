#include "graph_requests.hpp"

#include "call_setup.hpp"

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

using GraphRequests = CallSetup;

constexpr const char* user = R"({"id":"u1","userPrincipalName":"o'b#1@contoso.example",)"
                             R"("accountEnabled":false,"createdDateTime":"2026-01-05T08:00:00Z"})";
const std::string absent =
    R"({"error":{"code":"Request_ResourceNotFound","message":"Resource 'x' does not exist."}})";
const std::string select =
    "$select=id,userPrincipalName,employeeId,accountEnabled,userType,onPremisesSyncEnabled,"
    "createdDateTime";

TEST_F(GraphRequests, LookDirectlyThenByNumberThenAmongTheDeleted) {
  graph.script = {{404, absent}, {200, R"({"value":[]})"}, {200, R"({"value":[]})"}};
  const auto seen = run(open().look_account("o'b#1@contoso.example", "E'1", within(1min)));
  ASSERT_TRUE(seen) << seen.error().what;
  EXPECT_TRUE(seen->empty());
  ASSERT_EQ(graph.seen.size(), 3U);
  EXPECT_EQ(graph.seen[0].target, "/v1.0/users/o%27b%231%40contoso.example?" + select);
  EXPECT_EQ(graph.seen[1].target, "/v1.0/users?$filter=employeeId%20eq%20%27E%27%271%27&" + select);
  EXPECT_EQ(graph.seen[2].target,
            "/v1.0/directory/deletedItems/microsoft.graph.user?$filter=userPrincipalName%20eq%20"
            "%27o%27%27b%231%40contoso.example%27%20or%20employeeId%20eq%20%27E%27%271%27&" +
                select);
  EXPECT_EQ(graph.seen[0].token, "token-1");
  EXPECT_TRUE(graph.seen[0].headers.contains("client-request-id: "));
  EXPECT_EQ(login.seen.size(), 1U);
}

TEST_F(GraphRequests, TakeABare404ForNoProofOfAbsence) {
  graph.script = {{404, "<html>proxy</html>"}};
  const auto seen = run(open().look_account("ann@contoso.example", "", within(1min)));
  ASSERT_FALSE(seen);
  EXPECT_EQ(seen.error().code, refusal::bad_answer);
}

TEST_F(GraphRequests, FollowPagesAtGraphsOwnAddressOnly) {
  const std::string page =
      std::string(R"({"value":[)") + user +
      R"(],"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=2"})";
  graph.script = {{200, page}, {200, R"({"value":[]})"}};
  const auto seen = run(open().look_account("", "E1", within(1min)));
  ASSERT_TRUE(seen) << seen.error().what;
  EXPECT_EQ(seen->size(), 1U);
  EXPECT_EQ(graph.seen[1].target, "/v1.0/users?$skiptoken=2");
  const std::string elsewhere =
      R"({"value":[],"@odata.nextLink":"https://evil.example/v1.0/users?$skiptoken=2"})";
  graph.script = {{200, elsewhere}};
  EXPECT_FALSE(run(opened->look_account("", "E1", within(1min))));
}

TEST_F(GraphRequests, CreateADisabledMemberWithAPassword) {
  graph.script = {{201, R"({"id":"u1","userPrincipalName":"ann@contoso.example"})"}};
  member_attributes wanted;
  wanted.user_principal_name = "ann@contoso.example";
  wanted.mail_nickname = "ann";
  wanted.display_name = "Ann \"A\" Lee";
  wanted.hire_date = std::chrono::sys_days{std::chrono::year{2026} / 12 / 1} + 7h;
  const auto made = run(open().create_account(wanted, within(1min)));
  ASSERT_TRUE(made) << made.error().what;
  EXPECT_EQ(made->id, user_id("u1"));
  EXPECT_EQ(graph.seen[0].method, "POST");
  EXPECT_EQ(graph.seen[0].target, "/v1.0/users");
  const std::string& body = graph.seen[0].body;
  EXPECT_TRUE(body.starts_with(
      R"({"accountEnabled":false,"userPrincipalName":"ann@contoso.example","mailNickname":"ann",)"
      R"("displayName":"Ann \"A\" Lee","employeeHireDate":"2026-12-01T07:00:00Z",)"
      R"("passwordProfile":{"forceChangePasswordNextSignIn":false,"password":")"))
      << body;
}

TEST_F(GraphRequests, ClearWhatIsEmptyInAnUpdate) {
  graph.script = {{204, ""}};
  member_attributes wanted;
  wanted.display_name = "Ann";
  wanted.given_name = "Ann";
  EXPECT_TRUE(run(open().update_account(user_id("u1"), wanted, within(1min))));
  EXPECT_EQ(graph.seen[0].method, "PATCH");
  EXPECT_EQ(graph.seen[0].body,
            R"({"displayName":"Ann","givenName":"Ann","surname":null,"employeeId":null,)"
            R"("employeeType":null,"department":null,"jobTitle":null,"companyName":null,)"
            R"("country":null,"employeeHireDate":null})");
}

TEST_F(GraphRequests, IssueAPassWithOrWithoutItsStart) {
  const std::string issued =
      R"({"id":"p1","temporaryAccessPass":"+drkzqAD","createdDateTime":"2026-11-23T00:00:00Z",)"
      R"("startDateTime":"2026-11-23T07:00:00Z","lifetimeInMinutes":60,"isUsableOnce":false,)"
      R"("methodUsabilityReason":"NotYetValid"})";
  graph.script = {{201, issued}};
  pass_plan plan;
  plan.start_at = time.now() + 7h;
  const auto made = run(open().issue_pass(user_id("u1"), plan, within(1min)));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->code.expose(), "+drkzqAD");
  EXPECT_EQ(graph.seen[0].target, "/v1.0/users/u1/authentication/temporaryAccessPassMethods");
  EXPECT_EQ(
      graph.seen[0].body,
      R"({"startDateTime":"2026-11-23T07:00:00Z","lifetimeInMinutes":60,"isUsableOnce":false})");
  plan.starts_at_once = true;
  plan.one_time = true;
  EXPECT_TRUE(run(opened->issue_pass(user_id("u1"), plan, within(1min))));
  EXPECT_EQ(graph.seen[1].body, R"({"lifetimeInMinutes":60,"isUsableOnce":true})");
}

TEST_F(GraphRequests, CallAnUnreadableAnswerToAnEffectUnknown) {
  graph.script = {{201, "{\"id\":"}};
  const auto made = run(open().issue_pass(user_id("u1"), {}, within(1min)));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, failure::unknown_effect);
  EXPECT_EQ(made.error().code, refusal::bad_answer);
}

TEST_F(GraphRequests, ReferToObjectsByGraphsOwnName) {
  graph.script = {{200, R"({"value":[{"id":"m1"}]})"}, {204, ""}};
  EXPECT_TRUE(*run(open().link_manager(user_id("u1"), "boss@contoso.example", within(1min))));
  EXPECT_EQ(graph.seen[0].target,
            "/v1.0/users?$filter=mail%20eq%20%27boss%40contoso.example%27%20or%20"
            "userPrincipalName%20eq%20%27boss%40contoso.example%27&$select=id");
  EXPECT_EQ(graph.seen[1].method, "PUT");
  EXPECT_EQ(graph.seen[1].target, "/v1.0/users/u1/manager/$ref");
  EXPECT_EQ(graph.seen[1].body, R"({"@odata.id":"https://graph.microsoft.com/v1.0/users/m1"})");
  graph.script = {{200, R"({"value":[{"id":"m1"},{"id":"m2"}]})"}};
  EXPECT_FALSE(*run(opened->link_manager(user_id("u1"), "E9", within(1min))));
}

}  // namespace
}  // namespace daypass::entra
