#pragma once
// Who may open a sealed pass: X.509 certificates out of the operators' files.

#include "daypass/base/error.hpp"
#include "daypass/base/time.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace daypass::vault {

/// One certificate, and whether passes can be sealed to it.
struct recipient {
  std::filesystem::path file;
  std::string fingerprint;  ///< SHA-256 of the certificate, lower-case hex; empty: unreadable.
  std::string subject;      ///< RFC 2253.
  std::vector<std::string> emails;  ///< SAN rfc822Name and subject emailAddress, lower-case.
  instant expires_at{};
  std::string obstacle;  ///< Why it can't be a recipient, with the cure; empty: it can.

  [[nodiscard]] bool usable() const { return obstacle.empty(); }
};

/// Reads certificates, PEM or DER, one a file. A path that is a folder stands for its files ending
/// in .pem, .crt or .cer, in the order of their names. A file that holds no certificate, or one
/// that can't be a recipient, is in the answer with its obstacle. Twice the same certificate is
/// kept once. Fails only when a path can't be read at all. Blocks on the disk. Any thread.
[[nodiscard]] result<std::vector<recipient>> load_recipients(
    const std::vector<std::filesystem::path>& paths, instant now);

}  // namespace daypass::vault
