#include "daypass/vault/recipient.hpp"

#include "certificate.hpp"

#include "daypass/domain/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <ctime>

namespace daypass::vault {
namespace {

constexpr int rsa_bits_min = 2048;
// As strong as that at least, and at most what a one-time secret has room for (recipient_key).
constexpr int ec_bits_min = 224;
constexpr int ec_bits_max = 521;

std::string subject_of(const X509* certificate) {
  const bio_handle text(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate), 0,
                     XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  return {bytes, static_cast<std::size_t>(std::max(size, 0L))};
}

std::vector<std::string> emails_of(X509* certificate) {
  std::vector<std::string> found;
  STACK_OF(OPENSSL_STRING)* list = X509_get1_email(certificate);
  for (int i = 0; i < sk_OPENSSL_STRING_num(list); ++i) {
    std::string address = sk_OPENSSL_STRING_value(list, i);
    std::ranges::transform(address, address.begin(),
                           [](unsigned char c) { return c < 0x80 ? std::tolower(c) : c; });
    found.push_back(std::move(address));
  }
  X509_email_free(list);
  return found;
}

instant expiry_of(const X509* certificate) {
  std::tm broken_down{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &broken_down) != 1) return {};
  return instant(seconds(timegm(&broken_down)));
}

std::string obstacle_of(X509* certificate, instant expires_at, instant now) {
  const EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr) return "its public key is of a kind that OpenSSL does not know";
  const bool rsa = EVP_PKEY_is_a(key, "RSA") == 1;
  if (!rsa && EVP_PKEY_is_a(key, "EC") != 1) {
    return fmt::format("a {} key can't receive encrypted files; use EC (P-256) or RSA",
                       EVP_PKEY_get0_type_name(key));
  }
  if (rsa && EVP_PKEY_get_bits(key) < rsa_bits_min) {
    return fmt::format("RSA of {} bits is too weak; use at least {}", EVP_PKEY_get_bits(key),
                       rsa_bits_min);
  }
  const int bits = EVP_PKEY_get_bits(key);
  if (!rsa && (bits < ec_bits_min || bits > ec_bits_max)) {
    return fmt::format(
        "an EC key of {} bits can't receive encrypted files; use P-256, P-384 or "
        "P-521",
        bits);
  }
  const key_context check(EVP_PKEY_CTX_new(X509_get0_pubkey(certificate), nullptr));
  if (!check || EVP_PKEY_public_check(check.get()) != 1) {
    return fmt::format("its public key is not valid ({})", openssl_words());
  }
  const std::uint32_t usage = X509_get_key_usage(certificate);  // All ones: not restricted.
  if (rsa && (usage & KU_KEY_ENCIPHERMENT) == 0) {
    return "its key usage lacks keyEncipherment";
  }
  if (!rsa && (usage & KU_KEY_AGREEMENT) == 0) return "its key usage lacks keyAgreement";
  if (expires_at <= now) return "it has expired; renew it";
  return {};
}

bool looks_like_certificate(const std::filesystem::path& file) {
  const auto ending = file.extension();
  return ending == ".pem" || ending == ".crt" || ending == ".cer";
}

/// The files that a path stands for.
result<std::vector<std::filesystem::path>> files_of(const std::filesystem::path& path) {
  std::error_code trouble;
  const auto status = std::filesystem::status(path, trouble);
  if (!trouble && status.type() != std::filesystem::file_type::directory) {
    if (std::filesystem::exists(status)) return std::vector{path};
    trouble = std::make_error_code(std::errc::no_such_file_or_directory);
  }
  std::vector<std::filesystem::path> found;
  if (!trouble) {
    auto entry = std::filesystem::directory_iterator(path, trouble);
    for (; !trouble && entry != std::filesystem::directory_iterator(); entry.increment(trouble)) {
      if (looks_like_certificate(entry->path())) found.push_back(entry->path());
    }
  }
  if (trouble) {
    return fail(failure::permanent, refusal::store_refused,
                fmt::format("recipients {}: {}", path.string(), trouble.message()));
  }
  std::ranges::sort(found);
  return found;
}

loaded_recipient read_recipient(const std::filesystem::path& file, instant now) {
  loaded_recipient one;
  one.about.file = file;
  auto certificate = read_certificate(file);
  if (!certificate) {
    one.about.obstacle = certificate.error().what;
    return one;
  }
  one.certificate = std::move(*certificate);
  one.about.fingerprint = fingerprint_of(one.certificate.get());
  one.about.subject = subject_of(one.certificate.get());
  one.about.emails = emails_of(one.certificate.get());
  one.about.expires_at = expiry_of(one.certificate.get());
  one.about.obstacle = obstacle_of(one.certificate.get(), one.about.expires_at, now);
  return one;
}

}  // namespace

result<std::vector<loaded_recipient>> read_recipients(
    const std::vector<std::filesystem::path>& paths, instant now) {
  std::vector<loaded_recipient> all;
  for (const auto& path : paths) {
    auto files = files_of(path);
    if (!files) return std::unexpected(files.error());
    for (const auto& file : *files) {
      auto one = read_recipient(file, now);
      const bool known = !one.about.fingerprint.empty() &&
                         std::ranges::any_of(all, [&](const loaded_recipient& other) {
                           return other.about.fingerprint == one.about.fingerprint;
                         });
      if (!known) all.push_back(std::move(one));
    }
  }
  return all;
}

result<std::vector<recipient>> load_recipients(const std::vector<std::filesystem::path>& paths,
                                               instant now) {
  auto loaded = read_recipients(paths, now);
  if (!loaded) return std::unexpected(loaded.error());
  std::vector<recipient> all;
  for (auto& one : *loaded) all.push_back(std::move(one.about));
  return all;
}

}  // namespace daypass::vault
