#pragma once
// What OpenSSL says of keys, certificates and signatures.

#include "daypass/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace daypass::entra_simulator {

/// The DER of a certificate in PEM.
[[nodiscard]] std::optional<std::string> certificate_der(std::string_view pem);

/// Base64url of the digest of `bytes`; `name` as OpenSSL has it (SHA256, SHA1).
[[nodiscard]] std::string digest_of(const char* name, std::string_view bytes);

[[nodiscard]] bool is_within_validity(std::string_view certificate, instant now);

/// Whether `signature` over `text` is of that key, by a JWS algorithm (RFC 7518 3.1): PS256 or
/// RS256; any other name is no.
[[nodiscard]] bool is_signed_by_certificate(std::string_view der, std::string_view algorithm,
                                            std::string_view text, std::string_view signature);
[[nodiscard]] bool is_signed_by_key(std::string_view public_pem, std::string_view algorithm,
                                    std::string_view text, std::string_view signature);

}  // namespace daypass::entra_simulator
