#include "daypass/net/unix_http_client.hpp"

#include "http_parser.hpp"
#include "last_error.hpp"
#include "request_writer.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace daypass::net {
namespace {

using clock = std::chrono::steady_clock;

// A file descriptor that closes itself.
class descriptor {
 public:
  explicit descriptor(int handle) : handle_(handle) {}
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  ~descriptor() {
    if (handle_ >= 0) ::close(handle_);
  }
  [[nodiscard]] int handle() const { return handle_; }

 private:
  int handle_;
};

// Waits until the socket is ready or the deadline has passed: true when it is ready.
bool wait_for(int handle, short events, clock::time_point deadline) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now()).count();
    if (left <= 0) return false;
    pollfd watched{handle, events, 0};
    const int ready = ::poll(&watched, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

class caller {
 public:
  explicit caller(const unix_call& call)
      : call_(call),
        deadline_(clock::now() + call.timeout),
        socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}

  result<http_response> run() {
    http_request request;
    request.method = call_.method;
    request.target = call_.target;
    request.close_after = true;
    if (!call_.body.empty()) request.headers.add("Content-Type", call_.content_type);
    request.body = wiped_buffer::copy_of(call_.body);
    if (auto legal = check_request(request); !legal) return std::unexpected(legal.error());
    if (auto connected = connect(); !connected) return std::unexpected(connected.error());
    wiped_buffer out;
    write_request(out, request, "localhost");
    if (auto sent = send(out.view()); !sent) return std::unexpected(sent.error());
    return receive(request.method == "HEAD");
  }

 private:
  [[nodiscard]] std::unexpected<error> problem(failure kind, net_errc code,
                                               const std::string& why) const {
    return fail(kind, code, "socket " + call_.socket_path + ": " + why);
  }

  result<void> connect() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (call_.socket_path.size() >= sizeof address.sun_path) {
      return problem(failure::permanent, net_errc::bad_request, "the path is too long");
    }
    std::ranges::copy(call_.socket_path, std::begin(address.sun_path));
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    // A local connect ends at once; EAGAIN is a full backlog.
    if (socket_.handle() < 0 || ::connect(socket_.handle(), generic, sizeof address) != 0) {
      return problem(failure::retryable, net_errc::connect_failed, last_error());
    }
    return {};
  }

  result<void> send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_.handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      } else if (errno == EPIPE || errno == ECONNRESET) {
        return {};  // a server that refuses may answer before it has read everything
      } else if (errno != EAGAIN && errno != EINTR) {
        return problem(failure::unknown_effect, net_errc::closed_early, last_error());
      } else if (!wait_for(socket_.handle(), POLLOUT, deadline_)) {
        return problem(failure::unknown_effect, net_errc::deadline, "no answer in time");
      }
    }
    return {};
  }

  result<http_response> receive(bool head_only) {
    constexpr std::size_t max_header_bytes = 64UL * 1024;
    constexpr std::size_t read_size = 64UL * 1024;
    http_response response;
    reply_parser parser({max_header_bytes, call_.max_body_bytes});
    parser.start(response, head_only);
    wiped_buffer in;
    while (!parser.done()) {
      if (!wait_for(socket_.handle(), POLLIN, deadline_)) {
        return problem(failure::unknown_effect, net_errc::deadline, "no answer in time");
      }
      const auto room = in.prepare(read_size);
      const auto size = ::recv(socket_.handle(), room.data(), room.size(), 0);
      if (size < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      if (size < 0) return problem(failure::unknown_effect, net_errc::closed_early, last_error());
      if (size == 0) {
        if (auto ended = parser.feed_end(); !ended) {
          return problem(failure::unknown_effect, ended.error(), "no whole answer");
        }
        break;
      }
      in.commit(static_cast<std::size_t>(size));
      const auto used = parser.feed(in.view());
      if (!used) return problem(failure::unknown_effect, used.error(), "not a usable answer");
      in.consume(*used);
    }
    return response;
  }

  const unix_call& call_;
  clock::time_point deadline_;
  descriptor socket_;
};

}  // namespace

result<http_response> call_unix_socket(const unix_call& call) {
  return caller(call).run();
}

}  // namespace daypass::net
