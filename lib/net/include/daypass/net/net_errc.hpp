#pragma once
// Why a call over the network failed.

#include <cstdint>
#include <system_error>

namespace daypass::net {

/// The code of every error that lib/net returns. What it means for the caller is in error::kind.
enum class net_errc : std::uint8_t {
  resolve_failed = 1,   ///< The host name has no address now.
  connect_failed,       ///< No address of the host took the connection in time.
  tls_failed,           ///< The TLS handshake failed for another reason than the certificate.
  certificate_refused,  ///< The certificate is expired, of an unknown authority or another host's.
  deadline,             ///< The request's deadline passed.
  cancelled,            ///< The caller gave up.
  closed_early,         ///< The connection ended before the whole answer had come.
  header_too_large,     ///< The answer's header is larger than allowed.
  body_too_large,       ///< The answer's body is larger than allowed.
  bad_reply,            ///< The answer isn't HTTP/1.1 as RFC 9112 has it.
  bad_request,          ///< The request can't be written: an illegal method, target or header.
  pool_closed,          ///< The client was stopped.
  bad_trust,            ///< The file of certificate authorities can't be used.
  listen_failed,        ///< The address or socket path can't be listened on.
};

/// The category of net_errc, named "daypass.net".
[[nodiscard]] const std::error_category& net_category() noexcept;

[[nodiscard]] inline std::error_code make_error_code(net_errc code) noexcept {
  return {static_cast<int>(code), net_category()};
}

}  // namespace daypass::net

template <>
struct std::is_error_code_enum<daypass::net::net_errc> : std::true_type {};
