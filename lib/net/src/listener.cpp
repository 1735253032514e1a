#include "listener.hpp"

#include "last_error.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <grp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace daypass::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

std::unexpected<error> cannot(const std::string& where, const std::string& why) {
  return fail(failure::permanent, net_errc::listen_failed, "listen on " + where + ": " + why);
}

// Removes the socket of a process that is gone. Whoever still listens there accepts or, with a
// full backlog, answers EAGAIN: then the path isn't ours.
result<void> clear_path(const asio::any_io_executor& executor, const std::string& path) {
  struct stat found{};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return {};
    return cannot(path, last_error());
  }
  if (!S_ISSOCK(found.st_mode)) return cannot(path, "there is a file that isn't a socket");
  asio::local::stream_protocol::socket probe(executor);
  error_code problem;
  probe.open({}, problem);
  if (!problem) probe.non_blocking(true, problem);
  if (!problem) probe.connect(path, problem);
  if (problem != asio::error::connection_refused) {
    return cannot(path, "another process listens there, or forbids to look");
  }
  if (::unlink(path.c_str()) != 0) return cannot(path, last_error());
  return {};
}

std::optional<gid_t> group_id(const std::string& name) {
  std::vector<char> room(16UL * 1024);
  struct group entry{};
  struct group* found = nullptr;
  if (::getgrnam_r(name.c_str(), &entry, room.data(), room.size(), &found) != 0) {
    return std::nullopt;
  }
  return found == nullptr ? std::nullopt : std::optional(entry.gr_gid);
}

result<void> set_access(const unix_listen& where) {
  if (!where.group.empty()) {
    const auto group = group_id(where.group);
    if (!group) return cannot(where.path, "there is no group '" + where.group + "'");
    // The unit forbids chown; with the daemon's own group, or a folder that hands its own down,
    // there is nothing to change.
    struct stat made{};
    if (::stat(where.path.c_str(), &made) != 0) return cannot(where.path, last_error());
    if (made.st_gid != *group && ::chown(where.path.c_str(), static_cast<uid_t>(-1), *group) != 0) {
      return cannot(where.path, "group '" + where.group + "': " + last_error());
    }
  }
  if (::chmod(where.path.c_str(), where.mode) != 0) return cannot(where.path, last_error());
  return {};
}

}  // namespace

result<stream_acceptor> listen_on(const asio::any_io_executor& executor, const tcp_listen& where) {
  const auto name = where.address + ":" + std::to_string(where.port);
  error_code problem;
  const auto address = asio::ip::make_address(where.address, problem);
  if (problem) return cannot(name, "not an address");
  if (!address.is_loopback()) {
    return cannot(name, "only loopback addresses are served, because nothing here is encrypted");
  }
  const asio::ip::tcp::endpoint endpoint(address, where.port);
  stream_acceptor acceptor(executor);
  acceptor.open(asio::generic::stream_protocol(endpoint.protocol()), problem);
  if (!problem) acceptor.set_option(asio::socket_base::reuse_address(true), problem);
  if (!problem) acceptor.bind(endpoint, problem);
  if (!problem) acceptor.listen(asio::socket_base::max_listen_connections, problem);
  if (problem) return cannot(name, problem.message());
  return acceptor;
}

result<stream_acceptor> listen_on(const asio::any_io_executor& executor, const unix_listen& where) {
  constexpr std::size_t longest_path = 107;
  if (where.path.empty() || where.path.size() > longest_path) {
    return cannot(where.path, "a socket's path has 1 to 107 bytes");
  }
  if (auto clear = clear_path(executor, where.path); !clear) {
    return std::unexpected(clear.error());
  }
  const asio::local::stream_protocol::endpoint endpoint(where.path);
  stream_acceptor acceptor(executor);
  error_code problem;
  acceptor.open(asio::generic::stream_protocol(endpoint.protocol()), problem);
  if (!problem) acceptor.bind(endpoint, problem);
  if (problem) return cannot(where.path, problem.message());
  // A bound socket refuses connections until it listens, so access is set in time.
  if (auto access = set_access(where); !access) {
    ::unlink(where.path.c_str());
    return std::unexpected(access.error());
  }
  acceptor.listen(asio::socket_base::max_listen_connections, problem);
  if (problem) return cannot(where.path, problem.message());
  return acceptor;
}

std::uint16_t port_of(const stream_acceptor& acceptor) {
  error_code problem;
  const auto endpoint = acceptor.local_endpoint(problem);
  if (problem) return 0;
  if (endpoint.data()->sa_family == AF_INET) {
    sockaddr_in address{};
    std::memcpy(&address, endpoint.data(), sizeof address);
    return ntohs(address.sin_port);
  }
  if (endpoint.data()->sa_family == AF_INET6) {
    sockaddr_in6 address{};
    std::memcpy(&address, endpoint.data(), sizeof address);
    return ntohs(address.sin6_port);
  }
  return 0;
}

std::optional<peer_identity> peer_of(stream_socket& socket) {
  ucred who{};
  socklen_t size = sizeof who;
  sockaddr_storage local{};
  socklen_t local_size = sizeof local;
  const int handle = socket.native_handle();
  auto* const address = reinterpret_cast<sockaddr*>(&local);
  if (::getsockname(handle, address, &local_size) != 0 || local.ss_family != AF_UNIX) {
    return std::nullopt;
  }
  if (::getsockopt(handle, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) return std::nullopt;
  return peer_identity{who.uid, who.gid, who.pid};
}

}  // namespace daypass::net
