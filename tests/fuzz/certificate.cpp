// A recipient's certificate, PEM or DER, out of a folder that others may write to.
#include "certificate.hpp"

#include "recipient_key.hpp"
#include "target.hpp"

#include "daypass/vault/recipient.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <string>

namespace daypass::fuzz {
namespace {

constexpr instant today{std::chrono::sys_days{std::chrono::year{2030} / 1 / 1}};

/// A file without a disk.
class memory_file {
 public:
  memory_file() : number_(::memfd_create("certificate", MFD_CLOEXEC)) {}
  memory_file(const memory_file&) = delete;
  memory_file& operator=(const memory_file&) = delete;
  ~memory_file() { ::close(number_); }

  [[nodiscard]] std::filesystem::path write(std::string_view contents) const {
    const auto size = static_cast<ssize_t>(contents.size());
    require(::ftruncate(number_, 0) == 0, "the file can be emptied");
    require(::pwrite(number_, contents.data(), contents.size(), 0) == size, "and written");
    return "/proc/self/fd/" + std::to_string(number_);
  }

 private:
  int number_;
};

void require_about(const vault::recipient& one) {
  if (!one.usable()) require_words(one.obstacle, 300);
  require(one.fingerprint.empty() ? !one.usable() : one.fingerprint.size() == 64,
          "what was read has a fingerprint");
  if (!one.subject.empty()) require_words(one.subject, 16UL * 1024);
  for (const std::string& email : one.emails) {
    require(!email.contains('\0'), "an address is one text");
    require(std::ranges::none_of(email, [](char c) { return c >= 'A' && c <= 'Z'; }),
            "an address is in lower case");
  }
}

}  // namespace

void read_one(std::string_view bytes) {
  static const memory_file file;
  auto all = vault::read_recipients({file.write(bytes)}, today);
  require(all && all->size() == 1, "a file that can be read has an answer");
  vault::loaded_recipient& one = all->front();
  require_about(one.about);
  if (!one.about.usable()) return;
  require(one.about.expires_at > today, "a usable certificate hasn't expired");
  const EVP_PKEY* holder = X509_get0_pubkey(one.certificate.get());
  const int bits = EVP_PKEY_get_bits(holder);
  const bool rsa = EVP_PKEY_is_a(holder, "RSA") == 1;
  // What recipient_key has room for; and 112 bits of strength (NIST SP 800-57, table 2).
  require(rsa ? bits >= 2048 && bits <= 16384 : bits >= 224 && bits <= 521,
          "a usable key is neither weak nor too large to be sealed to");
  vault::recipient_key key(std::move(one.certificate));
  const auto wrapped = key.wrap({});
  require(wrapped.has_value(), "a pass can be sealed to a usable certificate");
}

}  // namespace daypass::fuzz
