#include "unit/net/scripted_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using tls_stream = asio::ssl::stream<tcp::socket>;

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);

std::size_t body_size(const std::string& head) {
  const auto at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

asio::awaitable<void> serve(server_session session, server_script script) {
  if (session.server->handshakes) {
    auto [problem] =
        co_await session.stream->async_handshake(asio::ssl::stream_base::server, no_throw);
    if (problem) co_return;
  }
  co_await script(session);
}

}  // namespace

asio::awaitable<std::string> server_session::read_request() const {
  std::string text;
  char room[4096];
  while (true) {
    const auto end = text.find("\r\n\r\n");
    if (end != std::string::npos && text.size() >= end + 4 + body_size(text)) break;
    auto [problem, size] = co_await stream->async_read_some(asio::buffer(room), no_throw);
    if (problem) co_return "";
    text.append(room, size);
  }
  server->requests.push_back(text);
  co_return text;
}

asio::awaitable<void> server_session::write(std::string text) const {
  co_await asio::async_write(*stream, asio::buffer(text), no_throw);
}

asio::awaitable<void> server_session::finish() const {
  auto keep = stream;
  co_await keep->async_shutdown(no_throw);
  cut();
}

void server_session::cut() const {
  boost::system::error_code ignored;
  stream->lowest_layer().close(ignored);
}

asio::awaitable<void> answer_all(server_session session) {
  while (!(co_await session.read_request()).empty()) {
    co_await session.write(reply_with(200, session.server->reply_body));
  }
}

std::string reply_with(int status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Status\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

scripted_server::scripted_server(asio::io_context& context, const identity& who,
                                 server_script first_script)
    : gate(context.get_executor()),
      reached(context.get_executor()),
      script(first_script),
      tls(asio::ssl::context::tls_server),
      acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
  tls.use_certificate_chain(asio::buffer(who.certificate));
  tls.use_private_key(asio::buffer(who.key), asio::ssl::context::pem);
  asio::co_spawn(context, accept_all(this), asio::detached);
}

asio::awaitable<void> scripted_server::accept_all(scripted_server* self) {
  const auto executor = self->acceptor_.get_executor();
  while (true) {
    tcp::socket socket(executor);
    auto [problem] = co_await self->acceptor_.async_accept(socket, no_throw);
    if (problem) co_return;
    socket.set_option(tcp::no_delay(true));
    auto stream = std::make_shared<tls_stream>(std::move(socket), self->tls);
    const server_session session{std::move(stream), ++self->connections, self};
    asio::co_spawn(executor, serve(session, self->script), asio::detached);
  }
}

std::unique_ptr<https_client> client_for(asio::io_context& context, const scripted_server& server,
                                         const test_authority& authority) {
  https_client_settings settings;
  settings.host = "localhost";
  settings.port = server.port();
  settings.ca_file = authority.file();
  auto client = make_https_client(context.get_executor(), std::move(settings));
  if (!client) throw std::runtime_error(client.error().what);
  return std::move(*client);
}

http_request get(std::string target) {
  http_request request;
  request.target = std::move(target);
  request.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  return request;
}

http_request post(std::string_view body) {
  auto request = get();
  request.method = "POST";
  request.body = wiped_buffer::copy_of(body);
  return request;
}

const test_authority& usual_authority() {
  static const test_authority authority;
  return authority;
}

const identity& usual_identity() {
  static const identity who = usual_authority().issue({});
  return who;
}

}  // namespace daypass::net::testing
