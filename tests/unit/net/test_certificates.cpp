#include "unit/net/test_certificates.hpp"

#include "daypass/base/assert.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>

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

certificate_ptr unsigned_certificate(EVP_PKEY* key, const std::string& name, long starts_in_s,
                                     long ends_in_s) {
  certificate_ptr certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  static int serial = 0;
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), starts_in_s);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), ends_in_s);
  auto* subject = X509_get_subject_name(certificate.get());
  std::string text = name;
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

template <typename T>
T* read_pem(const std::string& pem, T* (*read)(BIO*, T**, pem_password_cb*, void*)) {
  const bio_ptr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return read(bio.get(), nullptr, nullptr, nullptr);
}

}  // namespace

test_authority::test_authority() {
  const key_ptr key(EVP_EC_gen("P-256"));
  const auto certificate = unsigned_certificate(key.get(), "test authority", -7200, 7200);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  extend(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  self_ = {pem_of(certificate.get()), pem_of(key.get())};
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
  const key_ptr own_key(read_pem<EVP_PKEY>(self_.key, PEM_read_bio_PrivateKey));
  const certificate_ptr own(read_pem<X509>(self_.certificate, PEM_read_bio_X509));
  const key_ptr key(EVP_EC_gen("P-256"));
  const auto certificate =
      unsigned_certificate(key.get(), "test server", wish.starts_in_s, wish.ends_in_s);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(own.get()));
  extend(certificate.get(), NID_subject_alt_name, wish.alternative_name);
  X509_sign(certificate.get(), own_key.get(), EVP_sha256());
  return {pem_of(certificate.get()), pem_of(key.get())};
}

}  // namespace daypass::net::testing
