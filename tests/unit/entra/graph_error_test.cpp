#include "daypass/entra/graph_error.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;
using enum failure;
constexpr auto hire = failure_scope::hire;
constexpr auto lane_wide = failure_scope::lane;

std::string body(const std::string& code, const std::string& message) {
  return R"({"error":{"code":")" + code + R"(","message":")" + message +
         R"(","innerError":{"message":")" + message +
         R"(","date":"2025-02-13T10:17:06","request-id":"6f1c","client-request-id":"77aa"}}})";
}

// The shapes as recorded from the live service.
const std::string taken =
    R"({"error":{"code":"Request_BadRequest","message":"Another object with the same value for )"
    R"(property userPrincipalName already exists.","details":[{"code":"ObjectConflict","message":)"
    R"("Another object with the same value for property userPrincipalName already exists.",)"
    R"("target":"userPrincipalName"}],"innerError":{"date":"2024-08-20T04:25:57","request-id":)"
    R"("0e6d","client-request-id":"0e6d"}}})";
const std::string absent =
    body("Request_ResourceNotFound",
         "Resource 'ann.lee@contoso.example' does not exist or one of its queried "
         "reference-property objects are not present.");
const std::string lifetime =
    body("badRequest", "Invalid LifetimeInMinutes specified. The valid range between 60 and 480.");
const std::string once = body("badRequest",
                              "Invalid IsUsableOnce specified. Tenant Policy does not allow "
                              "multiple use temporary access pass method.");
const std::string scope = body("badRequest",
                               "Converged UserCredentialPolicy does not allow creating or updating "
                               "this authentication method. AuthMethodType [TemporaryAccessPass].");
const std::string guest =
    body("badRequest", "Temporary Access Pass cannot be added to an external guest user.");
const std::string exists =
    body("badRequest", "A Temporary Access Pass already exists for the user.");
const std::string denied =
    body("Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
const std::string reference = body("Request_BadRequest", "Not a valid reference update.");
const std::string slow =
    R"({"error":{"code":"TooManyRequests","innerError":{"code":"429","message":)"
    R"("Please retry after"},"message":"Please retry again later."}})";

struct row {
  operation asked;
  int status;
  std::string said;
  failure kind;
  refusal code;
  failure_scope whom = hire;
};

std::vector<row> refused_requests() {
  using enum operation;
  return {
      {create_user, 400, taken, permanent, refusal::conflict},
      {update_user, 400, taken, permanent, refusal::conflict},
      {create_user, 400,
       R"({"error":{"code":"","message":"","details":[{"code":"OBJECTCONFLICT"}]}})", permanent,
       refusal::conflict},
      {create_user, 409, "", permanent, refusal::conflict},
      {create_user, 400, body("Request_BadRequest", "Property userPrincipalName is invalid."),
       permanent, refusal::upn_invalid},
      {create_user, 400,
       body("Request_BadRequest",
            "The domain portion of the userPrincipalName property is invalid. You must use one of "
            "the verified domain names in your organization."),
       permanent, refusal::upn_invalid},
      {create_user, 400,
       body("Request_BadRequest",
            "The specified password does not comply with password complexity requirements. Please "
            "provide a different password."),
       retryable, refusal::rejected},
      {create_user, 400, body("Request_BadRequest", "Property usageLocation is invalid."),
       permanent, refusal::rejected},
      {create_user, 400, body("Request_BadRequest", "Invalid object identifier 'x'."), permanent,
       refusal::rejected},
      {issue_pass, 400, lifetime, permanent, refusal::policy_lifetime},
      {issue_pass, 400, once, permanent, refusal::policy_one_time},
      {issue_pass, 400, scope, permanent, refusal::policy_scope},
      {issue_pass, 400, guest, permanent, refusal::guest},
      {issue_pass, 400, exists, permanent, refusal::pass_exists},
      {issue_pass, 400, body("badRequest", "Something nobody has seen before."), permanent,
       refusal::rejected},
      {issue_pass, 400, "", retryable, refusal::bad_answer},
      {issue_pass, 400, "<html>", retryable, refusal::bad_answer},
      {create_user, 400, "{\"id\":\"", retryable, refusal::bad_answer},
      {update_user, 400, lifetime, permanent, refusal::rejected},
      {set_manager, 400, reference, retryable, refusal::invalid_reference},
      {issue_pass, 400, reference, retryable, refusal::invalid_reference},
      {join_group, 400,
       body("Directory_ObjectNotFound",
            "Unable to read the company information "
            "from the directory."),
       permanent, refusal::not_found},
      {update_user, 422, body("x", "y"), permanent, refusal::rejected},
      {delete_pass, 405, "", permanent, refusal::rejected},
      {update_user, 409, "", retryable, refusal::rejected},
      {update_user, 423, "", retryable, refusal::unavailable},
  };
}

std::vector<row> absences_and_rights() {
  using enum operation;
  return {
      {read_user, 404, absent, permanent, refusal::not_found},
      {update_user, 404, absent, permanent, refusal::not_found},
      {list_methods, 404, body("resourceNotFound", "User not found"), permanent,
       refusal::not_found},
      {list_methods, 404, body("ResourceNotFound", ""), permanent, refusal::not_found},
      {join_group, 404,
       body("Directory_ObjectNotFound",
            "Unable to read the company information "
            "from the directory."),
       permanent, refusal::not_found},
      {read_user, 410, absent, permanent, refusal::not_found},
      {read_user, 404, "", retryable, refusal::bad_answer, lane_wide},
      {read_user, 404, "<html>no such page</html>", retryable, refusal::bad_answer, lane_wide},
      {issue_pass, 404, body("BadRequest", "Resource not found for the segment 'x'."), permanent,
       refusal::rejected, lane_wide},
      {read_user, 401, body("InvalidAuthenticationToken", "Access token has expired."), retryable,
       refusal::unauthorised, lane_wide},
      {update_user, 403, denied, permanent, refusal::forbidden, lane_wide},
      {issue_pass, 403, body("accessDenied", "Request Authorization failed"), permanent,
       refusal::forbidden, lane_wide},
      {read_policy, 403, body("", ""), permanent, refusal::forbidden, lane_wide},
  };
}

std::vector<row> paces_and_failures() {
  using enum operation;
  return {
      {read_user, 429, slow, throttled, refusal::throttled, lane_wide},
      {issue_pass, 429, "", throttled, refusal::throttled, lane_wide},
      {read_user, 500, "", retryable, refusal::unavailable},
      {read_user, 502, "<html>", retryable, refusal::unavailable},
      {read_user, 503, "", retryable, refusal::unavailable},
      {read_user, 504, "", retryable, refusal::unavailable},
      {read_user, 509, "", throttled, refusal::throttled, lane_wide},
      {read_user, 408, "", retryable, refusal::unavailable},
      {create_user, 500, "", unknown_effect, refusal::unavailable},
      {issue_pass, 503, "", unknown_effect, refusal::unavailable},
      {issue_pass, 504, "", unknown_effect, refusal::unavailable},
      {enable_user, 504, "", unknown_effect, refusal::unavailable},
      {delete_pass, 503, "", unknown_effect, refusal::unavailable},
      {update_user, 408, "", unknown_effect, refusal::unavailable},
      {create_user, 501, "", permanent, refusal::rejected},
      {read_user, 302, "", retryable, refusal::bad_answer, lane_wide},
      {create_user, 307, "", retryable, refusal::bad_answer, lane_wide},
  };
}

void check(const std::vector<row>& table) {
  for (const row& each : table) {
    const error meant = classify(each.asked, {each.status, each.said, std::nullopt, "6f1c-11"});
    const std::string where =
        std::string(to_string(each.asked)) + " " + std::to_string(each.status) + " " + each.said;
    EXPECT_EQ(meant.kind, each.kind) << where;
    EXPECT_EQ(meant.code, each.code) << where;
    EXPECT_EQ(meant.scope, each.whom) << where;
    EXPECT_FALSE(meant.what.contains("ann.lee")) << meant.what;
    EXPECT_TRUE(meant.what.contains("6f1c-11")) << meant.what;
  }
}

TEST(GraphError, TellsRefusedRequestsApart) {
  check(refused_requests());
}

TEST(GraphError, TellsAbsenceAndRights) {
  check(absences_and_rights());
}

TEST(GraphError, TellsPaceAndFailures) {
  check(paces_and_failures());
}

TEST(GraphError, CallsAFailureWithRetryAfterPaceWhereNothingCanHaveHappened) {
  EXPECT_EQ(classify(operation::read_user, {503, "", 7s, ""}).kind, throttled);
  const error lost = classify(operation::issue_pass, {503, "", 7s, ""});
  EXPECT_EQ(lost.kind, unknown_effect);
  EXPECT_EQ(lost.retry_after, duration(7s));
}

TEST(GraphError, KeepsUnfitCodesAndIdsOutOfTheText) {
  const error meant = classify(operation::read_user, {400, body("Ann Lee ann@contoso.example", "x"),
                                                      std::nullopt, "id with spaces"});
  EXPECT_FALSE(meant.what.contains("ann"));
  EXPECT_FALSE(meant.what.contains("spaces"));
}

TEST(GraphError, NamesTheValidRangeOfLifetimes) {
  const error meant = classify(operation::issue_pass, {400, lifetime, std::nullopt, ""});
  EXPECT_TRUE(meant.what.contains("(60 to 480 minutes)")) << meant.what;
}

TEST(GraphError, LearnsLimitsFromRefusals) {
  EXPECT_EQ(limits_told_by({400, lifetime, {}, ""}), (learnt_limits{60min, 480min, false}));
  EXPECT_EQ(limits_told_by({400, once, {}, ""}), (learnt_limits{{}, {}, true}));
  EXPECT_FALSE(limits_told_by({400, scope, {}, ""}));
  EXPECT_FALSE(limits_told_by({403, lifetime, {}, ""}));
  const std::string odd = body("badRequest", "LifetimeInMinutes between 0 and 99999999999");
  EXPECT_FALSE(limits_told_by({400, odd, {}, ""}));
}

TEST(GraphError, TakesAMemberAlreadyForASuccess) {
  const std::string member = body("Request_BadRequest",
                                  "One or more added object references already exist for the "
                                  "following modified properties: 'members'.");
  EXPECT_TRUE(says_already_member({400, member, {}, ""}));
  EXPECT_FALSE(says_already_member({400, reference, {}, ""}));
  EXPECT_FALSE(says_already_member({409, member, {}, ""}));
}

TEST(Operation, HasARowForEach) {
  for (std::size_t i = 0; i < operation_count; ++i) {
    const auto which = static_cast<operation>(i);
    EXPECT_FALSE(to_string(which).empty());
    EXPECT_EQ(has_effect(which), method_of(which) != "GET");
  }
}

}  // namespace
}  // namespace daypass::entra
