#pragma once
// Keys and certificates made on the spot, and OpenSSL's own CMS code to open what was sealed: an
// implementation apart from the one under test.

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace daypass::support {

struct credential {
  std::string key_pem;
  std::string certificate_pem;
  std::string fingerprint;  ///< SHA-256 in hex.
};

struct certificate_wishes {
  std::string common_name = "Test";
  std::vector<std::string> emails;  ///< As SAN rfc822Name.
  std::string key_usage;            ///< As in openssl.cnf; empty: none.
  std::string expires = "20401231235959Z";
};

/// A self-signed certificate valid from 2020. `kind` is P-256, P-384, P-521, ED25519 or RSA:BITS.
[[nodiscard]] credential make_credential(const std::string& kind,
                                         const certificate_wishes& wishes = {});

/// Decrypts a .cms file's contents as that recipient: the signed DER inside. Nothing when it can't
/// be opened.
[[nodiscard]] std::optional<std::string> decrypt_sealed(const std::string& sealed,
                                                        const credential& recipient);

/// The text inside the signed DER if that very certificate signed it.
[[nodiscard]] std::optional<std::string> verify_signed(const std::string& signed_der,
                                                       const credential& signer);

/// Does both in a row, for one recipient and signer, whose keys it reads once.
class sealed_opener {
 public:
  sealed_opener(const credential& recipient, const credential& signer);
  ~sealed_opener();
  sealed_opener(const sealed_opener&) = delete;
  sealed_opener& operator=(const sealed_opener&) = delete;

  [[nodiscard]] std::optional<std::string> open(const std::string& sealed) const;

 private:
  struct keys;
  std::unique_ptr<keys> keys_;
};

/// The same, once.
[[nodiscard]] std::optional<std::string> open_sealed(const std::string& sealed,
                                                     const credential& recipient,
                                                     const credential& signer);

/// Encrypts to a recipient with OpenSSL, as an intruder could: any text, signed or not.
[[nodiscard]] std::string plant_sealed(const std::string& inside, const credential& recipient);

/// Signs a text with OpenSSL, attached, DER.
[[nodiscard]] std::string sign_attached(const std::string& text, const credential& signer);

}  // namespace daypass::support
