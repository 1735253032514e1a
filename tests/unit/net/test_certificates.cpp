#include "unit/net/test_certificates.hpp"

#include "daypass/base/assert.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string_view>

namespace daypass::net::testing {
namespace {

template <typename T, void (*Free)(T*)>
struct freeing {
  void operator()(T* object) const { Free(object); }
};
using key_ptr = std::unique_ptr<EVP_PKEY, freeing<EVP_PKEY, EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, freeing<X509, X509_free>>;
using bio_ptr = std::unique_ptr<BIO, freeing<BIO, BIO_free_all>>;

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const bio_ptr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  return text_of(bio.get());
}

std::string pem_of(EVP_PKEY* key) {
  const bio_ptr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio.get());
}

void extend(X509* certificate, int what, const std::string& value) {
  auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
  DAYPASS_ASSERT(extension != nullptr);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

key_ptr make_key(const std::string& kind) {
  constexpr std::string_view rsa = "RSA-";
  if (!kind.starts_with(rsa)) return key_ptr(EVP_EC_gen(kind.c_str()));
  return key_ptr(EVP_RSA_gen(std::stoul(kind.substr(rsa.size()))));
}

void add_raw_dns_name(X509* certificate, const std::string& name) {
  auto* text = ASN1_IA5STRING_new();
  ASN1_STRING_set(text, name.data(), static_cast<int>(name.size()));
  auto* entry = GENERAL_NAME_new();
  GENERAL_NAME_set0_value(entry, GEN_DNS, text);
  auto* names = GENERAL_NAMES_new();
  sk_GENERAL_NAME_push(names, entry);
  DAYPASS_ASSERT(X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, 0) == 1);
  GENERAL_NAMES_free(names);
}

certificate_ptr unsigned_certificate(EVP_PKEY* key, const certificate_wish& wish) {
  certificate_ptr certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  static int serial = 0;
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wish.starts_in_s);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wish.ends_in_s);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", V_ASN1_UTF8STRING,
                             reinterpret_cast<const unsigned char*>(wish.common_name.data()),
                             static_cast<int>(wish.common_name.size()), -1, 0);
  X509_set_pubkey(certificate.get(), key);
  if (!wish.raw_dns_name.empty()) {
    add_raw_dns_name(certificate.get(), wish.raw_dns_name);
  } else if (!wish.alternative_name.empty()) {
    extend(certificate.get(), NID_subject_alt_name, wish.alternative_name);
  }
  for (const auto& [what, value] : wish.extensions) extend(certificate.get(), what, value);
  return certificate;
}

identity sign(const certificate_ptr& certificate, EVP_PKEY* key, EVP_PKEY* issuer_key,
              const std::string& digest) {
  const auto* method = EVP_get_digestbyname(digest.c_str());
  DAYPASS_ASSERT(X509_sign(certificate.get(), issuer_key, method) > 0);
  return {pem_of(certificate.get()), pem_of(key)};
}

template <typename T>
T* read_pem(const std::string& pem, T* (*read)(BIO*, T**, pem_password_cb*, void*)) {
  const bio_ptr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return read(bio.get(), nullptr, nullptr, nullptr);
}

}  // namespace

identity issue_by(const identity& issuer, const certificate_wish& wish) {
  const key_ptr issuer_key(read_pem<EVP_PKEY>(issuer.key, PEM_read_bio_PrivateKey));
  const certificate_ptr its_own(read_pem<X509>(issuer.certificate, PEM_read_bio_X509));
  const auto key = make_key(wish.key);
  const auto certificate = unsigned_certificate(key.get(), wish);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(its_own.get()));
  return sign(certificate, key.get(), issuer_key.get(), wish.digest);
}

identity self_signed(const certificate_wish& wish) {
  const auto key = make_key(wish.key);
  const auto certificate = unsigned_certificate(key.get(), wish);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  return sign(certificate, key.get(), key.get(), wish.digest);
}

certificate_wish authority_wish(const std::string& common_name, const std::string& constraints) {
  certificate_wish wish;
  wish.alternative_name.clear();
  wish.common_name = common_name;
  wish.starts_in_s *= 2;
  wish.ends_in_s *= 2;
  wish.extensions = {{NID_basic_constraints, constraints}};
  return wish;
}

test_authority::test_authority(const certificate_wish& wish) : self_(self_signed(wish)) {
  char path[] = "/tmp/daypass-test-ca-XXXXXX";
  const int handle = ::mkstemp(path);
  DAYPASS_ASSERT(handle >= 0);
  const auto written = ::write(handle, self_.certificate.data(), self_.certificate.size());
  DAYPASS_ASSERT(written == static_cast<ssize_t>(self_.certificate.size()));
  ::close(handle);
  file_ = path;
}

test_authority::~test_authority() {
  ::unlink(file_.c_str());
}

identity test_authority::issue(const certificate_wish& wish) const {
  return issue_by(self_, wish);
}

}  // namespace daypass::net::testing
