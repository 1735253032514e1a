#pragma once
// Text that must not be read by anyone but the one it is for: a pass's code, a client secret, a
// token. It lives in OpenSSL's secure heap (locked, guard pages, left out of core dumps), can be
// moved and not copied, has no formatter, and is wiped on every way out.

#include "daypass/base/error.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace daypass {

/// Sets up the secure heap, once per process and before the first secret_text. `bytes` is a power
/// of two and bounds all secrets alive at a time. Fails when the pages can't be locked
/// (RLIMIT_MEMLOCK): the cure is LimitMEMLOCK in the unit. A repeat is a no-op.
[[nodiscard]] result<void> initialise_secret_memory(std::size_t bytes);

class secret_text {
 public:
  secret_text() = default;
  secret_text(secret_text&& other) noexcept;
  secret_text& operator=(secret_text&& other) noexcept;
  secret_text(const secret_text&) = delete;
  secret_text& operator=(const secret_text&) = delete;
  ~secret_text();

  /// Room for `size` bytes, zeroed. Fails when the secure heap is full.
  [[nodiscard]] static result<secret_text> with_size(std::size_t size);

  /// A copy of `text` into the secure heap. Wiping the source is the caller's duty.
  [[nodiscard]] static result<secret_text> copy_of(std::string_view text);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  /// The text itself. Only the files on the tidy test's short list may call this; the view ends
  /// with this object.
  [[nodiscard]] std::string_view expose() const { return {data_, size_}; }

  /// The bytes for a writer that fills what with_size made. On the same list as expose().
  [[nodiscard]] std::span<char> expose_writable() { return {data_, size_}; }

  /// Wipes and frees now, and leaves an empty text.
  void wipe() noexcept;

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Equal, compared in constant time for texts of one length.
[[nodiscard]] bool equal_in_constant_time(const secret_text& left, std::string_view right);

}  // namespace daypass
