#include "simulators/entra/https/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>
#include <string_view>

namespace daypass::entra_simulator {
namespace {

using key_ptr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using certificate_ptr = std::unique_ptr<X509, decltype(&X509_free)>;
using bio_ptr = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

constexpr long day_s = 24L * 60 * 60;

void require(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

key_ptr make_key() {
  key_ptr key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  require(key != nullptr, "no P-256 key");
  return key;
}

void add_extension(X509* to, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
  require(extension != nullptr, value);
  const int added = X509_add_ext(to, extension, -1);
  X509_EXTENSION_free(extension);
  require(added == 1, value);
}

/// A certificate of this name and key, not signed yet.
certificate_ptr draft(std::string_view name, EVP_PKEY* key) {
  certificate_ptr made(X509_new(), X509_free);
  require(made != nullptr, "no certificate");
  X509_set_version(made.get(), X509_VERSION_3);
  std::uint64_t serial = 0;
  require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "no serial");
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), serial >> 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -day_s);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3650 * day_s);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.data()),
                             static_cast<int>(name.size()), -1, 0);
  require(X509_set_pubkey(made.get(), key) == 1, "no public key");
  return made;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
  add_extension(certificate, issuer, NID_authority_key_identifier, "keyid:always");
  require(X509_sign(certificate, issuer_key, EVP_sha256()) > 0, "no signature");
}

std::string text_of(BIO* from) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(from, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string certificate_pem(X509* certificate) {
  const bio_ptr out(BIO_new(BIO_s_mem()), BIO_free_all);
  require(PEM_write_bio_X509(out.get(), certificate) == 1, "no PEM");
  return text_of(out.get());
}

std::string key_pem(EVP_PKEY* key) {
  const bio_ptr out(BIO_new(BIO_s_mem()), BIO_free_all);
  require(PEM_write_bio_PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "no PEM");
  return text_of(out.get());
}

}  // namespace

server_identity make_server_identity(std::span<const std::string> names) {
  const key_ptr authority_key = make_key();
  const certificate_ptr authority = draft("Entra simulator authority", authority_key.get());
  add_extension(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  sign(authority.get(), authority.get(), authority_key.get());

  const key_ptr key = make_key();
  const certificate_ptr server = draft("localhost", key.get());
  add_extension(server.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(server.get(), authority.get(), NID_key_usage, "critical,digitalSignature");
  add_extension(server.get(), authority.get(), NID_ext_key_usage, "serverAuth");
  std::string hosts = "DNS:localhost,IP:127.0.0.1,IP:::1";
  for (const auto& each : names) hosts += ",DNS:" + each;
  add_extension(server.get(), authority.get(), NID_subject_alt_name, hosts.c_str());
  sign(server.get(), authority.get(), authority_key.get());
  return {certificate_pem(authority.get()), certificate_pem(server.get()), key_pem(key.get())};
}

}  // namespace daypass::entra_simulator
