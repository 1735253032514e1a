#include "simulators/key_vault/tests/vault_fixture.hpp"

namespace daypass::key_vault_simulator {
namespace {

class Pace : public Vault {};

TEST_F(Pace, BeyondTheBudgetIs429AndDoesNotCount) {
  with().requests_in_10_s = 3;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get("/secrets").status, 200);
  now += milliseconds{2500};
  for (int i = 0; i < 5; ++i) {
    const reply made = get("/secrets");
    EXPECT_EQ(made.status, 429);
    EXPECT_EQ(made.code(), "Throttled");
    EXPECT_EQ(made.message(),
              "Request was not processed because too many requests were received. Reason: "
              "VaultRequestTypeLimitReached");
    EXPECT_EQ(made.header_of("Retry-After"), "8");
  }
  EXPECT_EQ(look("budget"), json({{"used", 3}, {"of", 3}}));
  now += milliseconds{7500};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get("/secrets").status, 200);
  EXPECT_EQ(get("/secrets").status, 429);
  EXPECT_EQ(look("counters")["throttled"], 6);
}

TEST_F(Pace, RetryAfterMayBeMissing) {
  with().requests_in_10_s = 0;
  with().omit_retry_after = true;
  const reply made = get("/secrets");
  EXPECT_EQ(made.status, 429);
  EXPECT_EQ(made.header_of("Retry-After"), "");
  with().throttling = false;
  EXPECT_EQ(get("/secrets").status, 200);
}

TEST_F(Pace, WhoHasNoTokenDrawsOnNothing) {
  with().requests_in_10_s = 1;
  const std::string good = token;
  token = "";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get("/secrets").status, 401);
  token = good;
  EXPECT_EQ(get("/secrets").status, 200);
}

TEST_F(Pace, RequestsInsideARetryAfterAreCounted) {
  with().requests_in_10_s = 1;
  static_cast<void>(get("/secrets"));
  EXPECT_EQ(get("/secrets").status, 429);
  now += milliseconds{200};
  static_cast<void>(get("/secrets"));
  EXPECT_EQ(look("counters")["inside_retry_after"], 0) << "it was on its way";
  now += seconds{5};
  static_cast<void>(get("/secrets"));
  EXPECT_EQ(look("counters")["inside_retry_after"], 1);
  now += seconds{5};
  EXPECT_EQ(get("/secrets").status, 200);
  EXPECT_EQ(look("counters")["inside_retry_after"], 1);
}

}  // namespace
}  // namespace daypass::key_vault_simulator
