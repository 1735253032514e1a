#pragma once
// A pass's text, signed and encrypted: the contents of one .cms file.

#include "certificate.hpp"
#include "recipient_key.hpp"
#include "signer.hpp"

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"
#include "daypass/vault/sealed_files.hpp"

#include <map>
#include <string>
#include <vector>

namespace daypass::vault {

class sealer {
 public:
  /// Loads key and certificates. Errors as make_sealed_files says.
  [[nodiscard]] static result<sealer> load(const seal_settings& settings);

  /// CMS AuthEnvelopedData (RFC 5083), AES-256-GCM (RFC 5084), of the signed content, DER. Opened
  /// by any of `recipients` (fingerprints) and nobody else: the key is forgotten here. One that is
  /// not known is looked for in the managers' folder, which blocks on the disk. Refused with
  /// refusal::store_refused when there are none (permanent), or one of them can't be found
  /// (permanent; retryable where there is such a folder: it may be gone since the plan was made,
  /// and a new plan will follow). One thread at a time.
  [[nodiscard]] result<std::string> seal(const secret_text& content,
                                         const std::vector<std::string>& recipients);

 private:
  explicit sealer(signer signs);

  void take(std::vector<loaded_recipient> found);
  /// The key of that fingerprint, or nullptr.
  [[nodiscard]] recipient_key* find(const std::string& fingerprint);

  /// RecipientInfos for all of them, as the SET of RFC 5652 6.1.
  [[nodiscard]] result<std::string> wrap_for(const std::vector<std::string>& recipients,
                                             const content_key& key);

  signer signs_;
  std::map<std::string, recipient_key, std::less<>> recipients_;  // By fingerprint.
  std::map<std::string, std::string, std::less<>> unusable_;      // Fingerprint to obstacle.
  std::filesystem::path managers_;
  instant started_at_{};
  cipher_handle aes_gcm_;
};

}  // namespace daypass::vault
