#include "daypass/entra/token_source.hpp"

#include "call_setup.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

constexpr auto good_token = R"({"token_type":"Bearer","expires_in":3600,"access_token":"token-1"})";

class TokenSource : public CallSetup {
 protected:
  token_source source{
      context.get_executor(), sign_in(), "https://graph.microsoft.com", time, random, events};

  auto get(duration limit) { return source.get(time.steady_now() + limit, false); }

  /// What the caller is told to wait; none: it has a token.
  std::optional<duration> wait_of(bool urgent) {
    const auto got = run(source.get(time.steady_now() + 1min, urgent));
    return got ? std::nullopt : got.error().retry_after;
  }
};

TEST_F(TokenSource, AsksByClientSecretWithEverythingEncoded) {
  EXPECT_TRUE(run(get(1min)));
  ASSERT_EQ(login.seen.size(), 1U);
  EXPECT_EQ(login.seen[0].method, "POST");
  EXPECT_EQ(login.seen[0].target, "/contoso.example/oauth2/v2.0/token");
  EXPECT_EQ(
      login.seen[0].body,
      "grant_type=client_credentials&client_id=client&"
      "scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&"
      "claims=%7B%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D%7D%7D%7D"
      "&client_secret=s~e%2Bc%26r%3Dt");
}

TEST_F(TokenSource, FetchesOnceForAllWhoWait) {
  login.script.front().delay = 3s;
  std::vector<support::pending<result<shared_token>>> waiting;
  for (int i = 0; i < 20; ++i) waiting.push_back(start(get(1min)));
  fakes::run_until(context, time, [&] { return waiting.back()->has_value(); });
  context.restart();
  context.poll();
  for (const auto& each : waiting) {
    ASSERT_TRUE(each->has_value());
    EXPECT_EQ((***each)->expose(), "token-1");
  }
  EXPECT_EQ(login.seen.size(), 1U);
}

TEST_F(TokenSource, AnswersAllWhoWaitWithOneFailure) {
  login.script = {{401, R"({"error":"invalid_client","error_codes":[7000222]})", {}, {}, 3s}};
  const auto first = start(get(1min));
  const auto second = start(get(1min));
  fakes::run_until(context, time, [&] { return second->has_value(); });
  EXPECT_EQ((*first)->error().code, refusal::unauthorised);
  EXPECT_EQ((*second)->error().code, refusal::unauthorised);
  EXPECT_EQ(login.seen.size(), 1U);
  EXPECT_EQ(events.token_failures, 1);
}

TEST_F(TokenSource, RefreshesAheadAndLivesOnTheOldTokenMeanwhile) {
  EXPECT_TRUE(run(get(1min)));
  login.script = {{503, ""}};
  time.step(3300s);
  EXPECT_EQ((*run(get(1min)))->expose(), "token-1") << "the refresh failed";
  EXPECT_EQ(login.seen.size(), 2U);
  EXPECT_EQ((*run(get(1min)))->expose(), "token-1");
  EXPECT_EQ(login.seen.size(), 2U) << "not tried again at once";
  time.step(300s);
  EXPECT_FALSE(run(get(1min)));
}

TEST_F(TokenSource, ARefreshThatHangsKeepsNobodyForLong) {
  EXPECT_TRUE(run(get(1min)));
  time.step(3300s);
  login.script = {{503, ""}};
  const auto now = time.steady_now();
  EXPECT_TRUE(run(source.get(now + 1min, true)));
  EXPECT_EQ(login.seen.back().deadline, now + 1s);
  time.step(60s);
  EXPECT_TRUE(run(get(1min)));
  EXPECT_EQ(login.seen.back().deadline, time.steady_now() + 5s);
  time.step(300s);
  EXPECT_FALSE(run(get(1min)));
  EXPECT_EQ(login.seen.back().deadline, time.steady_now() + 1min) << "nobody can go on without it";
}

TEST_F(TokenSource, LetsNoUrgentCallerWaitForAnothersSignIn) {
  login.script.front().delay = 1h;
  const auto hanging = start(get(2h));
  const auto before = time.now();
  const auto urgent = run(source.get(time.steady_now() + 1min, true));
  ASSERT_TRUE(urgent);
  EXPECT_EQ((*urgent)->expose(), "token-2");
  EXPECT_EQ(time.now(), before);
  EXPECT_TRUE(login.seen.back().urgent);
  EXPECT_EQ((*run(get(1min)))->expose(), "token-2") << "the others have it too";
  EXPECT_EQ(login.seen.size(), 2U);
  fakes::run_until(context, time, [&] { return hanging->has_value(); });
}

TEST_F(TokenSource, FetchesOnceForAllUrgentCallersToo) {
  login.script.front().delay = 3s;
  const auto first = start(source.get(time.steady_now() + 1min, true));
  const auto second = start(source.get(time.steady_now() + 1min, true));
  const auto third = start(get(1min));
  fakes::run_until(context, time, [&] { return third->has_value() && second->has_value(); });
  EXPECT_TRUE((*first)->has_value());
  EXPECT_EQ(login.seen.size(), 1U);
}

TEST_F(TokenSource, AsksNobodyAgainBeforeRetryAfterIsOver) {
  for (const int status : {429, 503}) {
    SCOPED_TRACE(status);
    login.seen.clear();
    login.script = {{status, "", {{"Retry-After", "40"}}}, {200, good_token}};
    EXPECT_EQ(wait_of(false), duration(40s));
    time.step(30s);
    EXPECT_EQ(wait_of(false), duration(10s)) << "what is left of it";
    EXPECT_EQ(wait_of(true), duration(10s));
    EXPECT_EQ(login.seen.size(), 1U);
    time.step(10s);
    const auto token = run(get(1min));
    ASSERT_TRUE(token);
    EXPECT_EQ(login.seen.size(), 2U);
    source.drop(*token);
  }
}

TEST_F(TokenSource, LetsNoUrgentCallerWaitLongerThanAMinute) {
  login.script = {{429, "", {{"Retry-After", "600"}}}, {200, good_token}};
  EXPECT_FALSE(run(get(1min)));
  time.step(59s);
  EXPECT_EQ(wait_of(true), duration(1s));
  time.step(1s);
  EXPECT_EQ(wait_of(false), duration(540s));
  EXPECT_TRUE(run(source.get(time.steady_now() + 1min, true)));
  EXPECT_EQ(login.seen.size(), 2U);
  EXPECT_TRUE(run(get(1min))) << "the others have it too";
}

TEST_F(TokenSource, AShorterRefusalOfAnotherShortensNoWait) {
  login.script = {{429, "", {{"Retry-After", "40"}}, {}, 1s}, {500, "", {}, {}, 2s}};
  const auto first = start(get(1min));
  const auto urgent = start(source.get(time.steady_now() + 1min, true));
  fakes::run_until(context, time, [&] { return first->has_value() && urgent->has_value(); });
  ASSERT_EQ(login.seen.size(), 2U) << "both were under way";
  time.step(30s);
  EXPECT_EQ(wait_of(false), duration(9s));
  EXPECT_EQ(login.seen.size(), 2U);
}

TEST_F(TokenSource, HeedsWhatIsAnsweredAfterTheCallersDeadline) {
  EXPECT_TRUE(run(get(1min)));
  time.step(3300s);
  login.script = {{429, "", {{"Retry-After", "40"}}, {}, 6s}, {200, good_token}};
  EXPECT_TRUE(run(get(1min))) << "the old token is good";
  time.step(39s);
  EXPECT_TRUE(run(get(1min)));
  EXPECT_EQ(login.seen.size(), 2U);
  time.step(1s);
  EXPECT_TRUE(run(get(1min)));
  EXPECT_EQ(login.seen.size(), 3U);
}

TEST_F(TokenSource, HonoursDeadlineAndCancellationWhileItWaits) {
  login.script.front().delay = 1h;
  const auto fetching = start(get(2h));
  const auto late = run(get(5s));
  EXPECT_EQ(late.error().kind, failure::retryable);
  EXPECT_EQ(late.error().scope, failure_scope::lane);
  boost::asio::cancellation_signal cancel;
  std::optional<result<shared_token>> ended;
  boost::asio::co_spawn(context, get(2h),
                        boost::asio::bind_cancellation_slot(
                            cancel.slot(), [&](const std::exception_ptr& thrown, auto outcome) {
                              EXPECT_FALSE(thrown);
                              ended.emplace(std::move(outcome));
                            }));
  context.restart();
  context.poll();
  cancel.emit(boost::asio::cancellation_type::terminal);
  context.restart();
  context.poll();
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->error().kind, failure::cancelled);
  fakes::run_until(context, time, [&] { return fetching->has_value(); });
  EXPECT_TRUE((*fetching)->has_value());
}

}  // namespace
}  // namespace daypass::entra
