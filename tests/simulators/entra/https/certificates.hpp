#pragma once
// A certificate authority and a server certificate of its own, made anew at every start.

#include <string>

namespace daypass::entra_simulator {

/// All in PEM.
struct server_identity {
  std::string authority;    ///< The certificate that clients are to trust.
  std::string certificate;  ///< For localhost, 127.0.0.1 and ::1.
  std::string key;
};

/// Makes both with P-256 keys, valid from a day ago for ten years. Throws std::runtime_error when
/// OpenSSL refuses.
[[nodiscard]] server_identity make_server_identity();

}  // namespace daypass::entra_simulator
