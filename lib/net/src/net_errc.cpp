#include "daypass/net/net_errc.hpp"

#include <string>

namespace daypass::net {
namespace {

class category final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "daypass.net"; }

  [[nodiscard]] std::string message(int code) const override {
    switch (static_cast<net_errc>(code)) {
      case net_errc::resolve_failed:
        return "the host name has no address";
      case net_errc::connect_failed:
        return "no connection";
      case net_errc::tls_failed:
        return "the TLS handshake failed";
      case net_errc::certificate_refused:
        return "the certificate was refused";
      case net_errc::deadline:
        return "the deadline passed";
      case net_errc::cancelled:
        return "cancelled";
      case net_errc::closed_early:
        return "the connection ended before the whole answer";
      case net_errc::header_too_large:
        return "the header is too large";
      case net_errc::body_too_large:
        return "the body is too large";
      case net_errc::bad_reply:
        return "the answer is not HTTP/1.1";
      case net_errc::bad_request:
        return "the request can't be written";
      case net_errc::pool_closed:
        return "the client was stopped";
      case net_errc::bad_trust:
        return "the certificate authorities can't be used";
      case net_errc::listen_failed:
        return "can't listen";
    }
    return "unknown";
  }
};

}  // namespace

const std::error_category& net_category() noexcept {
  static const category instance;
  return instance;
}

}  // namespace daypass::net
