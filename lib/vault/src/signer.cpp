#include "signer.hpp"

#include "certificate.hpp"
#include "der_writer.hpp"

#include "daypass/domain/refusal.hpp"

#include <fmt/format.h>
#include <openssl/pem.h>

#include <array>

namespace daypass::vault {
namespace {

constexpr auto sha256_algorithm = der("\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01");
constexpr auto ecdsa_sha256 = der("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02");
constexpr auto rsa_encryption = der("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00");
constexpr auto id_signed_data = der("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02");
constexpr auto version_1 = der("\x02\x01\x01");
// Attribute contentType = id-data; and the start of attribute messageDigest = 32 bytes.
constexpr auto content_type_attribute =
    der("\x30\x18\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03"
        "\x31\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01");
constexpr auto digest_attribute =
    der("\x30\x2f\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04"
        "\x31\x22\x04\x20");

constexpr std::size_t signed_room = 512;

auto unfit(std::string what) {
  return fail(failure::permanent, refusal::store_refused, std::move(what));
}

}  // namespace

signer::signer(key_handle key, const X509* certificate)
    : key_(std::move(key)),
      rsa_(EVP_PKEY_is_a(key_.get(), "RSA") == 1),
      certificate_(der_of(certificate)),
      issuer_and_serial_(issuer_and_serial_of(certificate)),
      sha256_(EVP_MD_fetch(nullptr, "SHA256", nullptr)) {}

result<signer> signer::load(const secret_text& key, const std::filesystem::path& certificate) {
  const std::string_view pem = key.expose();
  const bio_handle source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // A callback that gives no passphrase: OpenSSL would ask the terminal for one.
  const auto no_passphrase = [](char*, int, int, void*) { return -1; };
  key_handle private_key(PEM_read_bio_PrivateKey(source.get(), nullptr, no_passphrase, nullptr));
  if (!private_key) {
    return unfit(
        fmt::format("signing key: not an unencrypted PEM private key ({})", openssl_words()));
  }
  if (EVP_PKEY_is_a(private_key.get(), "EC") != 1 && EVP_PKEY_is_a(private_key.get(), "RSA") != 1) {
    return unfit(fmt::format("signing key: {} is not supported; use EC (P-256) or RSA",
                             EVP_PKEY_get0_type_name(private_key.get())));
  }
  auto proof = read_certificate(certificate);
  if (!proof) return std::unexpected(proof.error());
  if (X509_check_private_key(proof->get(), private_key.get()) != 1) {
    ERR_clear_error();
    return unfit(
        fmt::format("signing certificate {}: not of the signing key", certificate.string()));
  }
  return signer(std::move(private_key), proof->get());
}

result<std::string> signer::signature(std::string_view attributes) const {
  const digest_context context(EVP_MD_CTX_new());
  std::string made(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
  std::size_t size = made.size();
  if (!context ||
      EVP_DigestSignInit(context.get(), nullptr, sha256_.get(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(made.data()), &size,
                     reinterpret_cast<const unsigned char*>(attributes.data()),
                     attributes.size()) != 1) {
    return fail(failure::defect, refusal::store_refused,
                fmt::format("seal: signature: {}", openssl_words()));
  }
  made.resize(size);
  return made;
}

result<secret_text> signer::sign(const secret_text& content) const {
  const std::string_view text = content.expose();
  std::array<unsigned char, 32> digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, sha256_.get(), nullptr) != 1) {
    return fail(failure::defect, refusal::store_refused,
                fmt::format("seal: digest: {}", openssl_words()));
  }
  std::array<char, 128> attributes_room{};
  der_writer attributes(attributes_room);
  attributes.raw({reinterpret_cast<const char*>(digest.data()), digest.size()});
  attributes.raw(digest_attribute);
  attributes.raw(content_type_attribute);
  const std::string contents_of_set(attributes.written());
  attributes.wrap(der_tag::set, attributes_room.size());  // Signed as a SET, sent as [0].
  auto made = signature(attributes.written());
  if (!made) return std::unexpected(made.error());

  auto room = secret_text::with_size(signed_room + certificate_.size() + issuer_and_serial_.size() +
                                     made->size() + text.size());
  if (!room) return std::unexpected(room.error());
  der_writer out(room->expose_writable());
  const auto end = out.mark();
  out.value(der_tag::octet_string, *made);
  out.raw(rsa_ ? rsa_encryption : ecdsa_sha256);
  out.value(der_tag::context_0, contents_of_set);
  out.raw(sha256_algorithm);
  out.value(der_tag::sequence, issuer_and_serial_);
  out.raw(version_1);
  out.wrap(der_tag::sequence, end);  // SignerInfo
  out.wrap(der_tag::set, end);
  out.value(der_tag::context_0, certificate_);
  const auto content_end = out.mark();
  out.value(der_tag::octet_string, text);
  out.wrap(der_tag::context_0, content_end);
  out.raw(id_data);
  out.wrap(der_tag::sequence, content_end);  // EncapsulatedContentInfo
  out.value(der_tag::set, sha256_algorithm);
  out.raw(version_1);
  out.wrap(der_tag::sequence, end);  // SignedData
  out.wrap(der_tag::context_0, end);
  out.raw(id_signed_data);
  out.wrap(der_tag::sequence, end);  // ContentInfo
  return secret_text::copy_of(out.written());
}

}  // namespace daypass::vault
