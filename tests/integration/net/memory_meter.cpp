#include "integration/net/memory_meter.hpp"

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> held_now{0};
std::atomic<std::size_t> held_most{0};

void* counted(std::size_t size) noexcept {
  void* place = std::malloc(std::max<std::size_t>(size, 1));
  if (place == nullptr) return nullptr;
  const auto now = held_now += ::malloc_usable_size(place);
  auto most = held_most.load();
  while (most < now && !held_most.compare_exchange_weak(most, now)) {
  }
  return place;
}

void* counted_or_thrown(std::size_t size) {
  void* place = counted(size);
  if (place == nullptr) throw std::bad_alloc();
  return place;
}

void uncounted(void* place) noexcept {
  if (place != nullptr) held_now -= ::malloc_usable_size(place);
  std::free(place);
}

}  // namespace

// All forms but those with an alignment: a sanitizer's own would not fit those that are replaced.
void* operator new(std::size_t size) {
  return counted_or_thrown(size);
}
void* operator new[](std::size_t size) {
  return counted_or_thrown(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return counted(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return counted(size);
}
void operator delete(void* place) noexcept {
  uncounted(place);
}
void operator delete[](void* place) noexcept {
  uncounted(place);
}
void operator delete(void* place, std::size_t) noexcept {
  uncounted(place);
}
void operator delete[](void* place, std::size_t) noexcept {
  uncounted(place);
}
void operator delete(void* place, const std::nothrow_t&) noexcept {
  uncounted(place);
}
void operator delete[](void* place, const std::nothrow_t&) noexcept {
  uncounted(place);
}

namespace daypass::net::testing {

memory_meter::memory_meter() : base_(held_now) {
  held_most = base_;
}

std::size_t memory_meter::peak() const {
  return held_most - base_;
}

std::size_t memory_meter::held() const {
  return held_now > base_ ? held_now - base_ : 0;
}

}  // namespace daypass::net::testing
