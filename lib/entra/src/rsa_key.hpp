#pragma once
// An RSA private key out of PEM, without a copy of it in memory that nobody wipes: OpenSSL's own
// PEM reader leaves the decoded key in its heap.

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"

#include <openssl/evp.h>

#include <memory>

namespace daypass::entra {

using key_handle = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

/// The first private key in `pem`: `PRIVATE KEY` (PKCS #8, RFC 5958) or `RSA PRIVATE KEY`
/// (PKCS #1, RFC 8017), not encrypted, 2048 bits or more. Its numbers are in OpenSSL's secure heap
/// while they are read, and wiped with the key. Errors: permanent with a cure in `what`; retryable
/// when the secret memory is full.
[[nodiscard]] result<key_handle> read_rsa_key(const secret_text& pem);

}  // namespace daypass::entra
