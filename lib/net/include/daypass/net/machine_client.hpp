#pragma once
// A client over plain HTTP, for the one kind of service that has no other: those that Azure gives
// a machine about itself, on its loopback or a link-local address.

#include "daypass/net/https_client.hpp"

namespace daypass::net {

/// Loopback (RFC 1122 3.2.1.3, RFC 4291 2.5.3) or link-local (RFC 3927, RFC 4291 2.5.6): what is
/// sent there is seen by nobody between. An address and no name, but for `localhost`, which is
/// taken as 127.0.0.1: a name's answer comes from elsewhere.
[[nodiscard]] bool is_of_this_machine(const std::string& host);

/// A client that speaks HTTP without TLS to such a host, and is otherwise like make_https_client's;
/// `ca_file` has no use. Fails with bad_request (permanent) for any other host.
[[nodiscard]] result<std::unique_ptr<https_client>> make_machine_client(
    boost::asio::any_io_executor executor, https_client_settings settings);

}  // namespace daypass::net
