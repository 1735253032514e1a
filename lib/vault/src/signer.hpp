#pragma once
// The daemon's signature around a pass's text: CMS SignedData (RFC 5652 5), attached. Written by
// hand because OpenSSL's own CMS code would leave the text in memory that nobody wipes.

#include "openssl_handles.hpp"

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"

#include <filesystem>
#include <string>

namespace daypass::vault {

class signer {
 public:
  /// An EC or RSA key and its certificate. Permanent, refusal::store_refused, and the cure in
  /// `what` when either can't be read, is of another kind, or they don't belong together.
  [[nodiscard]] static result<signer> load(const secret_text& key,
                                           const std::filesystem::path& certificate);

  /// `content` and the signature over it, DER. Fails when the secret memory is full (retryable).
  [[nodiscard]] result<secret_text> sign(const secret_text& content) const;

 private:
  signer(key_handle key, const X509* certificate);

  [[nodiscard]] result<std::string> signature(std::string_view attributes) const;

  key_handle key_;
  bool rsa_;
  std::string certificate_;        // DER.
  std::string issuer_and_serial_;  // Of the certificate.
  digest_handle sha256_;
};

}  // namespace daypass::vault
