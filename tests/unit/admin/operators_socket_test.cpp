// The command line's end and the daemon's end, over a real socket.
#include "desk.hpp"

#include "daypass/admin/operators_client.hpp"

#include <boost/asio/post.hpp>
#include <unistd.h>

#include <filesystem>
#include <thread>

namespace daypass::admin::testing {
namespace {

asio::awaitable<bool> stop(net::http_server* server) {
  co_await server->stop(std::chrono::milliseconds(0));
  co_return true;
}

class OperatorsSocket : public ::testing::Test, protected desk {
 protected:
  OperatorsSocket() {
    std::string pattern = ::testing::TempDir() + "admin-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    add({"contoso", "E1001"}, standing::parked, reason::refused);
  }
  ~OperatorsSocket() override { std::filesystem::remove_all(folder_); }

  /// Serves on this thread while `work`, which blocks, runs on another.
  template <typename Work>
  void serve_while(Work work) {
    net::http_server_settings settings;
    settings.listen = net::unix_listen{.path = socket(), .mode = 0600};
    const auto server =
        net::make_http_server(context.get_executor(), settings, make_operators(parts()));
    ASSERT_TRUE(server->start());
    bool done = false;
    std::thread other([&] {
      work(operators_client(socket()));
      asio::post(context, [&done] { done = true; });
    });
    context.restart();
    while (!done) context.run_one();
    other.join();
    EXPECT_TRUE(run(context, stop(server.get())));
  }

  [[nodiscard]] std::string socket() const { return folder_ + "/admin.sock"; }

 private:
  std::string folder_;
};

TEST_F(OperatorsSocket, TakesOrdersFromTheCommandLine) {
  serve_while([](const operators_client& client) {
    const auto given = client.give("e1001", order_kind::hold, "ask HR");
    ASSERT_TRUE(given) << given.error().what;
    EXPECT_EQ(given->number, 1U);
    EXPECT_EQ(given->hire, "contoso/E1001");
    const auto many = client.retry_all(reason::refused);
    ASSERT_TRUE(many) << many.error().what;
    EXPECT_EQ(many->given, 1U);
    EXPECT_FALSE(many->more);
    EXPECT_TRUE(client.retry_all(std::nullopt));
  });
  EXPECT_EQ(orders_of({"contoso", "E1001"}).at(0).who, "user" + std::to_string(::getuid()));
}

TEST_F(OperatorsSocket, TellsTheCommandLineWhy) {
  serve_while([](const operators_client& client) {
    const auto none = client.give("E9", order_kind::retry, "");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().kind, failure::permanent);
    EXPECT_EQ(none.error().what, "there is no hire E9: list shows those that there are");
    EXPECT_EQ(client.give("E1001", order_kind::revoke, "").error().what, "\"why\" is missing");
  });
}

TEST_F(OperatorsSocket, TellsTheStatusAndTakesAcknowledgements) {
  serve_while([](const operators_client& client) {
    const auto status = client.status();
    ASSERT_TRUE(status);
    EXPECT_NE(status->find("\"ready\": true"), std::string::npos);
    EXPECT_EQ(client.acknowledge_events_lost(), false);
  });
}

TEST_F(OperatorsSocket, IsRetryableWhenNobodyListens) {
  const auto given = operators_client(socket()).give("E1001", order_kind::retry, "");
  ASSERT_FALSE(given);
  EXPECT_EQ(given.error().kind, failure::retryable);
}

}  // namespace
}  // namespace daypass::admin::testing
