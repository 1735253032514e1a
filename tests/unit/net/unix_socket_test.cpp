// The operators' socket from both ends.
#include "unit/net/scripted_server.hpp"

#include "daypass/net/http_server.hpp"
#include "daypass/net/unix_http_client.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

awaitable<http_reply> who_asks(http_query query) {
  http_reply reply;
  reply.status = 201;
  reply.body = std::to_string(query.peer->uid) + " " + std::to_string(query.peer->pid) + " " +
               std::string(query.body.view());
  co_return reply;
}

awaitable<bool> stop(http_server* server) {
  co_await server->stop(std::chrono::milliseconds(0));
  co_return true;
}

class UnixSocket : public ::testing::Test {
 protected:
  UnixSocket() {
    char path[] = "/tmp/daypass-test-XXXXXX";
    folder = ::mkdtemp(path);
    settings.listen = unix_listen{folder + "/socket", 0600, ""};
  }
  ~UnixSocket() override { std::filesystem::remove_all(folder); }

  // Serves until `work`, which blocks and so has a thread of its own, is done.
  template <typename Work>
  void serve_while(Work work) {
    auto server = make_http_server(context.get_executor(), settings, who_asks);
    const auto started = server->start();
    ASSERT_TRUE(started) << started.error().what;
    wake_signal done(context.get_executor());
    std::thread other([this, &work, &done] {
      work();
      asio::post(context, [&done] { done.set(); });
    });
    while (!done.is_set()) context.run_one();
    other.join();
    run(context, stop(server.get()));
  }

  [[nodiscard]] unix_call call() const {
    unix_call made;
    made.socket_path = folder + "/socket";
    return made;
  }

  asio::io_context context;
  std::string folder;
  http_server_settings settings;
};

TEST_F(UnixSocket, TellsTheHandlerWhoAsks) {
  serve_while([this] {
    auto made = call();
    made.method = "POST";
    made.target = "/orders";
    made.body = "{}";
    const auto answer = call_unix_socket(made);
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->status, 201);
    EXPECT_EQ(answer->body.view(),
              std::to_string(::getuid()) + " " + std::to_string(::getpid()) + " {}");
  });
  EXPECT_FALSE(std::filesystem::exists(folder + "/socket"));
}

TEST_F(UnixSocket, HasTheModeItWasGiven) {
  serve_while([this] {
    struct stat found{};
    ASSERT_EQ(::stat((folder + "/socket").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600U);
  });
}

TEST_F(UnixSocket, CarriesALargeBody) {
  settings.max_body_bytes = 2'000'000;
  serve_while([this] {
    auto made = call();
    made.method = "PUT";
    made.body = std::string(1'500'000, 'b');
    const auto answer = call_unix_socket(made);
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_TRUE(answer->body.view().ends_with(made.body));
    made.body += std::string(1'000'000, 'b');
    const auto refused = call_unix_socket(made);
    ASSERT_TRUE(refused) << refused.error().what;
    EXPECT_EQ(refused->status, 413);
  });
}

TEST_F(UnixSocket, ReplacesWhatADeadProcessLeft) {
  {
    asio::local::stream_protocol::acceptor dead(context, folder + "/socket");
  }
  ASSERT_TRUE(std::filesystem::exists(folder + "/socket"));
  serve_while([this] { EXPECT_TRUE(call_unix_socket(call())); });
}

TEST_F(UnixSocket, LeavesALiveSocketAndOtherFilesAlone) {
  serve_while([this] {
    asio::io_context other;
    const auto second = make_http_server(other.get_executor(), settings, who_asks);
    const auto started = second->start();
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().what.find("another process"), std::string::npos);
  });
  std::ofstream(folder + "/socket") << "a file";
  const auto server = make_http_server(context.get_executor(), settings, who_asks);
  EXPECT_FALSE(server->start());
  EXPECT_TRUE(std::filesystem::exists(folder + "/socket"));
}

// The unit runs with UMask=0077 and forbids chown, which its own group doesn't need.
TEST_F(UnixSocket, IsForItsGroupUnderAStrictUmask) {
  const group* own = ::getgrgid(::getegid());
  ASSERT_NE(own, nullptr);
  settings.listen = unix_listen{folder + "/socket", 0660, own->gr_name};
  const mode_t before = ::umask(0077);
  serve_while([this] {
    struct stat about{};
    EXPECT_EQ(::stat((folder + "/socket").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777U, 0660U);
    EXPECT_EQ(about.st_gid, ::getegid());
  });
  ::umask(before);
}

TEST_F(UnixSocket, RefusesAGroupThatDoesNotExist) {
  settings.listen = unix_listen{folder + "/socket", 0660, "no-such-group"};
  const auto server = make_http_server(context.get_executor(), settings, who_asks);
  const auto started = server->start();
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().what.find("no-such-group"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder + "/socket"));
}

TEST_F(UnixSocket, SaysThatNobodyListens) {
  const auto answer = call_unix_socket(call());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, failure::retryable);
  EXPECT_EQ(answer.error().code, net_errc::connect_failed);
}

TEST_F(UnixSocket, GivesUpOnASilentServer) {
  asio::local::stream_protocol::acceptor silent(context, folder + "/socket");
  auto made = call();
  made.timeout = std::chrono::milliseconds(30);
  const auto answer = call_unix_socket(made);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, failure::unknown_effect);
  EXPECT_EQ(answer.error().code, net_errc::deadline);
}

}  // namespace
}  // namespace daypass::net::testing
