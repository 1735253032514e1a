#include "desk.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace daypass::admin::testing {
namespace {

const hire_key ann{"contoso", "E1001"};
const hire_key bob{"contoso", "E1002"};
const hire_key cid{"fabrikam", "E1002"};

class Operators : public ::testing::Test, protected desk {
 protected:
  void SetUp() override {
    add(ann, standing::parked, reason::foreign_pass);
    add(bob, standing::held, reason::lane_held);
    add(cid, standing::parked, reason::refused);
  }
};

TEST_F(Operators, GiveAnOrderThatIsKeptToldAndNudged) {
  const auto answer =
      ask("POST", "/orders", R"({"hire": "e1001", "kind": "revoke", "why": "offer withdrawn"})");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(nlohmann::json::parse(answer.body),
            (nlohmann::json{{"number", 1}, {"hire", "contoso/E1001"}}));
  const order expected{1, order_kind::revoke, "user7", "offer withdrawn", time.now()};
  EXPECT_EQ(orders_of(ann), orders{expected});
  ASSERT_EQ(reports.orders.size(), 1U);
  EXPECT_EQ(reports.orders[0].key, ann);
  EXPECT_EQ(reports.orders[0].given, expected);
  EXPECT_EQ(nudged, std::vector<std::string>{"contoso/E1001"});
}

TEST_F(Operators, GiveEveryKindOfOrder) {
  for (const std::string kind : {"hold", "release", "retry", "reissue", "revoke", "adopt"}) {
    const auto answer = ask("POST", "/orders",
                            R"({"hire": "contoso/E1001", "kind": ")" + kind + R"(", "why": "w"})");
    EXPECT_EQ(answer.status, 201) << kind << answer.body;
    EXPECT_EQ(to_string(orders_of(ann).back().kind), kind);
  }
  EXPECT_EQ(orders_of(ann).back().number, 6U);
}

TEST_F(Operators, NeedNoReasonForARetry) {
  EXPECT_EQ(ask("POST", "/orders", R"({"hire": "E1001", "kind": "retry"})").status, 201);
}

TEST_F(Operators, TellOfNoneAndOfSeveral) {
  const auto none = ask("POST", "/orders", R"({"hire": "E9", "kind": "retry"})");
  EXPECT_EQ(none.status, 404);
  EXPECT_NE(none.body.find("there is no hire E9"), std::string::npos);
  const auto several = ask("POST", "/orders", R"({"hire": "E1002", "kind": "retry"})");
  EXPECT_EQ(several.status, 409);
  EXPECT_NE(several.body.find("contoso/E1002, fabrikam/E1002"), std::string::npos);
  EXPECT_TRUE(nudged.empty());
}

TEST_F(Operators, RetryAllForOneReason) {
  const auto answer = ask("POST", "/orders/bulk", R"({"kind": "retry", "reason": "foreign_pass"})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(nlohmann::json::parse(answer.body), (nlohmann::json{{"given", 1}, {"more", false}}));
  EXPECT_EQ(nudged, std::vector<std::string>{"contoso/E1001"});
  EXPECT_EQ(orders_of(ann).at(0).why, "retry of all for foreign_pass");
}

TEST_F(Operators, RetryAllThatAreHeldOrParked) {
  add({"contoso", "E2000"});
  const auto answer = ask("POST", "/orders/bulk", R"({"kind": "retry", "all": true})");
  EXPECT_EQ(nlohmann::json::parse(answer.body).at("given"), 3);
  EXPECT_EQ(std::set<std::string>(nudged.begin(), nudged.end()),
            (std::set<std::string>{"contoso/E1001", "contoso/E1002", "fabrikam/E1002"}));
  EXPECT_EQ(reports.orders.size(), 3U);
}

TEST_F(Operators, RetryMoreThanOneBatch) {
  for (int at = 0; at < 600; ++at) {
    add({"contoso", "N" + std::to_string(at)}, standing::parked, reason::too_late);
  }
  const auto answer = ask("POST", "/orders/bulk", R"({"kind": "retry", "reason": "too_late"})");
  EXPECT_EQ(nlohmann::json::parse(answer.body).at("given"), 600);
  EXPECT_EQ(nudged.size(), 600U);
}

TEST_F(Operators, AreToldWhenTheStateCantBeWritten) {
  state.fail_next([](std::string_view what) { return what == "add_order"; });
  EXPECT_EQ(ask("POST", "/orders", R"({"hire": "E1001", "kind": "retry"})").status, 503);
  EXPECT_EQ(ask("POST", "/orders/bulk", R"({"kind": "retry", "all": true})").status, 503);
  EXPECT_TRUE(nudged.empty());
  EXPECT_TRUE(reports.orders.empty());
  state.fail_next([](std::string_view) { return true; });
  EXPECT_EQ(ask("GET", "/status").status, 503);
}

TEST_F(Operators, ReadTheStatus) {
  reasons = {"events were lost"};
  const auto answer = ask("GET", "/status");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "application/json");
  const auto read = nlohmann::json::parse(answer.body);
  EXPECT_EQ(read.at("ready"), false);
  EXPECT_EQ(read.at("not_ready").at(0), "events were lost");
  EXPECT_EQ(read.at("standing").at("parked"), 2);
}

TEST_F(Operators, AcknowledgeLostEventsOnce) {
  events_lost = true;
  const std::string body = R"({"what": "events_lost"})";
  EXPECT_EQ(nlohmann::json::parse(ask("POST", "/acknowledge", body).body).at("acknowledged"), true);
  EXPECT_EQ(nlohmann::json::parse(ask("POST", "/acknowledge", body).body).at("acknowledged"),
            false);
}

TEST_F(Operators, AreKnownByTheSocketOrRefused) {
  net::http_query query{.method = "GET", .target = "/status"};
  EXPECT_EQ(run(context, make_operators(parts())(std::move(query))).status, 403);
}

TEST_F(Operators, HaveTheirPathsAndMethods) {
  EXPECT_EQ(ask("GET", "/").status, 404);
  EXPECT_EQ(ask("GET", "/orders").status, 405);
  EXPECT_EQ(ask("PUT", "/orders/bulk").status, 405);
  EXPECT_EQ(ask("POST", "/status").headers.find("Allow"), "GET");
}

TEST_F(Operators, RefuseWhatTheyDontUnderstand) {
  for (const std::string path : {"/orders", "/orders/bulk", "/acknowledge"}) {
    const auto answer = ask("POST", path, "{");
    EXPECT_EQ(answer.status, 400);
    EXPECT_TRUE(nlohmann::json::parse(answer.body).at("error").is_string());
  }
}

TEST(UserName, IsTheLoginNameOrTheNumber) {
  EXPECT_EQ(user_name_of(0), "root");
  EXPECT_EQ(user_name_of(4'294'000'000U), "uid:4294000000");
}

}  // namespace
}  // namespace daypass::admin::testing
