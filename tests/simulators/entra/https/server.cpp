#include "simulators/entra/https/server.hpp"

#include "simulators/entra/https/certificates.hpp"
#include "simulators/entra/https/wire.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <signal.h>

#include <algorithm>
#include <deque>

namespace daypass::entra_simulator {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using tls_stream = asio::ssl::stream<tcp::socket>;

constexpr auto outcome = asio::as_tuple(asio::use_awaitable);
constexpr std::uint64_t body_size_max = 8U * 1024 * 1024;

/// The host's clock: the one place where the simulator reads it.
instant host_now() {
  return std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now());
}

asio::ssl::context make_tls(const server_identity& who) {
  asio::ssl::context made(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(made.native_handle(), TLS1_2_VERSION);
  made.use_certificate_chain(asio::buffer(who.certificate));
  made.use_private_key(asio::buffer(who.key), asio::ssl::context::pem);
  return made;
}

tcp::acceptor listen(asio::io_context& on, std::uint16_t port) {
  return {on, tcp::endpoint(asio::ip::address_v4::loopback(), port)};
}

/// What a machine is told of itself is told without TLS, so it is beside the control API.
bool is_of_the_machine(std::string_view path) {
  return path.starts_with("/metadata/") || path.starts_with("/msi/");
}

/// Closes with a RST rather than a FIN.
void reset(tcp::socket::lowest_layer_type& socket) {
  boost::system::error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace

struct server::shell {
  shell(graph_service& graph, const server_options& options)
      : graph_control(graph),
        who(make_server_identity(options.names)),
        tls(make_tls(who)),
        control_acceptor(listen(io, options.control_port)),
        late_timer(io),
        signals(io, SIGINT, SIGTERM) {
    open(graph, options.port, "",
         [this](const request& asked, instant now) { return graph_control.handle(asked, now); });
  }

  /// Where one remote is reached.
  struct door {
    simulator::remote* behind;
    tcp::acceptor acceptor;
    std::string folder;  ///< Of its control calls; empty for Graph: all that are nobody else's.
    control_handler control;
  };

  control_service graph_control;
  server_identity who;
  asio::io_context io{1};
  asio::ssl::context tls;
  std::deque<door> doors;  ///< Graph's first.
  tcp::acceptor control_acceptor;
  asio::steady_timer late_timer;
  asio::signal_set signals;

  std::uint16_t open(simulator::remote& another, std::uint16_t port, std::string folder,
                     control_handler control);
  void arm_late_timer();
  [[nodiscard]] response control(const request& asked);
  asio::awaitable<void> accept_remote(door* at);
  asio::awaitable<void> accept_control();
  asio::awaitable<void> serve_remote(tcp::socket socket, simulator::remote* behind);
  asio::awaitable<void> serve_control(tcp::socket socket);

  /// `behind` is null for the control API.
  template <typename Stream>
  asio::awaitable<void> serve(Stream* stream, simulator::remote* behind);
  template <typename Stream>
  asio::awaitable<bool> deliver(Stream* stream, simulator::remote* behind, exchange given,
                                bool keep_alive);
  template <typename Stream>
  asio::awaitable<void> keep_silent(Stream* stream, simulator::remote* behind,
                                    std::uint64_t late_id);
};

std::uint16_t server::shell::open(simulator::remote& another, std::uint16_t port,
                                  std::string folder, control_handler control) {
  doors.push_back({&another, listen(io, port), std::move(folder), std::move(control)});
  return doors.back().acceptor.local_endpoint().port();
}

void server::shell::arm_late_timer() {
  instant next = never;
  for (const door& each : doors)
    next = std::min(next, each.behind->next_late_effect().value_or(never));
  if (next == never) return;
  late_timer.expires_after(std::max(next - host_now(), duration{0}));
  late_timer.async_wait([this](boost::system::error_code stopped) {
    if (stopped) return;
    for (const door& each : doors) each.behind->run_late_effects(host_now());
    arm_late_timer();
  });
}

response server::shell::control(const request& asked) {
  for (const door& each : doors) {
    std::string_view rest = asked.path;
    if (each.folder.empty() || !simulator::take_folder(rest, each.folder)) continue;
    request inner = asked;
    inner.path = "/" + std::string(rest);
    return each.control(inner, host_now());
  }
  return doors.front().control(asked, host_now());
}

template <typename Stream>
asio::awaitable<void> server::shell::keep_silent(Stream* stream, simulator::remote* behind,
                                                 std::uint64_t late_id) {
  char ignored[512];
  for (;;) {
    const auto [wrong, size] = co_await stream->async_read_some(asio::buffer(ignored), outcome);
    if (wrong) break;
  }
  if (late_id != 0) {
    behind->client_gave_up(late_id, host_now());
    arm_late_timer();
  }
}

/// False when the connection is over.
template <typename Stream>
asio::awaitable<bool> server::shell::deliver(Stream* stream, simulator::remote* behind,
                                             exchange given, bool keep_alive) {
  const delivery& how = given.how;
  const auto kill_now = [&] { ::kill(how.kill_pid, SIGKILL); };
  if (how.kill == kill_point::before_effect || how.kill == kill_point::after_effect) kill_now();
  if (how.delay > duration{0}) {
    asio::steady_timer timer(io, how.delay);
    co_await timer.async_wait(outcome);
  }
  if (how.how == ending::silence) {
    co_await keep_silent(stream, behind, how.late_id);
    co_return false;
  }
  if (how.how == ending::reset) reset(stream->lowest_layer());
  if (how.how == ending::reset || how.how == ending::close) co_return false;
  const wire_answer out = write_answer(given.answer, keep_alive);
  const bool whole = how.how == ending::answer;
  const std::size_t size =
      whole ? out.bytes.size() : out.head_size + (out.bytes.size() - out.head_size) / 2;
  const auto [wrong, sent] =
      co_await asio::async_write(*stream, asio::buffer(out.bytes.data(), size), outcome);
  if (how.kill == kill_point::after_answer) kill_now();
  co_return !wrong && whole && keep_alive;
}

template <typename Stream>
asio::awaitable<void> server::shell::serve(Stream* stream, simulator::remote* behind) {
  boost::beast::flat_buffer buffer;
  for (bool open = true; open;) {
    http::request_parser<http::string_body> parser;
    parser.body_limit(body_size_max);
    const auto [wrong, size] = co_await http::async_read(*stream, buffer, parser, outcome);
    if (wrong) co_return;
    wire_request taken = parser.release();
    const bool keep_alive = taken.keep_alive();
    const request asked = read_request(taken);
    simulator::remote* const asks =
        behind == nullptr && is_of_the_machine(asked.path) ? doors.front().behind : behind;
    exchange made =
        asks != nullptr ? asks->handle(asked, host_now()) : exchange{control(asked), {}};
    arm_late_timer();
    open = co_await deliver(stream, asks, std::move(made), keep_alive);
  }
}

asio::awaitable<void> server::shell::serve_remote(tcp::socket socket, simulator::remote* behind) {
  tls_stream stream(std::move(socket), tls);
  const auto [wrong] = co_await stream.async_handshake(asio::ssl::stream_base::server, outcome);
  if (wrong) co_return;
  co_await serve(&stream, behind);
}

asio::awaitable<void> server::shell::serve_control(tcp::socket socket) {
  co_await serve(&socket, nullptr);
}

asio::awaitable<void> server::shell::accept_remote(door* at) {
  for (;;) {
    auto [wrong, socket] = co_await at->acceptor.async_accept(outcome);
    if (wrong) continue;
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    asio::co_spawn(io, serve_remote(std::move(socket), at->behind), asio::detached);
  }
}

asio::awaitable<void> server::shell::accept_control() {
  for (;;) {
    auto [wrong, socket] = co_await control_acceptor.async_accept(outcome);
    if (wrong) continue;
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    asio::co_spawn(io, serve_control(std::move(socket)), asio::detached);
  }
}

server::server(graph_service& graph, const server_options& options)
    : shell_(std::make_unique<shell>(graph, options)) {}

server::~server() = default;

std::uint16_t server::open(simulator::remote& another, std::uint16_t port, std::string folder,
                           control_handler control) {
  return shell_->open(another, port, std::move(folder), std::move(control));
}

std::uint16_t server::port() const {
  return shell_->doors.front().acceptor.local_endpoint().port();
}

std::uint16_t server::control_port() const {
  return shell_->control_acceptor.local_endpoint().port();
}

const std::string& server::authority_pem() const {
  return shell_->who.authority;
}

void server::run() {
  shell_->signals.async_wait([this](boost::system::error_code stopped, int) {
    if (!stopped) shell_->io.stop();
  });
  for (auto& each : shell_->doors) {
    asio::co_spawn(shell_->io, shell_->accept_remote(&each), asio::detached);
  }
  asio::co_spawn(shell_->io, shell_->accept_control(), asio::detached);
  shell_->io.run();
}

void server::stop() {
  shell_->io.stop();
}

}  // namespace daypass::entra_simulator
