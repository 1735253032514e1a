#pragma once
// How the PostgreSQL state is reached.

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"
#include "daypass/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace daypass::store {

/// One server of a cluster: a host name, an address, or the folder of a Unix socket ("/run/...").
struct postgres_host {
  std::string name;
  std::uint16_t port = 5'432;
};

/// How the server is believed (libpq: "SSL Support").
enum class postgres_tls : std::uint8_t {
  verify_full,  ///< TLS 1.2 or later, by a certificate of `ca_file` for the host's name.
  off,          ///< None: for Unix sockets and loopback alone.
};

struct postgres_settings {
  /// Tried in turn until one is found that can be written: the primary of a cluster.
  std::vector<postgres_host> hosts;
  std::string database;
  std::string user;
  std::string schema = "daypass";  ///< Lower-case letters, digits and '_'. Made when absent.

  /// Asked before every connection, so that a password may change while the daemon runs. Empty, or
  /// a function that gives an empty text: none. libpq keeps a copy of its own as long as it is
  /// connected; ours is wiped at once.
  std::function<result<secret_text>()> password;

  postgres_tls tls = postgres_tls::verify_full;
  std::string ca_file;    ///< Whom to believe; empty: the system's authorities.
  std::string cert_file;  ///< A certificate of our own, if the server wants one,
  std::string key_file;   ///< and its key, readable for nobody else.

  milliseconds connect_timeout{5'000};     ///< For all hosts together.
  milliseconds statement_timeout{10'000};  ///< For one statement, at the server.
  milliseconds lease_duration{15'000};     ///< A silent member's leases are taken over after it.
  std::size_t queue_max = 8'192;           ///< Calls waiting; beyond it `busy`.
  std::size_t group_max = 512;             ///< Updates that share one transaction.
};

}  // namespace daypass::store
