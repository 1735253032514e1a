#pragma once
// A sealer with two readers of different kinds, and what opens its files.

#include "support/credentials/credentials.hpp"
#include "support/credentials/scratch_folder.hpp"

#include "daypass/vault/sealed_files.hpp"

#include <gtest/gtest.h>

#include <string>

namespace daypass::vault {

/// RSA keys take long to make: one of each for all tests of a program.
inline const support::credential& rsa_2048() {
  static const auto made = support::make_credential("RSA:2048");
  return made;
}
inline const support::credential& rsa_1024() {
  static const auto made = support::make_credential("RSA:1024");
  return made;
}

struct seal_setup {
  explicit seal_setup(const std::string& signer_kind = "P-256")
      : signer(support::make_credential(signer_kind)) {
    EXPECT_TRUE(initialise_secret_memory(1U << 20U));
  }

  [[nodiscard]] seal_settings settings() const {
    auto key = secret_text::copy_of(signer.key_pem);
    EXPECT_TRUE(key);
    return {.recipients = {folder.write("ec.pem", ec.certificate_pem),
                           folder.write("rsa.pem", rsa.certificate_pem),
                           folder.write("weak.pem", weak.certificate_pem)},
            .signing_key = std::move(*key),
            .signing_certificate = folder.write("signer.pem", signer.certificate_pem),
            .now = instant{std::chrono::sys_days{std::chrono::year{2030} / 1 / 1}}};
  }

  support::credential signer;
  support::credential ec = support::make_credential("P-256");
  support::credential rsa = rsa_2048();
  support::credential weak = rsa_1024();
  support::scratch_folder folder;
};

}  // namespace daypass::vault
