#pragma once
// X.509 certificates out of files.

#include "openssl_handles.hpp"

#include "daypass/base/error.hpp"
#include "daypass/vault/recipient.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace daypass::vault {

/// The one certificate of a file, PEM or DER. Permanent, refusal::store_refused otherwise.
[[nodiscard]] result<x509_handle> read_certificate(const std::filesystem::path& file);

/// The DER form of a certificate, of its issuer's name followed by its serial number (what CMS
/// calls IssuerAndSerialNumber, less the tag), and lower-case hex SHA-256 of the whole.
[[nodiscard]] std::string der_of(const X509* certificate);
[[nodiscard]] std::string issuer_and_serial_of(const X509* certificate);
[[nodiscard]] std::string fingerprint_of(const X509* certificate);

/// A certificate with what is known of it; `certificate` is empty when the file holds none.
struct loaded_recipient {
  recipient about;
  x509_handle certificate;
};

/// What load_recipients tells, and the certificates themselves.
[[nodiscard]] result<std::vector<loaded_recipient>> read_recipients(
    const std::vector<std::filesystem::path>& paths, instant now);

}  // namespace daypass::vault
