#include "call_setup.hpp"

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

using GraphCalls = CallSetup;

const std::string expired =
    R"({"error":{"code":"InvalidAuthenticationToken","message":"Access token has expired."}})";
const std::string denied =
    R"({"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges."}})";
const user_id ann("u1");

TEST_F(GraphCalls, FetchAnotherTokenOnceWhenOneIsRefused) {
  graph.script = {{401, expired}, {204, ""}};
  EXPECT_TRUE(run(open().set_enabled(ann, true, within(1min))));
  ASSERT_EQ(graph.seen.size(), 2U);
  EXPECT_EQ(graph.seen[0].token, "token-1");
  EXPECT_EQ(graph.seen[1].token, "token-2");
  EXPECT_EQ(graph.seen[0].body, graph.seen[1].body);
  graph.script = {{401, expired}};
  const auto refused = run(opened->set_enabled(ann, true, within(1min)));
  EXPECT_EQ(graph.seen.size(), 4U);
  EXPECT_EQ(refused.error().code, refusal::unauthorised);
  EXPECT_EQ(refused.error().scope, failure_scope::lane);
}

TEST_F(GraphCalls, WaitForTheirTurnAgainWhenATokenWasRefused) {
  graph.script = {{401, expired, {{"Retry-After", "17"}}}, {204, ""}};
  const auto before = time.now();
  EXPECT_TRUE(run(open().set_enabled(ann, true, within(1min))));
  EXPECT_EQ(time.now() - before, 17s) << "the lane was stopped";
  EXPECT_EQ(graph.seen.size(), 2U);
}

TEST_F(GraphCalls, SendNothingTwiceButThat) {
  const error lost{failure::unknown_effect,
                   failure_scope::hire,
                   make_error_code(net::net_errc::deadline),
                   "deadline",
                   {}};
  graph.script = {{0, "", {}, lost}};
  const auto outcome = run(open().issue_pass(ann, {}, within(1min)));
  EXPECT_EQ(outcome.error().kind, failure::unknown_effect);
  EXPECT_EQ(outcome.error().code, refusal::no_answer);
  graph.script = {{503, ""}};
  EXPECT_EQ(run(opened->issue_pass(ann, {}, within(1min))).error().kind, failure::unknown_effect);
  EXPECT_EQ(graph.seen.size(), 2U);
}

TEST_F(GraphCalls, TellWhatAnUnansweredCallMeans) {
  struct row {
    failure kind;
    refusal code;
  };
  const row table[] = {{failure::unknown_effect, refusal::no_answer},
                       {failure::cancelled, refusal::given_up},
                       {failure::permanent, refusal::rejected},
                       {failure::retryable, refusal::unavailable}};
  graph_settings settings;
  settings.breaker.failures_max = 3;
  open(std::move(settings));
  for (const row& each : table) {
    graph.script = {{0, "", {}, error{each.kind, failure_scope::hire, {}, "no answer", {}}}};
    const auto said = run(opened->set_enabled(ann, true, within(1min)));
    EXPECT_EQ(said.error().kind, each.kind);
    EXPECT_EQ(said.error().code, each.code);
  }
  graph.script = {{204, ""}};
  EXPECT_TRUE(run(opened->set_enabled(ann, true, within(1min)))) << "two of them failed, not four";
}

TEST_F(GraphCalls, RaiseTheirPaceOnlyWhereGraphDoesNotWarn) {
  for (const bool warned : {false, true}) {
    graph.script = {{204, "", {{"x-ms-throttle-limit-percentage", warned ? "1.2" : "0.9"}}}};
    graph_settings settings;
    settings.writes = {1, 10s, 1};
    open(std::move(settings));
    for (int call = 0; call < 90; ++call) {
      EXPECT_TRUE(run(opened->set_enabled(ann, true, within(1min))));
    }
    EXPECT_EQ(events.requests.back().requests_per_second > 0.1, !warned);
  }
}

TEST_F(GraphCalls, AreRefusedWithoutTheSecretThatSignsIn) {
  graph_settings settings;
  settings.sign_in = sign_in([]() -> result<secret_text> {
    return fail(failure::permanent, std::make_error_code(std::errc::no_such_file_or_directory),
                "no such file");
  });
  opened = make_graph_directory(context.get_executor(), std::move(settings), graph, time, random,
                                events);
  const auto said = run(opened->set_enabled(ann, true, within(1min)));
  EXPECT_EQ(said.error().code, refusal::unauthorised);
  EXPECT_EQ(said.error().scope, failure_scope::lane);
  EXPECT_TRUE(login.seen.empty());
}

TEST_F(GraphCalls, StopTheLaneForRetryAfterButNotTheOthers) {
  graph.script = {{429, "", {{"Retry-After", "17"}}}, {204, ""}};
  const auto paced = run(open().set_enabled(ann, true, within(1min)));
  EXPECT_EQ(paced.error().kind, failure::throttled);
  EXPECT_EQ(paced.error().retry_after, duration(17s));
  const auto early = run(opened->set_enabled(ann, true, within(16s)));
  EXPECT_EQ(early.error().kind, failure::throttled);
  EXPECT_EQ(early.error().scope, failure_scope::hire);
  EXPECT_EQ(early.error().retry_after, duration(17s));
  EXPECT_EQ(graph.seen.size(), 1U) << "nothing was sent meanwhile";
  EXPECT_TRUE(run(opened->delete_pass(ann, pass_id("p"), within(1s)))) << "another lane";
  const auto before = time.now();
  EXPECT_TRUE(run(opened->set_enabled(ann, true, within(1min))));
  EXPECT_EQ(time.now() - before, 17s);
}

TEST_F(GraphCalls, SendNothingFromAStoppedLaneThatWaitedForABatch) {
  graph.script = {{429, "", {{"Retry-After", "17"}}, {}, 1s}, {204, "", {}, {}, 2s}};
  graph_settings settings;
  settings.batch_max = 20;
  open(settings);
  std::vector<support::pending<result<void>>> calls;
  for (int call = 0; call < 5; ++call) {
    calls.push_back(start(opened->set_enabled(ann, true, within(1min))));
  }
  EXPECT_EQ(graph.seen.size(), 4U) << "so many are under way at a time";
  const auto before = time.now();
  fakes::run_until(context, time, [&] { return calls.back()->has_value(); });
  EXPECT_TRUE(calls.back()->value());
  EXPECT_GE(time.now() - before, 18s);
  EXPECT_EQ(graph.seen.size(), 5U);
}

TEST_F(GraphCalls, WriteOnlyWhatTheResourceUnitsAllowToo) {
  graph.script = {{204, ""}};
  graph_settings settings;
  settings.units = {10, 10s, 2};
  open(std::move(settings));
  const auto before = time.now();
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(run(opened->set_enabled(ann, true, within(1min))));
  EXPECT_GE(time.now() - before, 2s);
  EXPECT_EQ(events.requests.back().requests_per_second, 1) << "as the slowest allows";
  EXPECT_EQ(run(opened->set_enabled(ann, true, within(500ms))).error().kind, failure::throttled);
  EXPECT_EQ(graph.seen.size(), 4U);
  EXPECT_TRUE(run(opened->delete_pass(ann, pass_id("p"), within(1s)))) << "draws on none";
}

TEST_F(GraphCalls, SendNoMoreInAllThanAnApplicationMay) {
  graph.script = {{204, ""}};
  graph_settings settings;
  settings.all = {1, 1s, 1};
  open(std::move(settings));
  const auto before = time.now();
  EXPECT_TRUE(run(opened->set_enabled(ann, true, within(1min))));
  EXPECT_TRUE(run(opened->delete_pass(ann, pass_id("p"), within(1min))));
  EXPECT_TRUE(run(opened->set_enabled(ann, true, within(1min))));
  EXPECT_GE(time.now() - before, 2s);
}

struct refusal_row {
  std::string scope;
  std::string information;
  bool stops_reads;  ///< Beside the writes, which all of them stop.
  bool stops_methods;
};

TEST_F(GraphCalls, StopWhatTheLimitThatRefusedAWriteIsOf) {
  const std::vector<refusal_row> rows = {
      {"Tenant_Application/Write/app/t", "WriteLimitExceeded", false, false},
      {"Application/Write/app/t", "WriteLimitExceeded", false, false},
      {"Tenant_Application/ReadWrite/app/t", "ResourceUnitLimitExceeded", true, false},
      {"Application/ReadWrite/app/t", "ResourceUnitLimitExceeded", true, true},
      {"", "", false, false}};
  for (const refusal_row& row : rows) {
    graph.script = {{429,
                     "",
                     {{"Retry-After", "17"},
                      {"x-ms-throttle-scope", row.scope},
                      {"x-ms-throttle-information", row.information}}},
                    {200, R"({"value":[]})"}};
    EXPECT_FALSE(run(open().set_enabled(ann, true, within(1min))));
    const auto refused = [&](auto outcome) {
      return !outcome && outcome.error().kind == failure::throttled;
    };
    EXPECT_TRUE(refused(run(opened->set_enabled(ann, true, within(16s))))) << row.scope;
    EXPECT_EQ(refused(run(opened->look_address("a@b.example", within(16s)))), row.stops_reads)
        << row.scope;
    EXPECT_EQ(refused(run(opened->look_methods(ann, within(16s)))), row.stops_methods) << row.scope;
  }
}

TEST_F(GraphCalls, GoOnWritingWhileTheReadsAreStopped) {
  graph.script = {{503, "", {{"Retry-After", "600"}}}, {204, ""}};
  EXPECT_FALSE(run(open().look_address("a@b.example", within(1min))));
  const auto before = time.now();
  EXPECT_TRUE(run(opened->set_enabled(ann, false, within(1min))));
  EXPECT_EQ(time.now(), before);
}

TEST_F(GraphCalls, TakeANewConnectionAfterA503) {
  graph.script = {{503, ""}, {204, ""}};
  EXPECT_FALSE(run(open().set_enabled(ann, true, within(1min))));
  EXPECT_TRUE(run(opened->set_enabled(ann, true, within(1min))));
  EXPECT_TRUE(run(opened->set_enabled(ann, true, within(1min))));
  EXPECT_FALSE(graph.seen[0].fresh_connection);
  EXPECT_TRUE(graph.seen[1].fresh_connection);
  EXPECT_FALSE(graph.seen[2].fresh_connection);
}

TEST_F(GraphCalls, LeaveAFailingGraphAloneButForUrgentCalls) {
  graph.script = {{500, ""}};
  graph_settings settings;
  settings.breaker.failures_max = 3;
  open(std::move(settings));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(run(opened->set_enabled(ann, false, within(1min))));
  const auto resting = run(opened->set_enabled(ann, true, within(1min)));
  EXPECT_EQ(resting.error().kind, failure::retryable);
  EXPECT_EQ(resting.error().scope, failure_scope::lane);
  EXPECT_TRUE(resting.error().retry_after);
  EXPECT_EQ(graph.seen.size(), 3U);
  graph.script = {{204, ""}};
  EXPECT_TRUE(run(opened->set_enabled(ann, false, within(1min, true))));
  EXPECT_TRUE(graph.seen[3].urgent);
  EXPECT_TRUE(run(opened->set_enabled(ann, true, within(1min)))) << "that closed it";
}

TEST_F(GraphCalls, HoldTheLaneForAPermissionThatWasNeverThere) {
  graph.script = {{403, denied}, {204, ""}, {403, denied}};
  EXPECT_EQ(run(open().set_enabled(ann, true, within(1min))).error().scope, failure_scope::lane);
  EXPECT_TRUE(run(opened->set_enabled(ann, true, within(1min))));
  for (const auto scope : {failure_scope::hire, failure_scope::hire, failure_scope::lane}) {
    const auto refused = run(opened->set_enabled(ann, true, within(1min)));
    EXPECT_EQ(refused.error().code, refusal::forbidden);
    EXPECT_EQ(refused.error().scope, scope);
  }
}

TEST_F(GraphCalls, TellWhatTheyDid) {
  const std::string lifetime =
      R"({"error":{"code":"badRequest","message":"Invalid LifetimeInMinutes specified. The valid )"
      R"(range between 60 and 480."}})";
  graph.script = {{400, lifetime, {{"Date", "Mon, 23 Nov 2026 00:05:00 GMT"}}}};
  EXPECT_FALSE(run(open().issue_pass(ann, {}, within(1min))));
  ASSERT_EQ(events.requests.size(), 1U);
  EXPECT_EQ(events.requests[0].asked, operation::issue_pass);
  EXPECT_EQ(events.requests[0].status, 400);
  EXPECT_EQ(events.requests[0].failed, failure::permanent);
  EXPECT_EQ(events.tokens, 1);
  EXPECT_EQ(opened->clock_offset(), 5min + 500ms);
}

}  // namespace
}  // namespace daypass::entra
