#include "client_assertion.hpp"

#include "base64.hpp"
#include "rsa_key.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/entra/credential.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <array>
#include <ctime>

namespace daypass::entra {
namespace {

using bio_handle = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using certificate_handle = std::unique_ptr<X509, decltype(&X509_free)>;
using digest_handle = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

constexpr minutes lifetime{10};
constexpr std::size_t signature_max = 2048;  // Bytes: an RSA key of 16384 bits.

std::unexpected<error> unfit(std::string what) {
  ERR_clear_error();
  return fail(failure::permanent, refusal::unauthorised, "certificate: " + std::move(what),
              failure_scope::lane);
}

/// What signs: a key, and the certificate that Entra knows it by.
struct signing_pair {
  key_handle key;
  certificate_handle certificate;
};

/// The certificate of `key` among those in `pem`. OpenSSL sees no other part of it.
certificate_handle find_certificate(std::string_view pem, EVP_PKEY* key) {
  constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----";
  constexpr std::string_view end = "-----END CERTIFICATE-----";
  for (auto from = pem.find(begin); from != std::string_view::npos; from = pem.find(begin, from)) {
    const auto until = pem.find(end, from);
    if (until == std::string_view::npos) break;
    const std::string_view one = pem.substr(from, until + end.size() - from);
    const bio_handle source(BIO_new_mem_buf(one.data(), static_cast<int>(one.size())),
                            BIO_free_all);
    certificate_handle read(PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr), X509_free);
    if (read && X509_check_private_key(read.get(), key) == 1) return read;
    from = until;
  }
  return {nullptr, X509_free};
}

result<signing_pair> read_pair(const secret_text& pem) {
  auto key = read_rsa_key(pem);
  if (!key) return std::unexpected(std::move(key.error()));
  auto certificate = find_certificate(pem.expose(), key->get());
  if (!certificate) {
    return unfit(pem.expose().contains("-----BEGIN CERTIFICATE-----")
                     ? "none in the PEM is of the private key in it"
                     : "there is none in the PEM; append it to the private key");
  }
  return signing_pair{std::move(*key), std::move(certificate)};
}

instant instant_of(const ASN1_TIME* time) {
  std::tm broken{};
  ASN1_TIME_to_tm(time, &broken);
  return instant(seconds{::timegm(&broken)});
}

result<void> check_validity(const X509* certificate, instant now) {
  const instant begins = instant_of(X509_get0_notBefore(certificate));
  const instant ends = instant_of(X509_get0_notAfter(certificate));
  if (now < begins) {
    return unfit(fmt::format("it is valid from {:%F} on; check this machine's clock", begins));
  }
  if (now >= ends) {
    return unfit(
        fmt::format("it expired on {:%F}; register its successor and put that in place", ends));
  }
  return {};
}

std::string encoded(std::string_view bytes) {
  std::string text(base64url_size(bytes.size()), '\0');
  encode_base64url(bytes, text);
  return text;
}

std::string thumbprint_of(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &size);
  return encoded({reinterpret_cast<const char*>(digest.data()), size});
}

std::string signing_input(const X509* certificate, const assertion_claims& claims) {
  const auto from = std::chrono::floor<seconds>(claims.at).time_since_epoch().count();
  // Ids and addresses: nothing in them wants escaping.
  const std::string header =
      fmt::format(R"({{"alg":"PS256","typ":"JWT","x5t#S256":"{}"}})", thumbprint_of(certificate));
  const std::string payload = fmt::format(
      R"({{"aud":"{0}","iss":"{1}","sub":"{1}","jti":"{2}","nbf":{3},"iat":{3},"exp":{4}}})",
      claims.audience, claims.client_id, claims.id, from, from + seconds{lifetime}.count());
  return encoded(header) + "." + encoded(payload);
}

/// RSASSA-PSS with SHA-256 for the digest and for MGF1, and a salt of its length.
std::optional<std::size_t> sign(EVP_PKEY* key, std::string_view text,
                                std::array<unsigned char, signature_max>& into) {
  const digest_handle context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* how = nullptr;
  std::size_t size = into.size();
  if (!context || EVP_DigestSignInit(context.get(), &how, EVP_sha256(), nullptr, key) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) != 1 ||
      EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST) != 1 ||
      EVP_DigestSign(context.get(), into.data(), &size,
                     reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1) {
    return std::nullopt;
  }
  return size;
}

}  // namespace

result<instant> certificate_end(const secret_text& pem, instant now) {
  const auto pair = read_pair(pem);
  if (!pair) return std::unexpected(pair.error());
  if (auto valid = check_validity(pair->certificate.get(), now); !valid) {
    return std::unexpected(std::move(valid.error()));
  }
  return instant_of(X509_get0_notAfter(pair->certificate.get()));
}

result<secret_text> make_client_assertion(const secret_text& pem, const assertion_claims& claims) {
  const auto pair = read_pair(pem);
  if (!pair) return std::unexpected(pair.error());
  if (auto valid = check_validity(pair->certificate.get(), claims.at); !valid) {
    return std::unexpected(std::move(valid.error()));
  }
  const std::string input = signing_input(pair->certificate.get(), claims);
  std::array<unsigned char, signature_max> signature{};
  const auto size = sign(pair->key.get(), input, signature);
  if (!size) return unfit("its key can't sign");
  auto made = secret_text::with_size(input.size() + 1 + base64url_size(*size));
  if (made) {
    const std::span<char> room = made->expose_writable();
    std::ranges::copy(input, room.begin());
    room[input.size()] = '.';
    encode_base64url({reinterpret_cast<const char*>(signature.data()), *size},
                     room.subspan(input.size() + 1));
  }
  OPENSSL_cleanse(signature.data(), signature.size());
  return made;
}

}  // namespace daypass::entra
