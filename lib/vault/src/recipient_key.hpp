#pragma once
// Hands one content key to one recipient: a RecipientInfo of RFC 5652, written by hand because
// OpenSSL's own CMS code validates the recipient's key again for every pass, at twice the cost of
// everything else here. `openssl cms -decrypt` reads it; the unit tests run that.

#include "der_writer.hpp"
#include "openssl_handles.hpp"

#include "daypass/base/error.hpp"

#include <array>
#include <string>

namespace daypass::vault {

inline constexpr std::size_t content_key_size = 32;
using content_key = std::array<unsigned char, content_key_size>;

class recipient_key {
 public:
  /// Takes an EC or RSA certificate that load_recipients found usable.
  explicit recipient_key(x509_handle certificate);

  /// The DER of a RecipientInfo that holds `key` for this recipient, with fresh randomness.
  /// `defect` when OpenSSL refuses. One thread at a time.
  [[nodiscard]] result<std::string> wrap(const content_key& key);

 private:
  [[nodiscard]] result<std::string> transport(const content_key& key) const;
  [[nodiscard]] result<std::string> agree(const content_key& key);

  x509_handle certificate_;
  EVP_PKEY* public_key_;  // The certificate's.
  std::string issuer_and_serial_;
  digest_handle sha256_;
  cipher_handle key_wrap_;
  key_context generator_;  // Makes one-time keys on the recipient's curve; none for RSA.
};

}  // namespace daypass::vault
