#include "sealer.hpp"

#include "daypass/domain/refusal.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>

namespace daypass::vault {
namespace {

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t enveloped_room = 256;

constexpr auto id_auth_enveloped = der("\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17");
constexpr auto id_aes256_gcm = der("\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2e");
constexpr auto tag_size_16 = der("\x02\x01\x10");

/// The content key and what goes with it; the key is wiped on every way out.
struct one_time_cipher {
  content_key key{};
  std::array<unsigned char, nonce_size> nonce{};
  std::array<unsigned char, tag_size> tag{};

  one_time_cipher() = default;
  one_time_cipher(const one_time_cipher&) = delete;
  one_time_cipher& operator=(const one_time_cipher&) = delete;
  ~one_time_cipher() { OPENSSL_cleanse(key.data(), key.size()); }

  bool draw() {
    return RAND_priv_bytes(key.data(), static_cast<int>(key.size())) == 1 &&
           RAND_bytes(nonce.data(), static_cast<int>(nonce.size())) == 1;
  }

  /// Encrypts `plain` into `out`, of the same size, and fills the tag.
  bool encrypt(const EVP_CIPHER* cipher, std::string_view plain, std::span<char> out) {
    const cipher_context context(EVP_CIPHER_CTX_new());
    auto* to = reinterpret_cast<unsigned char*>(out.data());
    int size = 0;
    return context &&
           EVP_EncryptInit_ex2(context.get(), cipher, key.data(), nonce.data(), nullptr) == 1 &&
           EVP_EncryptUpdate(context.get(), to, &size,
                             reinterpret_cast<const unsigned char*>(plain.data()),
                             static_cast<int>(plain.size())) == 1 &&
           EVP_EncryptFinal_ex(context.get(), to + size, &size) == 1 &&
           EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, tag.data()) == 1;
  }
};

std::string_view as_text(std::span<const unsigned char> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

sealer::sealer(signer signs)
    : signs_(std::move(signs)), aes_gcm_(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)) {}

result<sealer> sealer::load(const seal_settings& settings) {
  auto signs = signer::load(settings.signing_key, settings.signing_certificate);
  if (!signs) return std::unexpected(signs.error());
  auto found = read_recipients(settings.recipients, settings.now);
  if (!found) return std::unexpected(found.error());
  sealer made(std::move(*signs));
  made.managers_ = settings.managers;
  made.started_at_ = settings.now;
  made.take(std::move(*found));
  if (made.recipients_.empty()) {
    return fail(failure::permanent, refusal::store_refused,
                "recipients: no usable certificate among the files; `check` lists why");
  }
  return made;
}

void sealer::take(std::vector<loaded_recipient> found) {
  for (auto& one : found) {
    if (one.about.usable()) {
      recipients_.try_emplace(one.about.fingerprint, std::move(one.certificate));
    } else {
      unusable_.emplace(one.about.fingerprint, one.about.obstacle);
    }
  }
}

recipient_key* sealer::find(const std::string& fingerprint) {
  auto known = recipients_.find(fingerprint);
  if (known == recipients_.end() && !managers_.empty()) {
    // Operators add certificates while we run. What was read once stays, for plans already made.
    if (auto found = read_recipients({managers_}, started_at_)) take(std::move(*found));
    known = recipients_.find(fingerprint);
  }
  return known == recipients_.end() ? nullptr : &known->second;
}

result<std::string> sealer::wrap_for(const std::vector<std::string>& recipients,
                                     const content_key& key) {
  std::vector<std::string> infos;
  for (const auto& fingerprint : recipients) {
    recipient_key* known = find(fingerprint);
    if (known == nullptr) {
      const auto obstacle = unusable_.find(fingerprint);
      return fail(managers_.empty() ? failure::permanent : failure::retryable,
                  refusal::store_refused,
                  fmt::format("recipient {:.16}...: {}", fingerprint,
                              obstacle == unusable_.end() ? "no certificate of that fingerprint"
                                                          : obstacle->second));
    }
    auto info = known->wrap(key);
    if (!info) return std::unexpected(info.error());
    infos.push_back(std::move(*info));
  }
  std::ranges::sort(infos);  // DER wants a SET OF in the order of its encodings.
  std::string all;
  for (const auto& info : infos) all += info;
  return all;
}

result<std::string> sealer::seal(const secret_text& content,
                                 const std::vector<std::string>& recipients) {
  if (recipients.empty()) {
    return fail(failure::permanent, refusal::store_refused, "seal: no recipient is named");
  }
  auto signed_content = signs_.sign(content);
  if (!signed_content) return std::unexpected(signed_content.error());
  one_time_cipher once;
  if (!once.draw()) {
    return fail(failure::retryable, refusal::unavailable,
                fmt::format("seal: no randomness: {}", openssl_words()));
  }
  auto infos = wrap_for(recipients, once.key);
  if (!infos) return std::unexpected(infos.error());

  const std::string_view plain = signed_content->expose();
  std::string room(enveloped_room + plain.size() + infos->size(), '\0');
  der_writer out(room);
  const auto end = out.mark();
  const auto tag_place = out.reserve(tag_size);
  out.wrap(der_tag::octet_string, end);
  const auto content_end = out.mark();
  if (!once.encrypt(aes_gcm_.get(), plain, out.reserve(plain.size()))) {
    return fail(failure::defect, refusal::store_refused,
                fmt::format("seal: AES-256-GCM: {}", openssl_words()));
  }
  std::ranges::copy(as_text(once.tag), tag_place.begin());
  out.wrap(der_tag::implicit_octets_0, content_end);
  const auto algorithm_end = out.mark();
  out.raw(tag_size_16);
  out.value(der_tag::octet_string, as_text(once.nonce));
  out.wrap(der_tag::sequence, algorithm_end);  // GCMParameters
  out.raw(id_aes256_gcm);
  out.wrap(der_tag::sequence, algorithm_end);
  out.raw(id_data);
  out.wrap(der_tag::sequence, content_end);  // EncryptedContentInfo
  out.value(der_tag::set, *infos);
  out.raw(version_0);
  out.wrap(der_tag::sequence, end);  // AuthEnvelopedData
  out.wrap(der_tag::context_0, end);
  out.raw(id_auth_enveloped);
  out.wrap(der_tag::sequence, end);  // ContentInfo
  return std::string(out.written());
}

}  // namespace daypass::vault
