#pragma once
// A certificate authority and a server certificate of its own, made anew at every start.

#include <span>
#include <string>

namespace daypass::entra_simulator {

/// All in PEM.
struct server_identity {
  std::string authority;    ///< The certificate that clients are to trust.
  std::string certificate;  ///< For localhost, 127.0.0.1, ::1 and the names that were given.
  std::string key;
};

/// Makes both with P-256 keys, valid from a day ago for ten years. Throws std::runtime_error when
/// OpenSSL refuses. `names` are DNS names, with a wildcard or without.
[[nodiscard]] server_identity make_server_identity(std::span<const std::string> names = {});

}  // namespace daypass::entra_simulator
