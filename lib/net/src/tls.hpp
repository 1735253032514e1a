#pragma once
// The one way in which our clients speak TLS: 1.2 or later at 112 bits or more, authority and host
// name verified, whatever the machine's openssl.cnf says.

#include "daypass/base/error.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>
#include <openssl/ssl.h>

#include <memory>
#include <optional>
#include <string>

namespace daypass::net {

/// A context that trusts the authorities of `ca_file` (PEM), or the system's when it is empty.
/// Fails with bad_trust, permanent.
[[nodiscard]] result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(
    const std::string& ca_file);

/// Sets name indication (RFC 6066 3) and the name or address that the certificate must have.
[[nodiscard]] bool expect_host(SSL* tls, const std::string& host);

/// Why the certificate was refused, in OpenSSL's words and ours; nothing when it wasn't.
[[nodiscard]] std::optional<std::string> certificate_problem(const SSL* tls);

/// Why a handshake failed for another reason than the certificate, in words for an operator.
[[nodiscard]] std::string handshake_problem(const boost::system::error_code& problem);

}  // namespace daypass::net
