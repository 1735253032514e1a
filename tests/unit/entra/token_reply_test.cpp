#include "daypass/entra/token_reply.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/entra/token_cache.hpp"

#include <gtest/gtest.h>

#include <string>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

class TokenReply : public testing::Test {
 protected:
  TokenReply() { EXPECT_TRUE(initialise_secret_memory(1 << 16)); }
};

std::string refused(const std::string& error, long number) {
  const std::string digits = std::to_string(number);
  return R"({"error":")" + error + R"(","error_description":"AADSTS)" + digits +
         R"(: text about app '8b7f'. Trace ID: 1 Timestamp: 2016-01-09 02:02:12Z",)"
         R"("error_codes":[)" +
         digits + R"(],"timestamp":"2016-01-09 02:02:12Z"})";
}

TEST_F(TokenReply, TakesTheToken) {
  const auto read =
      read_token_reply(200,
                       R"({"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,)"
                       R"("access_token":"eyJ0.e30.x"})",
                       {});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->token->expose(), "eyJ0.e30.x");
  EXPECT_EQ(read->lifetime, 3599s);
}

TEST_F(TokenReply, RefusesATokenThatIsNone) {
  for (const char* bad : {"", "<html>", "{}", R"({"token_type":"Bearer","expires_in":3599})",
                          R"({"token_type":"Bearer","access_token":"x"})",
                          R"({"token_type":"Bearer","expires_in":3599,"access_token":""})",
                          R"({"token_type":"mac","expires_in":3599,"access_token":"x"})",
                          R"({"token_type":"Bearer","expires_in":0,"access_token":"x"})"}) {
    const auto read = read_token_reply(200, bad, {});
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().code, refusal::bad_answer);
    EXPECT_EQ(read.error().scope, failure_scope::lane);
  }
}

TEST_F(TokenReply, SaysTheCureForARefusal) {
  struct row {
    int status;
    const char* error;
    long number;
    failure kind;
    const char* cure;
  };
  const row table[] = {
      {401, "invalid_client", 7000215, failure::permanent, "value is wanted"},
      {401, "invalid_client", 7000222, failure::permanent, "has expired"},
      {400, "unauthorized_client", 700016, failure::permanent, "not in this tenant"},
      {401, "invalid_client", 700027, failure::permanent, "certificate"},
      {401, "invalid_client", 700024, failure::permanent, "clock"},
      {400, "invalid_request", 90002, failure::permanent, "tenant does not exist"},
      {400, "invalid_scope", 70011, failure::permanent, "scope"},
      {400, "invalid_request", 123456, failure::permanent, "AADSTS123456"},
      {400, "temporarily_unavailable", 50196, failure::retryable, "by itself"},
      {408, "request_timeout", 90033, failure::retryable, "by itself"},
      {302, "moved", 90033, failure::retryable, "by itself"},
      {199, "early", 90033, failure::retryable, "by itself"},
      {500, "server_error", 90033, failure::retryable, "by itself"},
      {503, "temporarily_unavailable", 90033, failure::retryable, "AADSTS90033"},
  };
  for (const row& each : table) {
    const auto read = read_token_reply(each.status, refused(each.error, each.number), {});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, each.kind) << each.number;
    EXPECT_TRUE(read.error().what.contains(each.cure)) << read.error().what;
    EXPECT_EQ(read.error().scope, failure_scope::lane);
  }
  const auto paced = read_token_reply(429, "", {.retry_after = 3s});
  EXPECT_EQ(paced.error().kind, failure::throttled);
  EXPECT_EQ(paced.error().retry_after, duration(3s));
}

TEST_F(TokenReply, FindsTheNumberInTheDescriptionToo) {
  const auto read = read_token_reply(
      401, R"({"error":"invalid_client","error_description":"AADSTS7000222: The provided ..."})",
      {});
  EXPECT_TRUE(read.error().what.contains("has expired")) << read.error().what;
  const auto several = read_token_reply(401, R"({"error_codes":[0,7000222,7000215]})", {});
  EXPECT_TRUE(several.error().what.contains("has expired")) << several.error().what;
}

constexpr steady_instant fetched_at{1h};

fresh_token token(const char* text, seconds lifetime) {
  return {std::make_shared<const secret_text>(*secret_text::copy_of(text)), lifetime};
}

TEST_F(TokenReply, IsRefreshedAheadOfItsEndAndNotUsedUpToIt) {
  token_cache cache;
  EXPECT_EQ(cache.need(fetched_at), token_need::fetch);
  cache.keep(token("a", 3600s), fetched_at, 0.5);
  EXPECT_EQ(cache.need(fetched_at + 3000s), token_need::none);
  EXPECT_EQ(cache.need(fetched_at + 3061s), token_need::refresh);
  cache.postpone(fetched_at + 3061s);
  EXPECT_EQ(cache.need(fetched_at + 3090s), token_need::none);
  EXPECT_EQ(cache.need(fetched_at + 3092s), token_need::refresh);
  EXPECT_EQ(cache.need(fetched_at + 3541s), token_need::fetch);
}

TEST_F(TokenReply, DropsOnlyTheTokenThatWasRefused) {
  token_cache cache;
  cache.keep(token("a", 3600s), fetched_at, 0);
  const shared_token old = cache.token();
  cache.keep(token("b", 3600s), fetched_at, 0);
  cache.drop(old);
  EXPECT_EQ(cache.need(fetched_at), token_need::none);
  cache.drop(cache.token());
  EXPECT_EQ(cache.need(fetched_at), token_need::fetch);
}

TEST_F(TokenReply, AnswersAllWithOneFailureForASecond) {
  token_cache cache;
  cache.keep_failure(error{.what = "no"}, fetched_at);
  EXPECT_TRUE(cache.recent_failure(fetched_at + 900ms, false));
  EXPECT_FALSE(cache.recent_failure(fetched_at + 1s, false));
}

TEST_F(TokenReply, SaysHowFarTheClockIsOffWhenTheAssertionIsOutOfItsTime) {
  const std::string body = refused("invalid_client", 700024);
  const auto said = [&](reply_facts facts) {
    return read_token_reply(401, body, facts).error().what;
  };
  EXPECT_EQ(said({}),
            "sign-in: 401 invalid_client AADSTS700024: the assertion is not valid now; set this "
            "machine's clock");
  EXPECT_TRUE(said({.clock_behind = 412s}).ends_with(" (by the answer it is 412 s slow)"));
  EXPECT_TRUE(said({.clock_behind = -9s}).ends_with(" (by the answer it is 9 s fast)"));
  const auto other = read_token_reply(401, refused("invalid_client", 700027), {.clock_behind = 9s});
  EXPECT_EQ(other.error().what.find("slow"), std::string::npos);
}

constexpr instant noon{seconds{1'800'000'000}};

std::string identity_error(int status, const std::string& body) {
  return read_identity_reply(status, body, {}, noon).error().what;
}

TEST_F(TokenReply, TakesAManagedIdentitysNumbersAsText) {
  const std::string start = R"({"access_token":"t","token_type":"Bearer")";
  const std::pair<std::string, seconds> cases[] = {
      {start + R"(,"expires_in":"3599","expires_on":"1"})", 3599s},
      {start + R"(,"expires_in":60})", 60s},
      {start + R"(,"expires_on":"1800000600"})", 600s},
      {start + R"(,"expires_on":1800000600})", 600s}};
  for (const auto& [body, lifetime] : cases) {
    const auto read = read_identity_reply(200, body, {}, noon);
    ASSERT_TRUE(read) << body;
    EXPECT_EQ(read->lifetime, lifetime);
  }
  for (const char* end :
       {"}", R"(,"expires_in":""})", R"(,"expires_in":"x"})", R"(,"expires_on":"1799999999"})"}) {
    EXPECT_EQ(read_identity_reply(200, start + end, {}, noon).error().code, refusal::bad_answer);
  }
  EXPECT_FALSE(read_identity_reply(200, "<html>", {}, noon));
}

TEST_F(TokenReply, SaysTheCureForAManagedIdentitysRefusal) {
  EXPECT_EQ(identity_error(400, R"({"error":"invalid_request",)"
                                R"("error_description":"Identity not found"})"),
            "sign-in: 400 invalid_request: no such identity is assigned to this machine; assign "
            "one, or check the client id");
  EXPECT_EQ(identity_error(401, R"({"statusCode":401,"message":"x"})"),
            "sign-in: 401: the identity header is not the platform's; start anew under it");
  for (const int status : {404, 410}) {
    const auto read = read_identity_reply(status, "", {}, noon);
    EXPECT_EQ(read.error().kind, failure::retryable);
    EXPECT_EQ(read.error().what, "sign-in: " + std::to_string(status) +
                                     ": no identity endpoint, or it is not ready yet");
  }
  EXPECT_EQ(read_identity_reply(429, "", 3s, noon).error().kind, failure::throttled);
  EXPECT_EQ(read_identity_reply(500, "", {}, noon).error().kind, failure::retryable);
  EXPECT_EQ(read_identity_reply(403, "", {}, noon).error().kind, failure::permanent);
}

}  // namespace
}  // namespace daypass::entra
