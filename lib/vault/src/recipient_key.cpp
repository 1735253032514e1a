#include "recipient_key.hpp"

#include "certificate.hpp"

#include "daypass/domain/refusal.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>

namespace daypass::vault {
namespace {

// id-RSAES-OAEP with SHA-256 for both the hash and MGF1 (RFC 4055 4.1, RFC 8017 A.2.1).
constexpr auto oaep_sha256 =
    der("\x30\x3c\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x07"
        "\x30\x2f"
        "\xa0\x0f\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00"
        "\xa1\x1c\x30\x1a\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08"
        "\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00");
// dhSinglePass-stdDH-sha256kdf-scheme around id-aes256-wrap (RFC 5753 7.1.4, RFC 5649).
constexpr auto agreement_algorithm =
    der("\x30\x15\x06\x06\x2b\x81\x04\x01\x0b\x01"
        "\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2d");
// ECC-CMS-SharedInfo for a 256-bit AES wrapping key without ukm (RFC 5753 7.2).
constexpr auto shared_info =
    der("\x30\x15\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2d"
        "\xa2\x06\x04\x04\x00\x00\x01\x00");
// AlgorithmIdentifier of an originator's key: id-ecPublicKey, curve as in the recipient's.
constexpr auto ec_public_key = der("\x30\x09\x06\x07\x2a\x86\x48\xce\x3d\x02\x01");
constexpr auto version_3 = der("\x02\x01\x03");

constexpr std::size_t names_room = 512;  // Everything in a RecipientInfo but names and key.

/// Bytes on the stack that open a pass, wiped on every way out.
template <std::size_t Size>
struct wiped_bytes : std::array<unsigned char, Size> {
  wiped_bytes() : std::array<unsigned char, Size>{} {}
  wiped_bytes(const wiped_bytes&) = delete;
  wiped_bytes& operator=(const wiped_bytes&) = delete;
  ~wiped_bytes() { OPENSSL_cleanse(this->data(), Size); }
};

std::string_view as_text(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

auto refused(std::string_view doing) {
  return fail(failure::defect, refusal::store_refused,
              fmt::format("seal: {}: {}", doing, openssl_words()));
}

/// ANSI X9.63 key derivation, one block: SHA-256(secret, counter 1, shared info).
bool derive_wrapping_key(const EVP_MD* sha256, std::span<const unsigned char> secret,
                         content_key& wrapping) {
  const digest_context hash(EVP_MD_CTX_new());
  constexpr auto counter = der("\x00\x00\x00\x01");
  return hash && EVP_DigestInit_ex2(hash.get(), sha256, nullptr) == 1 &&
         EVP_DigestUpdate(hash.get(), secret.data(), secret.size()) == 1 &&
         EVP_DigestUpdate(hash.get(), counter.data(), counter.size()) == 1 &&
         EVP_DigestUpdate(hash.get(), shared_info.data(), shared_info.size()) == 1 &&
         EVP_DigestFinal_ex(hash.get(), wrapping.data(), nullptr) == 1;
}

constexpr std::size_t wrapped_size = content_key_size + 8;  // RFC 3394.

bool wrap_key(const EVP_CIPHER* cipher, const content_key& wrapping, const content_key& key,
              std::array<unsigned char, wrapped_size>& wrapped) {
  const cipher_context context(EVP_CIPHER_CTX_new());
  if (!context) return false;
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  int size = 0;
  return EVP_EncryptInit_ex2(context.get(), cipher, wrapping.data(), nullptr, nullptr) == 1 &&
         EVP_EncryptUpdate(context.get(), wrapped.data(), &size, key.data(),
                           static_cast<int>(key.size())) == 1 &&
         static_cast<std::size_t>(size) == wrapped.size();
}

}  // namespace

recipient_key::recipient_key(x509_handle certificate)
    : certificate_(std::move(certificate)),
      public_key_(X509_get0_pubkey(certificate_.get())),
      issuer_and_serial_(issuer_and_serial_of(certificate_.get())),
      sha256_(EVP_MD_fetch(nullptr, "SHA256", nullptr)),
      key_wrap_(EVP_CIPHER_fetch(nullptr, "AES-256-WRAP", nullptr)) {
  if (EVP_PKEY_is_a(public_key_, "EC") == 1) {
    generator_.reset(EVP_PKEY_CTX_new(public_key_, nullptr));  // Curve as in this key.
    if (EVP_PKEY_keygen_init(generator_.get()) != 1) generator_.reset();
  }
}

result<std::string> recipient_key::wrap(const content_key& key) {
  return EVP_PKEY_is_a(public_key_, "RSA") == 1 ? transport(key) : agree(key);
}

result<std::string> recipient_key::transport(const content_key& key) const {
  const key_context context(EVP_PKEY_CTX_new(public_key_, nullptr));
  std::array<unsigned char, 2048> encrypted{};
  std::size_t size = encrypted.size();
  if (!context || EVP_PKEY_encrypt_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) != 1 ||
      EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), sha256_.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), sha256_.get()) != 1 ||
      EVP_PKEY_encrypt(context.get(), encrypted.data(), &size, key.data(), key.size()) != 1) {
    return refused("RSA-OAEP");
  }
  std::string room(names_room + issuer_and_serial_.size() + size, '\0');
  der_writer info(room);
  const auto end = info.mark();
  info.value(der_tag::octet_string, as_text(encrypted.data(), size));
  info.raw(oaep_sha256);
  info.value(der_tag::sequence, issuer_and_serial_);
  info.raw(version_0);
  info.wrap(der_tag::sequence, end);
  return std::string(info.written());
}

result<std::string> recipient_key::agree(const content_key& key) {
  EVP_PKEY* made = nullptr;
  if (!generator_ || EVP_PKEY_generate(generator_.get(), &made) != 1)
    return refused("one-time key");
  const key_handle one_time(made);
  const key_context context(EVP_PKEY_CTX_new(made, nullptr));
  wiped_bytes<66> secret;  // P-521 has the longest.
  std::size_t secret_size = secret.size();
  // Not validated again here, at twice the cost: load_recipients did.
  if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
      EVP_PKEY_derive_set_peer_ex(context.get(), public_key_, 0) != 1 ||
      EVP_PKEY_derive(context.get(), secret.data(), &secret_size) != 1) {
    return refused("ECDH");
  }
  wiped_bytes<content_key_size> wrapping;
  std::array<unsigned char, wrapped_size> wrapped{};
  if (!derive_wrapping_key(sha256_.get(), {secret.data(), secret_size}, wrapping) ||
      !wrap_key(key_wrap_.get(), wrapping, key, wrapped)) {
    return refused("key wrap");
  }
  std::array<unsigned char, 256> point{};
  std::size_t point_size = 0;
  if (EVP_PKEY_get_octet_string_param(made, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(),
                                      &point_size) != 1) {
    return refused("one-time public key");
  }
  std::string room(names_room + issuer_and_serial_.size(), '\0');
  der_writer info(room);
  const auto end = info.mark();
  info.value(der_tag::octet_string, as_text(wrapped.data(), wrapped.size()));
  info.value(der_tag::sequence, issuer_and_serial_);
  info.wrap(der_tag::sequence, end);  // RecipientEncryptedKey
  info.wrap(der_tag::sequence, end);  // the list of one
  info.raw(agreement_algorithm);
  const auto originator_end = info.mark();
  info.raw(as_text(point.data(), point_size));
  info.raw(der("\x00"));  // No unused bits.
  info.wrap(der_tag::bit_string, originator_end);
  info.raw(ec_public_key);
  info.wrap(der_tag::context_1, originator_end);
  info.wrap(der_tag::context_0, originator_end);
  info.raw(version_3);
  info.wrap(der_tag::context_1, end);
  return std::string(info.written());
}

}  // namespace daypass::vault
