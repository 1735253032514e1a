#include "certificate.hpp"

#include "daypass/domain/refusal.hpp"

#include <fmt/format.h>
#include <openssl/pem.h>

#include <array>
#include <ctime>

namespace daypass::vault {
namespace {

std::string openssl_bytes(int (*encode)(const X509*, unsigned char**), const X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = encode(certificate, &bytes);
  std::string copy(reinterpret_cast<const char*>(bytes), size < 0 ? 0 : size);
  OPENSSL_free(bytes);
  return copy;
}

int encode_issuer(const X509* certificate, unsigned char** bytes) {
  return i2d_X509_NAME(X509_get_issuer_name(certificate), bytes);
}

int encode_serial(const X509* certificate, unsigned char** bytes) {
  return i2d_ASN1_INTEGER(X509_get0_serialNumber(certificate), bytes);
}

}  // namespace

result<x509_handle> read_certificate(const std::filesystem::path& file) {
  const bio_handle source(BIO_new_file(file.c_str(), "rb"));
  if (!source) {
    ERR_clear_error();
    return fail(failure::permanent, refusal::store_refused,
                fmt::format("certificate {}: can't be opened", file.string()));
  }
  x509_handle certificate(PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr));
  if (!certificate && BIO_seek(source.get(), 0) == 0) {
    certificate.reset(d2i_X509_bio(source.get(), nullptr));
  }
  ERR_clear_error();
  if (certificate) return certificate;
  return fail(failure::permanent, refusal::store_refused,
              fmt::format("{}: holds no X.509 certificate, neither PEM nor DER", file.string()));
}

std::string der_of(const X509* certificate) {
  return openssl_bytes(i2d_X509, certificate);
}

std::string issuer_and_serial_of(const X509* certificate) {
  return openssl_bytes(encode_issuer, certificate) + openssl_bytes(encode_serial, certificate);
}

std::string fingerprint_of(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &size);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

}  // namespace daypass::vault
