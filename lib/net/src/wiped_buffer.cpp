#include "daypass/net/wiped_buffer.hpp"

#include "daypass/base/assert.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace daypass::net {

wiped_buffer::wiped_buffer(wiped_buffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)),
      dirty_(std::exchange(other.dirty_, 0)) {}

wiped_buffer& wiped_buffer::operator=(wiped_buffer&& other) noexcept {
  if (this != &other) {
    release();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    dirty_ = std::exchange(other.dirty_, 0);
  }
  return *this;
}

wiped_buffer::~wiped_buffer() {
  release();
}

wiped_buffer wiped_buffer::copy_of(std::string_view text) {
  wiped_buffer buffer;
  buffer.append(text);
  return buffer;
}

void wiped_buffer::reserve(std::size_t capacity) {
  if (capacity <= capacity_) return;
  auto* grown = static_cast<char*>(::operator new(capacity));
  if (size_ != 0) std::memcpy(grown, data_, size_);
  const auto size = size_;
  release();
  data_ = grown;
  size_ = size;
  dirty_ = size;
  capacity_ = capacity;
}

void wiped_buffer::append(std::string_view text) {
  if (text.empty()) return;
  std::memcpy(prepare(text.size()).data(), text.data(), text.size());
  commit(text.size());
}

std::span<char> wiped_buffer::prepare(std::size_t size) {
  if (capacity_ - size_ < size) reserve(std::max(size_ + size, capacity_ * 2));
  return {data_ + size_, size};
}

void wiped_buffer::commit(std::size_t size) {
  DAYPASS_ASSERT(size <= capacity_ - size_);
  size_ += size;
  dirty_ = std::max(dirty_, size_);
}

void wiped_buffer::consume(std::size_t size) {
  DAYPASS_ASSERT(size <= size_);
  size_ -= size;
  if (size_ != 0 && size != 0) std::memmove(data_, data_ + size, size_);
}

void wiped_buffer::clear() noexcept {
  if (dirty_ != 0) OPENSSL_cleanse(data_, dirty_);
  size_ = 0;
  dirty_ = 0;
}

void wiped_buffer::release() noexcept {
  clear();
  ::operator delete(data_);
  data_ = nullptr;
  capacity_ = 0;
}

}  // namespace daypass::net
