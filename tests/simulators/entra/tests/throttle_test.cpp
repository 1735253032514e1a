#include "simulators/entra/tests/tenant_fixture.hpp"

namespace daypass::entra_simulator {
namespace {

class Throttling : public Tenant {
 protected:
  /// Sends until the first refusal and counts what went through, at one instant a millisecond.
  template <typename Send>
  int until_refused(Send&& send_one, reply& refused) {
    for (int passed = 0;; ++passed) {
      now += milliseconds{1};
      refused = send_one();
      if (refused.status == 429) return passed;
      if (passed > 20'000) return passed;
    }
  }
};

TEST_F(Throttling, UnitsOfASmallTenantAndTheirHeaders) {
  reply refused;
  const int passed = until_refused([&] { return get("/v1.0/users"); }, refused);
  // 3500 units in 10 s, two for each list, less what leaks meanwhile.
  EXPECT_GT(passed, 1750);
  EXPECT_LT(passed, 2300);
  EXPECT_EQ(refused.code(), "TooManyRequests");
  EXPECT_EQ(refused.message(), "Please retry again later.");
  EXPECT_EQ(refused.body["error"]["innerError"]["code"], "429");
  EXPECT_EQ(refused.body["error"]["innerError"]["message"], "Please retry after");
  EXPECT_EQ(refused.header_of("Retry-After"), "1");
  EXPECT_EQ(refused.header_of("x-ms-throttle-scope"),
            "Tenant_Application/ReadWrite/" + identity{}.client_id + "/" + identity{}.tenant_id);
  EXPECT_EQ(refused.header_of("x-ms-throttle-information"), "ResourceUnitLimitExceeded");
}

TEST_F(Throttling, WritesHaveTheirOwnQuota) {
  const std::string id = create("ada");
  reply refused;
  const int passed =
      until_refused([&] { return patch("/v1.0/users/" + id, {{"city", "Kiel"}}); }, refused);
  EXPECT_GT(passed, 2990);
  EXPECT_LT(passed, 3100);
  EXPECT_EQ(refused.header_of("x-ms-throttle-information"), "WriteLimitExceeded");
  EXPECT_EQ(get("/v1.0/users/" + id).status, 200);
  now += seconds{1};
  EXPECT_EQ(patch("/v1.0/users/" + id, {{"city", "Kiel"}}).status, 204);
}

TEST_F(Throttling, CostsFollowTheQuery) {
  const auto cost = [&](std::string_view target) {
    return get(target).header_of("x-ms-resource-unit");
  };
  create("ada");
  EXPECT_EQ(cost("/v1.0/users"), "2");
  EXPECT_EQ(cost("/v1.0/users?$select=id"), "1");
  EXPECT_EQ(cost("/v1.0/users?$top=5"), "1");
  EXPECT_EQ(cost("/v1.0/users?$expand=manager"), "3");
  EXPECT_EQ(cost("/v1.0/users?$select=id&$top=5"), "1");
  EXPECT_EQ(cost("/v1.0/users/ada@contoso.example"), "1");
}

TEST_F(Throttling, PercentageShowsAboveFourFifths) {
  EXPECT_EQ(get("/v1.0/users").header_of("x-ms-throttle-limit-percentage"), "");
  for (int i = 0; i < 1700; ++i) {
    if (i % 2 == 0) now += milliseconds{1};
    static_cast<void>(get("/v1.0/users"));
  }
  const double share =
      std::stod("0" + get("/v1.0/users").header_of("x-ms-throttle-limit-percentage"));
  EXPECT_GT(share, 0.8);
  EXPECT_LE(share, 1.8);
}

TEST_F(Throttling, RefusedCallsCountToo) {
  usage_meter meter(10, seconds{10});
  const instant start{hours{1}};
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(meter.draw(1, start));
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(meter.draw(1, start));
  EXPECT_NEAR(meter.share(), 1.8, 0.001);
  EXPECT_FALSE(meter.draw(1, start + seconds{5}));
  EXPECT_EQ(meter.wait_seconds(1), 5);
  EXPECT_TRUE(meter.draw(1, start + seconds{11}));
}

TEST_F(Throttling, AuthenticationMethodsHaveFiveInTenSecondsWhereSwitchedOn) {
  create("ada");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(get(passes_of_ada).status, 200);
  set().authentication_limit = true;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get(passes_of_ada).status, 200);
  const reply refused = get(passes_of_ada);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(get("/v1.0/users/ada@contoso.example").status, 200);
  now += seconds{std::stoi(refused.header_of("Retry-After"))};
  EXPECT_EQ(get(passes_of_ada).status, 200);
}

TEST_F(Throttling, RetryAfterMayBeMissing) {
  create("ada");
  set().authentication_limit = true;
  set().omit_retry_after = true;
  for (int i = 0; i < 5; ++i) static_cast<void>(get(passes_of_ada));
  const reply refused = get(passes_of_ada);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header_of("Retry-After"), "");
}

TEST_F(Throttling, RequestsInsideRetryAfterAreCounted) {
  create("ada");
  set().authentication_limit = true;
  for (int i = 0; i < 6; ++i) static_cast<void>(get(passes_of_ada));
  EXPECT_EQ(graph.state().log.inside_retry_after(), 0U);
  now += milliseconds{500};
  static_cast<void>(get("/v1.0/users/ada@contoso.example"));
  EXPECT_EQ(graph.state().log.inside_retry_after(), 0U);
  static_cast<void>(get(passes_of_ada));
  EXPECT_EQ(graph.state().log.inside_retry_after(), 1U);
  EXPECT_GE(look("counters")["throttled_total"], 2);
}

TEST_F(Throttling, CanBeOff) {
  set().throttling = false;
  create("ada");
  for (int i = 0; i < 4000; ++i) {
    ASSERT_EQ(patch("/v1.0/users/ada@contoso.example", {{"city", "Kiel"}}).status, 204);
  }
}

}  // namespace
}  // namespace daypass::entra_simulator
