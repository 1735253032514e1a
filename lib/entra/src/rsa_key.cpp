#include "rsa_key.hpp"

#include "base64.hpp"

#include "daypass/domain/refusal.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::entra {
namespace {

using number_handle = std::unique_ptr<BIGNUM, decltype(&BN_clear_free)>;
using context_handle = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using builder_handle = std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)>;
using params_handle = std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)>;

constexpr int bits_min = 2048;
constexpr unsigned char der_integer = 0x02;
constexpr unsigned char der_octets = 0x04;
constexpr unsigned char der_sequence = 0x30;
// OBJECT IDENTIFIER rsaEncryption, 1.2.840.113549.1.1.1
constexpr std::string_view rsa_encryption{"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 11};

std::unexpected<error> no_key(std::string_view what) {
  return fail(failure::permanent, refusal::unauthorised, "private key: " + std::string(what),
              failure_scope::lane);
}

/// Takes the DER value with this tag from the front of `rest` (X.690 8.1); nothing, and `rest` as
/// it was, when another one is there.
std::optional<std::string_view> take(std::string_view& rest, unsigned char tag) {
  const auto byte = [&rest](std::size_t at) { return static_cast<unsigned char>(rest[at]); };
  if (rest.size() < 2 || byte(0) != tag) return std::nullopt;
  std::size_t size = byte(1);
  std::size_t header = 2;
  if (size >= 0x80) {
    const std::size_t digits = size & 0x7FU;
    if (digits == 0 || digits > 3 || rest.size() < header + digits) return std::nullopt;
    size = 0;
    for (std::size_t i = 0; i < digits; ++i) size = size << 8U | byte(header + i);
    header += digits;
  }
  if (rest.size() - header < size) return std::nullopt;
  const std::string_view content = rest.substr(header, size);
  rest.remove_prefix(header + size);
  return content;
}

/// The RSAPrivateKey inside a PrivateKeyInfo.
std::optional<std::string_view> inside_pkcs8(std::string_view der) {
  auto info = take(der, der_sequence);
  if (!info || !take(*info, der_integer)) return std::nullopt;
  const auto algorithm = take(*info, der_sequence);
  if (!algorithm || !algorithm->starts_with(rsa_encryption)) return std::nullopt;
  return take(*info, der_octets);
}

/// In the order of RSAPrivateKey (RFC 8017 A.1.2), behind its version.
constexpr std::array names{OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,
                           OSSL_PKEY_PARAM_RSA_D,         OSSL_PKEY_PARAM_RSA_FACTOR1,
                           OSSL_PKEY_PARAM_RSA_FACTOR2,   OSSL_PKEY_PARAM_RSA_EXPONENT1,
                           OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1};

/// Null when the numbers make no key.
key_handle build(std::string_view numbers) {
  key_handle key(nullptr, EVP_PKEY_free);
  const builder_handle builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
  std::vector<number_handle> held;
  if (!builder || !take(numbers, der_integer)) return key;
  for (const char* name : names) {
    const auto digits = take(numbers, der_integer);
    held.emplace_back(BN_secure_new(), BN_clear_free);
    if (!digits || !held.back() ||
        BN_bin2bn(reinterpret_cast<const unsigned char*>(digits->data()),
                  static_cast<int>(digits->size()), held.back().get()) == nullptr ||
        OSSL_PARAM_BLD_push_BN(builder.get(), name, held.back().get()) != 1) {
      return key;
    }
  }
  const params_handle params(OSSL_PARAM_BLD_to_param(builder.get()), OSSL_PARAM_free);
  const context_handle context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr),
                               EVP_PKEY_CTX_free);
  EVP_PKEY* made = nullptr;
  if (params && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, params.get()) == 1) {
    key.reset(made);
  }
  return key;
}

struct block {
  std::string_view base64;
  bool pkcs8 = false;
};

std::optional<block> find_key(std::string_view pem) {
  constexpr std::array marks{std::pair{std::string_view("PRIVATE KEY-----"), true},
                             std::pair{std::string_view("RSA PRIVATE KEY-----"), false}};
  for (const auto& [name, pkcs8] : marks) {
    const std::string begin = "-----BEGIN " + std::string(name);
    const auto from = pem.find(begin);
    const auto until = pem.find("-----END " + std::string(name), from);
    if (from == std::string_view::npos || until == std::string_view::npos) continue;
    const auto start = from + begin.size();
    return block{pem.substr(start, until - start), pkcs8};
  }
  return std::nullopt;
}

}  // namespace

result<key_handle> read_rsa_key(const secret_text& pem) {
  const std::string_view text = pem.expose();
  const auto found = find_key(text);
  if (!found) {
    const bool locked = text.contains("ENCRYPTED PRIVATE KEY-----");
    return no_key(locked ? "it is encrypted; store it without a passphrase"
                         : "there is none in the PEM; put it before the certificate");
  }
  auto der = secret_text::with_size(found->base64.size());
  if (!der) return std::unexpected(std::move(der.error()));
  const std::span<char> room = der->expose_writable();
  const auto size = decode_base64(found->base64, room);
  if (!size) return no_key("it is encrypted or damaged; store it as PEM without a passphrase");
  std::optional<std::string_view> rsa = std::string_view(room.data(), *size);
  if (found->pkcs8) rsa = inside_pkcs8(*rsa);
  if (!rsa) return no_key("it is no RSA key, which Entra ID wants");
  const auto numbers = take(*rsa, der_sequence);
  key_handle key = numbers ? build(*numbers) : key_handle(nullptr, EVP_PKEY_free);
  if (!key) {
    ERR_clear_error();
    return no_key("it is damaged");
  }
  if (EVP_PKEY_get_bits(key.get()) < bits_min) return no_key("it has fewer than 2048 bits");
  return key;
}

}  // namespace daypass::entra
