#include "support/credentials/credentials.hpp"

#include <openssl/pem.h>
// PEM first: cms.h declares its PEM functions only then.
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace daypass::support {
namespace {

template <typename T, void (*Release)(T*)>
struct releaser {
  void operator()(T* held) const { Release(held); }
};
using key_pointer = std::unique_ptr<EVP_PKEY, releaser<EVP_PKEY, EVP_PKEY_free>>;
using x509_pointer = std::unique_ptr<X509, releaser<X509, X509_free>>;
using bio_pointer = std::unique_ptr<BIO, releaser<BIO, BIO_free_all>>;
using cms_pointer =
    std::unique_ptr<CMS_ContentInfo, releaser<CMS_ContentInfo, CMS_ContentInfo_free>>;

void must(bool good, const char* doing) {
  if (!good) throw std::runtime_error(doing);
}

key_pointer make_key(const std::string& kind) {
  if (kind.starts_with("RSA:")) {
    return key_pointer(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA",
                                         static_cast<std::size_t>(std::stoul(kind.substr(4)))));
  }
  if (kind == "ED25519") return key_pointer(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  return key_pointer(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", kind.c_str()));
}

void add_extension(X509* certificate, int nid, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
  must(extension != nullptr, "extension");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

std::string text_of(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

bio_pointer source_of(const std::string& text) {
  return bio_pointer(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

key_pointer key_of(const credential& who) {
  return key_pointer(
      PEM_read_bio_PrivateKey(source_of(who.key_pem).get(), nullptr, nullptr, nullptr));
}

x509_pointer certificate_of(const credential& who) {
  return x509_pointer(
      PEM_read_bio_X509(source_of(who.certificate_pem).get(), nullptr, nullptr, nullptr));
}

cms_pointer cms_of(const std::string& der) {
  return cms_pointer(d2i_CMS_bio(source_of(der).get(), nullptr));
}

std::string der_of(CMS_ContentInfo* cms) {
  const bio_pointer out(BIO_new(BIO_s_mem()));
  must(i2d_CMS_bio(out.get(), cms) == 1, "CMS encoding");
  return text_of(out.get());
}

std::string fingerprint_of(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &size);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    std::array<char, 3> two{};
    std::snprintf(two.data(), two.size(), "%02x", digest[i]);
    hex += two.data();
  }
  return hex;
}

x509_pointer make_certificate(EVP_PKEY* key, bool ed25519, const certificate_wishes& wishes) {
  x509_pointer certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  static int serial = 0;  // Recipients are told apart by issuer and serial.
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  must(ASN1_TIME_set_string(X509_getm_notBefore(certificate.get()), "20200101000000Z") == 1,
       "time");
  must(ASN1_TIME_set_string(X509_getm_notAfter(certificate.get()), wishes.expires.c_str()) == 1,
       "time");
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(wishes.common_name.c_str()), -1,
                             -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  std::string addresses;
  for (const auto& email : wishes.emails)
    addresses += (addresses.empty() ? "" : ",") + ("email:" + email);
  if (!addresses.empty()) add_extension(certificate.get(), NID_subject_alt_name, addresses);
  if (!wishes.key_usage.empty()) add_extension(certificate.get(), NID_key_usage, wishes.key_usage);
  must(X509_sign(certificate.get(), key, ed25519 ? nullptr : EVP_sha256()) > 0, "signature");
  return certificate;
}

std::optional<std::string> decrypted(const std::string& sealed, EVP_PKEY* key, X509* certificate) {
  const auto cms = cms_of(sealed);
  const bio_pointer out(BIO_new(BIO_s_mem()));
  const bool opened =
      cms && CMS_decrypt(cms.get(), key, certificate, nullptr, out.get(), CMS_BINARY) == 1;
  ERR_clear_error();
  if (!opened) return std::nullopt;
  return text_of(out.get());
}

std::optional<std::string> verified(const std::string& signed_der, X509* signer) {
  const auto cms = cms_of(signed_der);
  const bio_pointer out(BIO_new(BIO_s_mem()));
  STACK_OF(X509)* trusted = sk_X509_new_null();
  sk_X509_push(trusted, signer);
  const bool good = cms && CMS_verify(cms.get(), trusted, nullptr, nullptr, out.get(),
                                      CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) == 1;
  sk_X509_free(trusted);
  ERR_clear_error();
  if (!good) return std::nullopt;
  return text_of(out.get());
}

}  // namespace

credential make_credential(const std::string& kind, const certificate_wishes& wishes) {
  const auto key = make_key(kind);
  must(key != nullptr, "key");
  const auto certificate = make_certificate(key.get(), kind == "ED25519", wishes);
  const bio_pointer key_out(BIO_new(BIO_s_mem()));
  const bio_pointer certificate_out(BIO_new(BIO_s_mem()));
  must(PEM_write_bio_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) ==
           1,
       "key encoding");
  must(PEM_write_bio_X509(certificate_out.get(), certificate.get()) == 1, "certificate encoding");
  return {text_of(key_out.get()), text_of(certificate_out.get()),
          fingerprint_of(certificate.get())};
}

std::optional<std::string> decrypt_sealed(const std::string& sealed, const credential& recipient) {
  return decrypted(sealed, key_of(recipient).get(), certificate_of(recipient).get());
}

std::optional<std::string> verify_signed(const std::string& signed_der, const credential& signer) {
  return verified(signed_der, certificate_of(signer).get());
}

struct sealed_opener::keys {
  key_pointer recipient_key;
  x509_pointer recipient;
  x509_pointer signer;
};

sealed_opener::sealed_opener(const credential& recipient, const credential& signer)
    : keys_(new keys{key_of(recipient), certificate_of(recipient), certificate_of(signer)}) {}

sealed_opener::~sealed_opener() = default;

std::optional<std::string> sealed_opener::open(const std::string& sealed) const {
  const auto inside = decrypted(sealed, keys_->recipient_key.get(), keys_->recipient.get());
  return inside ? verified(*inside, keys_->signer.get()) : std::nullopt;
}

std::optional<std::string> open_sealed(const std::string& sealed, const credential& recipient,
                                       const credential& signer) {
  return sealed_opener(recipient, signer).open(sealed);
}

std::string plant_sealed(const std::string& inside, const credential& recipient) {
  const auto certificate = certificate_of(recipient);
  STACK_OF(X509)* to = sk_X509_new_null();
  sk_X509_push(to, certificate.get());
  const cms_pointer cms(CMS_encrypt(to, source_of(inside).get(), EVP_aes_256_gcm(), CMS_BINARY));
  sk_X509_free(to);
  must(cms != nullptr, "CMS_encrypt");
  return der_of(cms.get());
}

std::string sign_attached(const std::string& text, const credential& signer) {
  const cms_pointer cms(CMS_sign(certificate_of(signer).get(), key_of(signer).get(), nullptr,
                                 source_of(text).get(), CMS_BINARY));
  must(cms != nullptr, "CMS_sign");
  return der_of(cms.get());
}

}  // namespace daypass::support
