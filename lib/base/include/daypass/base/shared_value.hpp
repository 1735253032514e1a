#pragma once
// A value whose copies cost a count.

#include <memory>
#include <utility>

namespace daypass {

/// Compares and reads as a `T`. All copies refer to one `T`, which nobody changes: `edit` makes a
/// new one. A default one is a default `T` and allocates nothing. Copies may be on other threads.
template <typename T>
class shared_value {
 public:
  shared_value() = default;
  shared_value(T value) : held_(std::make_shared<T>(std::move(value))) {}

  const T& operator*() const { return held_ ? *held_ : initial(); }
  const T* operator->() const { return &**this; }
  operator const T&() const { return **this; }

  /// To be changed at once: the reference is not to be kept, for the next copy refers to it too.
  [[nodiscard]] T& edit() {
    held_ = std::make_shared<T>(**this);
    return *held_;
  }

  friend bool operator==(const shared_value& left, const shared_value& right) {
    return left.held_ == right.held_ || *left == *right;
  }
  friend bool operator==(const shared_value& left, const T& right) { return *left == right; }

 private:
  static const T& initial() {
    static const T value{};
    return value;
  }

  std::shared_ptr<T> held_;
};

}  // namespace daypass
