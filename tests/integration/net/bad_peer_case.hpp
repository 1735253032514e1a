#pragma once
// The table of peers that must get nothing, and of those that may.

#include "integration/net/recording_peer.hpp"

#include "daypass/net/net_errc.hpp"

#include <ostream>
#include <span>

namespace daypass::net::testing {

/// A peer, and how the client refuses it.
struct bad_peer_case {
  const char* name;
  const char* host;  ///< As the client is told.
  void (*arrange)(recording_peer& peer);
  net_errc code;
  const char* told;  ///< What the error says: its reason, in words that lead to the cure.
};

/// A peer that gets the request.
struct good_peer_case {
  const char* name;
  const char* host;
  void (*arrange)(recording_peer& peer);
  const char* asked_name;  ///< What name indication says.
};

inline void PrintTo(const bad_peer_case& given, std::ostream* out) {
  *out << given.name;
}
inline void PrintTo(const good_peer_case& given, std::ostream* out) {
  *out << given.name;
}

/// The authority that the client trusts.
[[nodiscard]] const test_authority& trusted_authority();

[[nodiscard]] std::span<const bad_peer_case> bad_certificates();  ///< Of the peer's own.
[[nodiscard]] std::span<const bad_peer_case> bad_authorities();   ///< Of those above it.
[[nodiscard]] std::span<const bad_peer_case> bad_handshakes();    ///< Before any certificate.
[[nodiscard]] std::span<const bad_peer_case> endless_handshakes();
[[nodiscard]] std::span<const good_peer_case> good_peers();

}  // namespace daypass::net::testing
