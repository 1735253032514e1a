#include "integration/net/hostile_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;

constexpr auto as_tuple_of_outcome = asio::as_tuple(asio::use_awaitable);

// What is repeated goes out in blocks of about this size, unless there is a pause between.
constexpr std::size_t block_size = 8UL * 1024;

}  // namespace

hostile_server::hostile_server(asio::io_context& context, server_script script_of_hostile)
    : scripted_server(context, usual_identity(), serve_by_number), hostile(script_of_hostile) {}

asio::awaitable<void> hostile_server::serve_by_number(server_session session) {
  if (session.number == 1) {
    co_await hostile_of(session).hostile(session);
    co_return;
  }
  while (!(co_await session.read_request()).empty()) {
    co_await session.write(reply_with(200, good_body));
  }
}

hostile_server& hostile_of(const server_session& session) {
  return static_cast<hostile_server&>(*session.server);
}

asio::awaitable<bool> write_on(server_session session, std::string_view text) {
  auto [problem, size] = co_await asio::async_write(
      *session.stream, asio::buffer(text.data(), text.size()), as_tuple_of_outcome);
  co_return !problem;
}

namespace {

asio::awaitable<bool> write_given(server_session session) {
  co_await session.read_request();
  auto& server = hostile_of(session);
  if (!co_await write_on(session, server.start)) co_return false;
  asio::steady_timer timer(session.stream->get_executor());
  const bool pauses = server.pause > std::chrono::milliseconds(0);
  const auto in_block = pauses || server.again.empty()
                            ? 1
                            : std::max<std::size_t>(1, block_size / server.again.size());
  std::string block;
  for (std::size_t count = 0; count < in_block; ++count) block += server.again;
  for (std::size_t left = server.times; left != 0;) {
    if (pauses) {
      timer.expires_after(server.pause);
      co_await timer.async_wait(as_tuple_of_outcome);
    }
    const auto now = std::min(left, in_block);
    const auto text = std::string_view(block).substr(0, now * server.again.size());
    if (!co_await write_on(session, text)) co_return false;
    left -= now;
  }
  co_return true;
}

}  // namespace

asio::awaitable<void> answer_as_given(server_session session) {
  if (co_await write_given(session)) co_await session.read_request();
}

asio::awaitable<void> answer_and_cut(server_session session) {
  if (co_await write_given(session)) session.cut();
}

asio::awaitable<void> answer_and_finish(server_session session) {
  if (co_await write_given(session)) co_await session.finish();
}

std::unique_ptr<https_client> client_of(asio::io_context& context, const scripted_server& server,
                                        https_client_settings settings) {
  settings.host = "localhost";
  settings.port = server.port();
  settings.ca_file = usual_authority().file();
  auto client = make_https_client(context.get_executor(), std::move(settings));
  if (!client) throw std::runtime_error(client.error().what);
  return std::move(*client);
}

void expect_no_answer(const result<http_response>& answer, const std::string& method,
                      net_errc code) {
  ASSERT_FALSE(answer) << method << " got a " << answer->status;
  const auto& got = answer.error();
  EXPECT_EQ(got.code, code) << method << ": " << got.what;
  EXPECT_EQ(got.kind, method == "POST" ? failure::unknown_effect : failure::retryable) << got.what;
  EXPECT_EQ(got.scope, failure_scope::hire);
  EXPECT_TRUE(got.what.starts_with("https://localhost:")) << got.what;
}

void expect_left_behind(asio::io_context& context, https_client& client,
                        const scripted_server& server, int connections) {
  const auto next = run(context, client.send(get()));
  ASSERT_TRUE(next) << next.error().what;
  EXPECT_EQ(next->body.view(), good_body);
  EXPECT_EQ(server.connections, connections);
}

}  // namespace daypass::net::testing
