#include "batching_client.hpp"

#include "call_setup.hpp"

#include "daypass/entra/json_view.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;
using pending = support::pending<result<net::http_response>>;

/// One exchange at a time, each a second long.
class BatchingClient : public CallSetup {
 protected:
  net::http_request request(std::string method, std::string target, std::string_view body = {}) {
    net::http_request made;
    made.method = std::move(method);
    made.target = "/v1.0" + target;
    made.headers.add("client-request-id", target);
    if (!body.empty()) made.headers.add("Content-Type", "application/json");
    made.body = net::wiped_buffer::copy_of(body);
    made.secret.emplace().value = token;
    made.deadline = time.steady_now() + 30s;
    return made;
  }

  pending send(net::http_request asked) { return start(client->send(std::move(asked))); }
  pending get(const std::string& target) { return send(request("GET", target)); }
  pending post(const std::string& target) { return send(request("POST", target, R"({"a":"b"})")); }

  void answer(int status, std::string body, decltype(scripted_answer::headers) headers = {}) {
    graph.script.push_back({status, std::move(body), std::move(headers), {}, 1s});
  }
  void run_all() {
    fakes::run_until(context, time, [] { return false; });
  }

  shared_token token = std::make_shared<const secret_text>(*secret_text::copy_of("token"));
  std::unique_ptr<batching_client> client = make_batching_client(
      context.get_executor(), graph, time, {.requests_max = 20, .exchanges_max = 1});
};

TEST_F(BatchingClient, SendsAloneWhatNeedsNotWait) {
  answer(200, "{}");
  const auto first = get("/users/a");
  run_all();
  const auto second = get("/users/b");
  run_all();
  ASSERT_EQ(graph.seen.size(), 2U);
  EXPECT_EQ(graph.seen[0].target, "/v1.0/users/a");
  EXPECT_EQ(graph.seen[1].target, "/v1.0/users/b");
  EXPECT_EQ(first->value()->status, 200);
  EXPECT_EQ(second->value()->status, 200);
}

TEST_F(BatchingClient, SendsNothingThatMayNotGoAnyMoreWhenItsTurnComes) {
  answer(200, "{}");
  bool open = true;
  const auto send_if_open = [&](const std::string& target) {
    return start(client->send_if(request("GET", target), [&] { return open; }));
  };
  const auto first = send_if_open("/users/a");
  const auto leader = send_if_open("/users/b");
  const auto behind = send_if_open("/users/c");
  const auto allowed = get("/users/d");
  open = false;
  run_all();
  EXPECT_EQ(first->value()->status, 200) << "it was sent already";
  EXPECT_EQ(leader->value().error().kind, failure::throttled);
  EXPECT_EQ(behind->value().error().kind, failure::throttled);
  EXPECT_EQ(allowed->value()->status, 200);
  ASSERT_EQ(graph.seen.size(), 2U);
  EXPECT_EQ(graph.seen[1].target, "/v1.0/users/d");
  open = true;
  const auto later = send_if_open("/users/e");
  run_all();
  EXPECT_EQ(later->value()->status, 200) << "the turn was passed on";
}

TEST_F(BatchingClient, GivesEachPartItsOwnAnswerInWhateverOrderTheyCome) {
  answer(200, "{}");
  answer(200, R"({"responses":[
      {"id":"1","status":429,"headers":{"retry-after":"7","request-id":"r1",
        "X-Ms-Throttle-Information":"WriteLimitExceeded"},"body":{"error":{}}},
      {"id":"2","status":204,"headers":{}},
      {"id":"0","status":200,"body":{"id":"\u0041"}}]})",
         {{"Date", "Mon, 02 Nov 2026 08:00:00 GMT"},
          {"request-id", "whole"},
          {"x-ms-throttle-scope", "whole"}});
  const auto first = get("/users/a");
  const auto second = get("/users/b");
  const auto third = post("/users/c");
  const auto fourth = post("/users/d");
  run_all();
  ASSERT_EQ(graph.seen.size(), 2U);
  EXPECT_EQ(graph.seen[1].target, "/v1.0/$batch");
  EXPECT_EQ(graph.seen[1].token, "token");
  const auto sent = json_view::parse(graph.seen[1].body);
  ASSERT_TRUE(sent) << graph.seen[1].body;
  std::string order;
  sent->member("requests").for_each([&](const json_view& part) {
    order += part.member("id").text() + part.member("method").text() + part.member("url").text() +
             std::string(part.member("body").raw()) + " ";
  });
  EXPECT_EQ(order, R"(0GET/users/b 1POST/users/c{"a":"b"} 2POST/users/d{"a":"b"} )");
  EXPECT_EQ(second->value()->body.view(), R"({"id":"\u0041"})");
  EXPECT_EQ(second->value()->headers.find("request-id"), "whole");
  EXPECT_EQ(third->value()->status, 429);
  EXPECT_EQ(third->value()->headers.find("Retry-After"), "7");
  EXPECT_EQ(third->value()->headers.find("request-id"), "r1");
  EXPECT_EQ(third->value()->headers.find("x-ms-throttle-information"), "WriteLimitExceeded");
  EXPECT_FALSE(third->value()->headers.find("x-ms-throttle-scope")) << "of no other than the part";
  EXPECT_EQ(third->value()->headers.find("Date"), "Mon, 02 Nov 2026 08:00:00 GMT");
  EXPECT_EQ(fourth->value()->status, 204);
  EXPECT_TRUE(fourth->value()->body.empty());
}

TEST_F(BatchingClient, LosesWhatWasLostWithTheWhole) {
  answer(200, "{}");
  graph.script.push_back({.failed = error{failure::unknown_effect,
                                          failure_scope::hire,
                                          net::net_errc::closed_early,
                                          "closed",
                                          {}}});
  const auto first = get("/users/a");
  const auto second = get("/users/b");
  const auto third = post("/users/c");
  run_all();
  EXPECT_TRUE(first->value());
  EXPECT_EQ(second->value().error().kind, failure::retryable);
  EXPECT_EQ(third->value().error().kind, failure::unknown_effect);
}

TEST_F(BatchingClient, TakesAPartThatIsNotAnsweredForLost) {
  answer(200, "{}");
  answer(200, R"({"responses":[{"id":"7","status":200},{"id":"0","status":200}]})");
  const auto first = get("/users/a");
  const auto second = get("/users/b");
  const auto third = post("/users/c");
  run_all();
  EXPECT_EQ(second->value()->status, 200);
  EXPECT_EQ(third->value().error().kind, failure::unknown_effect);
}

TEST_F(BatchingClient, TakesAPartWithoutAStatusOfHttpForLost) {
  for (const char* status : {"4294967496", "99", "600", "-200", "\"200\""}) {
    answer(200, "{}");
    answer(200, std::string(R"({"responses":[{"id":"0","status":)") + status + "}]}");
    const auto first = get("/users/a");
    const auto second = post("/users/b");
    const auto third = post("/users/c");
    run_all();
    EXPECT_EQ(second->value().error().kind, failure::unknown_effect) << status;
  }
}

TEST_F(BatchingClient, PassesOnTheChallengeOfAPart) {
  answer(200, "{}");
  answer(200,
         R"({"responses":[{"id":"1","status":401,"headers":{"www-authenticate":"Bearer x"}},)"
         R"({"id":"0","status":204}]})",
         {{"WWW-Authenticate", "Bearer whole"}});
  const auto first = get("/users/a");
  const auto second = post("/users/b");
  const auto third = post("/users/c");
  run_all();
  EXPECT_EQ(third->value()->headers.find("WWW-Authenticate"), "Bearer x");
  EXPECT_FALSE(second->value()->headers.find("WWW-Authenticate"));
}

class RefusedBatch : public BatchingClient, public ::testing::WithParamInterface<int> {};

TEST_P(RefusedBatch, RefusesEachPart) {
  answer(200, "{}");
  answer(GetParam(), R"({"error":{}})", {{"Retry-After", "9"}});
  const auto first = get("/users/a");
  const auto second = get("/users/b");
  const auto third = post("/users/c");
  run_all();
  for (const auto& one : {second, third}) {
    ASSERT_TRUE(one->value()) << one->value().error().what;
    EXPECT_EQ(one->value()->status, GetParam());
    EXPECT_EQ(one->value()->headers.find("Retry-After"), "9");
    EXPECT_EQ(one->value()->body.view(), R"({"error":{}})");
  }
}

INSTANTIATE_TEST_SUITE_P(Statuses, RefusedBatch, ::testing::Values(401, 403, 429, 503));

TEST_F(BatchingClient, BlamesNoPartForARefusalOfTheBatch) {
  answer(200, "{}");
  answer(400, R"({"error":{"code":"BadRequest"}})");
  const auto first = get("/users/a");
  const auto second = get("/users/b");
  const auto third = post("/users/c");
  run_all();
  for (const auto& one : {second, third}) {
    EXPECT_EQ(one->value().error().kind, failure::retryable);
    EXPECT_EQ(one->value().error().scope, failure_scope::lane);
  }
}

TEST_F(BatchingClient, BelievesNoSuccessThatIsNotABatchs) {
  answer(200, "{}");
  answer(202, "{}");
  const auto first = get("/users/a");
  const auto second = get("/users/b");
  const auto third = post("/users/c");
  run_all();
  EXPECT_EQ(second->value().error().kind, failure::retryable);
  EXPECT_EQ(third->value().error().kind, failure::unknown_effect);
}

TEST_F(BatchingClient, LetsTheUrgentPassAlone) {
  answer(200, "{}");
  const auto first = get("/users/a");
  const auto second = get("/users/b");
  auto asked = request("PATCH", "/users/c", "{}");
  asked.urgent = true;
  const auto urgent = send(std::move(asked));
  ASSERT_EQ(graph.seen.size(), 2U);
  EXPECT_EQ(graph.seen[1].target, "/v1.0/users/c");
  run_all();
  EXPECT_EQ(graph.seen[2].target, "/v1.0/users/b");
  EXPECT_TRUE(second->value());
}

TEST_F(BatchingClient, SendsAPostWithoutABodyAlone) {
  answer(200, "{}");
  const auto first = get("/users/a");
  const auto second = send(request("POST", "/users/b/revokeSignInSessions"));
  ASSERT_EQ(graph.seen.size(), 2U);
  EXPECT_EQ(graph.seen[1].target, "/v1.0/users/b/revokeSignInSessions");
  run_all();
}

TEST_F(BatchingClient, NeverSendsWhatWasGivenUpWhileItWaited) {
  answer(200, "{}");
  const auto first = get("/users/a");
  auto asked = request("POST", "/users/b", "{}");
  asked.deadline = time.steady_now() + 500ms;
  const auto second = send(std::move(asked));
  run_all();
  EXPECT_EQ(second->value().error().kind, failure::retryable);
  EXPECT_EQ(graph.seen.size(), 1U);
}

TEST_F(BatchingClient, SharesNoBatchBetweenTokens) {
  answer(200, "{}");
  const auto first = get("/users/a");
  const auto second = get("/users/b");
  token = std::make_shared<const secret_text>(*secret_text::copy_of("newer"));
  const auto third = get("/users/c");
  run_all();
  ASSERT_EQ(graph.seen.size(), 3U);
  EXPECT_EQ(graph.seen[1].token, "token");
  EXPECT_EQ(graph.seen[2].token, "newer");
}

}  // namespace
}  // namespace daypass::entra
