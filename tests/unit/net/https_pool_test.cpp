// Who gets a connection, and how a send ends when it is given up.
#include "unit/net/scripted_server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gtest/gtest.h>

#include <deque>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

// Counts exchanges at the same time; answers once the gate is open.
awaitable<void> answer_behind_gate(server_session session) {
  auto* server = session.server;
  while (!(co_await session.read_request()).empty()) {
    ++server->open_exchanges;
    server->most_open_exchanges = std::max(server->most_open_exchanges, server->open_exchanges);
    server->reached.set();
    co_await server->gate.wait();
    --server->open_exchanges;
    co_await session.write(reply_with(200, ""));
  }
}

// Answers but what is called slow.
awaitable<void> leave_the_slow_waiting(server_session session) {
  for (;;) {
    const std::string asked = co_await session.read_request();
    if (asked.empty()) co_return;
    if (!asked.contains("/slow")) co_await session.write(reply_with(200, ""));
  }
}

class HttpsPool : public ::testing::Test {
 protected:
  HttpsPool() : server(context, usual_identity(), answer_behind_gate) {
    https_client_settings settings;
    settings.host = "localhost";
    settings.port = server.port();
    settings.ca_file = usual_authority().file();
    settings.max_connections = 3;
    settings.reserved_for_urgent = 1;
    auto made = make_https_client(context.get_executor(), std::move(settings));
    EXPECT_TRUE(made);
    client = std::move(*made);
  }

  // Begins a send; its answer lands in `answers`, in the order in which they come.
  void begin(http_request request, std::string name) {
    request.target = "/" + name;
    ++running;
    asio::co_spawn(context, client->send(std::move(request)),
                   asio::bind_cancellation_slot(
                       signals.emplace_back().slot(),
                       [this, name](const std::exception_ptr& bug, result<http_response> answer) {
                         if (bug) std::rethrow_exception(bug);
                         --running;
                         names.push_back(name);
                         answers.push_back(std::move(answer));
                       }));
  }

  // Lets the context run until `done` says so.
  template <typename Done>
  void run_until(Done done) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    context.restart();
    while (!done()) {
      if (context.run_one_until(limit) == 0) FAIL() << "the test stalls";
    }
  }

  void run_all() {
    run_until([this] { return running == 0; });
  }

  [[nodiscard]] std::vector<std::string> order_of_arrival() const {
    std::vector<std::string> targets;
    for (const auto& text : server.requests) {
      targets.push_back(text.substr(text.find('/') + 1, 2));
    }
    return targets;
  }

  asio::io_context context;
  scripted_server server;
  std::unique_ptr<https_client> client;
  std::deque<asio::cancellation_signal>
      signals;  // one for each begun send; a slot holds one handler
  int running = 0;
  std::vector<std::string> names;
  std::vector<result<http_response>> answers;
};

http_request urgent_post() {
  auto request = post("x");
  request.urgent = true;
  return request;
}

TEST_F(HttpsPool, KeepsToItsLimitAndReservesForTheUrgent) {
  for (int count = 0; count < 8; ++count) begin(post("x"), "o" + std::to_string(count));
  run_until([this] { return server.open_exchanges == 2; });
  begin(urgent_post(), "u0");
  begin(urgent_post(), "u1");
  run_until([this] { return server.open_exchanges == 3; });
  server.gate.set();
  run_all();
  EXPECT_EQ(server.most_open_exchanges, 3);
  EXPECT_LE(server.connections, 3);
  for (const auto& answer : answers) EXPECT_TRUE(answer);
  const auto order = order_of_arrival();
  ASSERT_EQ(order.size(), 10U);
  EXPECT_EQ(order[2], "u0");
  EXPECT_EQ(order[3], "u1") << "the urgent goes before those who waited longer";
  const std::vector<std::string> rest(order.begin() + 4, order.end());
  EXPECT_TRUE(std::ranges::is_sorted(rest)) << "first come, first served";
}

TEST_F(HttpsPool, TrustsNoIdleConnectionAfterAnAnswerThatNeverCame) {
  server.script = leave_the_slow_waiting;
  begin(post("x"), "o0");
  begin(post("x"), "o1");
  run_all();
  ASSERT_EQ(server.connections, 2);
  auto lost = post("x");
  lost.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
  begin(std::move(lost), "slow");
  run_all();
  EXPECT_EQ(answers.back().error().code, net_errc::deadline);
  begin(post("x"), "o2");
  run_all();
  EXPECT_TRUE(answers.back());
  EXPECT_EQ(server.connections, 3);
}

TEST_F(HttpsPool, EndsAWaitAtItsDeadline) {
  begin(post("x"), "o0");
  begin(post("x"), "o1");
  run_until([this] { return server.open_exchanges == 2; });
  auto late = post("x");
  late.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
  begin(std::move(late), "o2");
  run_until([this] { return answers.size() == 1; });
  ASSERT_FALSE(answers[0]);
  EXPECT_EQ(answers[0].error().kind, failure::retryable);
  EXPECT_EQ(answers[0].error().code, net_errc::deadline);
  server.gate.set();
  run_all();
  EXPECT_EQ(server.requests.size(), 2U);
}

TEST_F(HttpsPool, CancelsAWaitWithoutEffect) {
  begin(post("x"), "o0");
  begin(post("x"), "o1");
  run_until([this] { return server.open_exchanges == 2; });
  asio::cancellation_signal only_this;
  std::optional<result<http_response>> answer;
  asio::co_spawn(
      context, client->send(post("x")),
      asio::bind_cancellation_slot(
          only_this.slot(), [&answer](const std::exception_ptr& bug, result<http_response> got) {
            if (bug) std::rethrow_exception(bug);
            answer.emplace(std::move(got));
          }));
  context.poll();
  only_this.emit(asio::cancellation_type::terminal);
  run_until([&answer] { return answer.has_value(); });
  ASSERT_FALSE(*answer);
  EXPECT_EQ(answer->error().kind, failure::cancelled);
  EXPECT_EQ(answer->error().code, net_errc::cancelled);
  server.gate.set();
  run_all();
  EXPECT_EQ(server.requests.size(), 2U);
}

TEST_F(HttpsPool, CancelledAfterSendingIsUnknownAndFreesTheConnection) {
  begin(post("x"), "o0");
  run_until([this] { return server.reached.is_set(); });
  signals.front().emit(asio::cancellation_type::terminal);
  run_all();
  ASSERT_FALSE(answers.at(0));
  EXPECT_EQ(answers[0].error().kind, failure::unknown_effect);
  EXPECT_EQ(answers[0].error().code, net_errc::cancelled);
  server.gate.set();
  for (int count = 0; count < 3; ++count) {
    EXPECT_TRUE(run(context, client->send(post("x"))));
  }
}

TEST_F(HttpsPool, CancelledGetHadNoEffect) {
  begin(get(), "o0");
  run_until([this] { return server.reached.is_set(); });
  signals.front().emit(asio::cancellation_type::terminal);
  run_all();
  ASSERT_FALSE(answers.at(0));
  EXPECT_EQ(answers[0].error().kind, failure::cancelled);
}

TEST_F(HttpsPool, CancelledDuringTheHandshakeIsWithoutEffect) {
  server.handshakes = false;  // the script's read then waits for a handshake that never begins
  begin(post("x"), "o0");
  run_until([this] { return server.connections == 1; });
  signals.front().emit(asio::cancellation_type::terminal);
  run_all();
  ASSERT_FALSE(answers.at(0));
  EXPECT_EQ(answers[0].error().kind, failure::cancelled) << answers[0].error().what;
}

TEST_F(HttpsPool, StopEndsWhatRunsWhatWaitsAndWhatComesLater) {
  begin(post("x"), "o0");
  begin(get(), "o1");
  begin(post("x"), "o2");
  run_until([this] { return server.open_exchanges == 2; });
  client->stop();
  client->stop();
  run_all();
  begin(post("x"), "o3");
  run_all();
  ASSERT_EQ(answers.size(), 4U);
  for (std::size_t index = 0; index < answers.size(); ++index) {
    ASSERT_FALSE(answers[index]);
    EXPECT_EQ(answers[index].error().code, net_errc::pool_closed);
    const auto sent = names[index] == "o0";
    EXPECT_EQ(answers[index].error().kind, sent ? failure::unknown_effect : failure::cancelled);
  }
}

TEST_F(HttpsPool, MayBeDestroyedWithItsContextInTheMiddle) {
  for (int count = 0; count < 5; ++count) begin(post("x"), "o" + std::to_string(count));
  run_until([this] { return server.open_exchanges == 2; });
  client.reset();  // frames of sends still exist; the context destroys them
}

}  // namespace
}  // namespace daypass::net::testing
