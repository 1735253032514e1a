#include "simulators/entra/logic/signatures.hpp"

#include "simulators/entra/logic/text.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>

namespace daypass::entra_simulator {
namespace {

using memory_bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using x509_handle = std::unique_ptr<X509, decltype(&X509_free)>;
using public_key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using digest_context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

memory_bio over(std::string_view text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free_all};
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

x509_handle parse_der(std::string_view der) {
  const unsigned char* at = bytes_of(der);
  return {d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free};
}

bool is_signed(EVP_PKEY* key, std::string_view algorithm, std::string_view text,
               std::string_view signature) {
  const bool pss = algorithm == "PS256";
  if (key == nullptr || (!pss && algorithm != "RS256")) return false;
  const digest_context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* how = nullptr;
  if (EVP_DigestVerifyInit(context.get(), &how, EVP_sha256(), nullptr, key) != 1) return false;
  if (pss && (EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) != 1 ||
              EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST) != 1)) {
    return false;
  }
  return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

}  // namespace

std::optional<std::string> certificate_der(std::string_view pem) {
  const auto source = over(pem);
  const x509_handle read(PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr), X509_free);
  if (!read) return std::nullopt;
  std::string der(static_cast<std::size_t>(i2d_X509(read.get(), nullptr)), '\0');
  auto* into = reinterpret_cast<unsigned char*>(der.data());
  i2d_X509(read.get(), &into);
  return der;
}

std::string digest_of(const char* name, std::string_view bytes) {
  unsigned char room[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), room, &size, EVP_get_digestbyname(name), nullptr);
  return base64url_encoded({reinterpret_cast<const char*>(room), size});
}

bool is_within_validity(std::string_view certificate, instant now) {
  const auto read = parse_der(certificate);
  auto at = static_cast<time_t>(std::chrono::floor<seconds>(now).time_since_epoch().count());
  return read && X509_cmp_time(X509_get0_notBefore(read.get()), &at) < 0 &&
         X509_cmp_time(X509_get0_notAfter(read.get()), &at) > 0;
}

bool is_signed_by_certificate(std::string_view der, std::string_view algorithm,
                              std::string_view text, std::string_view signature) {
  const auto read = parse_der(der);
  return read && is_signed(X509_get0_pubkey(read.get()), algorithm, text, signature);
}

bool is_signed_by_key(std::string_view public_pem, std::string_view algorithm,
                      std::string_view text, std::string_view signature) {
  const auto source = over(public_pem);
  const public_key key(PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  return is_signed(key.get(), algorithm, text, signature);
}

}  // namespace daypass::entra_simulator
