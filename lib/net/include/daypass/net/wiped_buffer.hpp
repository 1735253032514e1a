#pragma once
// A growing byte buffer that leaves nothing behind: every byte it ever held is overwritten before
// its memory is given back, also when it grows. For request and reply bodies and header blocks,
// which may carry a pass's code or a client secret. Unlike std::string it never keeps short texts
// inside the object, where a move would leave a copy.

#include <cstddef>
#include <span>
#include <string_view>

namespace daypass::net {

/// Move-only. Not thread-safe. Views and spans end with the next call that changes the buffer.
class wiped_buffer {
 public:
  wiped_buffer() = default;
  wiped_buffer(wiped_buffer&& other) noexcept;
  wiped_buffer& operator=(wiped_buffer&& other) noexcept;
  wiped_buffer(const wiped_buffer&) = delete;
  wiped_buffer& operator=(const wiped_buffer&) = delete;
  ~wiped_buffer();

  /// A buffer that holds `text`. Wiping the source is the caller's duty.
  [[nodiscard]] static wiped_buffer copy_of(std::string_view text);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] std::string_view view() const { return {data_, size_}; }
  [[nodiscard]] std::span<char> bytes() { return {data_, size_}; }

  /// Makes room for `capacity` bytes in all; what was held moves, and its old place is wiped.
  void reserve(std::size_t capacity);

  /// Adds `text` at the end. `text` must not lie inside this buffer.
  void append(std::string_view text);

  /// Writable room for `size` more bytes behind the content; commit() makes them content.
  [[nodiscard]] std::span<char> prepare(std::size_t size);

  /// Takes the first `size` of the prepared bytes as content.
  void commit(std::size_t size);

  /// Drops the first `size` bytes of the content; what follows moves to the front.
  void consume(std::size_t size);

  /// Wipes the content and keeps the room.
  void clear() noexcept;

  /// Wipes the content and gives the room back.
  void release() noexcept;

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::size_t dirty_ = 0;  // bytes from the front that may have been written
};

}  // namespace daypass::net
