#include "daypass/base/secret_text.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <utility>

namespace daypass {

result<void> initialise_secret_memory(std::size_t bytes) {
  if (CRYPTO_secure_malloc_initialized() == 1) return {};
  constexpr int smallest_block = 32;
  if (CRYPTO_secure_malloc_init(bytes, smallest_block) != 1) {
    return fail(failure::permanent, std::make_error_code(std::errc::not_enough_memory),
                "secret memory: cannot lock memory for secrets; raise RLIMIT_MEMLOCK "
                "(LimitMEMLOCK in the unit)");
  }
  return {};
}

secret_text::secret_text(secret_text&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

secret_text& secret_text::operator=(secret_text&& other) noexcept {
  if (this != &other) {
    wipe();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

secret_text::~secret_text() {
  wipe();
}

result<secret_text> secret_text::with_size(std::size_t size) {
  secret_text text;
  if (size == 0) return text;
  // Without a secure heap OPENSSL_secure_zalloc falls back to the ordinary one: refused.
  void* memory = CRYPTO_secure_malloc_initialized() == 1 ? OPENSSL_secure_zalloc(size) : nullptr;
  if (memory == nullptr) {
    return fail(failure::retryable, std::make_error_code(std::errc::not_enough_memory),
                "secret memory: full or not initialised");
  }
  text.data_ = static_cast<char*>(memory);
  text.size_ = size;
  return text;
}

result<secret_text> secret_text::copy_of(std::string_view source) {
  auto text = with_size(source.size());
  if (text && !source.empty()) std::ranges::copy(source, text->data_);
  return text;
}

void secret_text::wipe() noexcept {
  if (data_ != nullptr) OPENSSL_secure_clear_free(data_, size_);
  data_ = nullptr;
  size_ = 0;
}

bool equal_in_constant_time(const secret_text& left, std::string_view right) {
  return left.size() == right.size() &&
         CRYPTO_memcmp(left.expose().data(), right.data(), right.size()) == 0;
}

}  // namespace daypass
