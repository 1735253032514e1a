#pragma once
// Secrets are named in the configuration, never written in it (design 8).

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace daypass::config {

struct surroundings;

/// Where a secret lies.
enum class secret_place : std::uint8_t {
  file,         ///< `file:/path`.
  credential,   ///< `credential:NAME`: a file in $CREDENTIALS_DIRECTORY (systemd LoadCredential).
  environment,  ///< `env:NAME`: a last resort, for the environment can be read in /proc.
};

struct secret_reference {
  secret_place place = secret_place::file;
  std::string name;  ///< A path, a credential's name or a variable's.

  [[nodiscard]] bool empty() const { return name.empty(); }

  friend bool operator==(const secret_reference&, const secret_reference&) = default;
};

/// As it is written in the configuration: `credential:graph-client-secret`.
[[nodiscard]] std::string to_string(const secret_reference& reference);

/// Longest secret that is read: room for a private key in PEM.
inline constexpr std::size_t secret_bytes_max = 64 * 1024;

/// The file behind a file or credential reference; fails with secret_absent when systemd gave no
/// credentials, and for a variable of the environment.
[[nodiscard]] result<std::filesystem::path> file_of(const secret_reference& reference,
                                                    const surroundings& around);

/// Reads the secret as it is now, straight into locked memory, less the line end behind it. A
/// repeat reads again, so a rotated secret needs no restart. Errors (permanent; they name the
/// reference, never the secret): secret_absent, no_access, secret_unfit; retryable when the locked
/// memory is full. Blocks on the disk. Any thread.
[[nodiscard]] result<secret_text> read_secret(const secret_reference& reference,
                                              const surroundings& around);

}  // namespace daypass::config
