#include "daypass/admin/health.hpp"

#include "desk.hpp"

namespace daypass::admin::testing {
namespace {

class Health : public ::testing::Test {
 protected:
  net::http_reply ask(const std::string& target, const std::string& method = "GET") {
    auto handler = make_health({.not_ready = [this] { return reasons; },
                                .warnings = [this] { return warnings; },
                                .metrics = [] { return std::string("daypass_up 1\n"); }});
    return run(context, handler({.method = method, .target = target}));
  }

  asio::io_context context;
  std::vector<std::string> reasons;
  std::vector<std::string> warnings;
};

TEST_F(Health, IsAliveWhetherReadyOrNot) {
  reasons = {"the state can't be written"};
  EXPECT_EQ(ask("/healthz").status, 200);
  EXPECT_EQ(ask("/healthz").body, "ok\n");
}

TEST_F(Health, IsReady) {
  EXPECT_EQ(ask("/readyz").status, 200);
  EXPECT_EQ(ask("/readyz").body, "ready\n");
}

TEST_F(Health, TellsEveryReasonWhyItIsNotReady) {
  reasons = {"events were lost: acknowledge them", "no partition is assigned"};
  EXPECT_EQ(ask("/readyz").status, 503);
  EXPECT_EQ(ask("/readyz").body,
            "not ready\n- events were lost: acknowledge them\n- no partition is assigned\n");
}

TEST_F(Health, WarnsAndIsReadyAllTheSame) {
  warnings = {"2026-12-01 has more hires than the lane has room for"};
  EXPECT_EQ(ask("/readyz").status, 200);
  EXPECT_EQ(ask("/readyz").body,
            "ready\nwarning: 2026-12-01 has more hires than the lane has room for\n");
}

TEST_F(Health, GivesMetricsInPrometheusForm) {
  const auto answer = ask("/metrics?x=1");
  EXPECT_EQ(answer.body, "daypass_up 1\n");
  EXPECT_EQ(answer.content_type, "text/plain; version=0.0.4; charset=utf-8");
}

TEST_F(Health, ChangesNothingAndShowsNothingElse) {
  EXPECT_EQ(ask("/healthz", "POST").status, 405);
  EXPECT_EQ(ask("/healthz", "POST").headers.find("Allow"), "GET, HEAD");
  EXPECT_EQ(ask("/readyz", "HEAD").status, 200);
  EXPECT_EQ(ask("/orders").status, 404);
  EXPECT_EQ(ask("/").status, 404);
}

}  // namespace
}  // namespace daypass::admin::testing
