#pragma once
// Owning handles for what OpenSSL allocates, and its error words.

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace daypass::vault {

template <auto Release>
struct release_with {
  template <typename T>
  void operator()(T* held) const noexcept {
    Release(held);
  }
};

using bio_handle = std::unique_ptr<BIO, release_with<BIO_free_all>>;
using x509_handle = std::unique_ptr<X509, release_with<X509_free>>;
using key_handle = std::unique_ptr<EVP_PKEY, release_with<EVP_PKEY_free>>;
using key_context = std::unique_ptr<EVP_PKEY_CTX, release_with<EVP_PKEY_CTX_free>>;
using digest_handle = std::unique_ptr<EVP_MD, release_with<EVP_MD_free>>;
using digest_context = std::unique_ptr<EVP_MD_CTX, release_with<EVP_MD_CTX_free>>;
using cipher_handle = std::unique_ptr<EVP_CIPHER, release_with<EVP_CIPHER_free>>;
using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, release_with<EVP_CIPHER_CTX_free>>;

/// The newest reason in OpenSSL's queue of this thread, and empties the queue.
inline std::string openssl_words() {
  const unsigned long code = ERR_peek_last_error();
  const char* words = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return words == nullptr ? "no reason given" : words;
}

}  // namespace daypass::vault
