#pragma once
// Opens the socket that the server listens on.

#include "daypass/base/error.hpp"
#include "daypass/net/http_server.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

namespace daypass::net {

using stream_socket = boost::asio::generic::stream_protocol::socket;
using stream_acceptor = boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol>;

/// Listens on a loopback address. Fails with listen_failed for any other, or when it is in use.
[[nodiscard]] result<stream_acceptor> listen_on(const boost::asio::any_io_executor& executor,
                                                const tcp_listen& where);

/// Listens on a Unix socket; mode and group are set before anyone can connect. The socket that a
/// dead process left is replaced; a live one, or a file of another kind, is an error.
[[nodiscard]] result<stream_acceptor> listen_on(const boost::asio::any_io_executor& executor,
                                                const unix_listen& where);

/// The port of a TCP acceptor, or 0.
[[nodiscard]] std::uint16_t port_of(const stream_acceptor& acceptor);

/// Who is at the other end of a Unix socket; nothing on TCP.
[[nodiscard]] std::optional<peer_identity> peer_of(stream_socket& socket);

}  // namespace daypass::net
