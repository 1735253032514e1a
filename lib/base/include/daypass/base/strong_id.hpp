#pragma once
// Identifiers that the compiler keeps apart: a user id is not a pass id.

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace daypass {

/// A text identifier of its own type. `Tag` is an empty struct that names it.
template <typename Tag>
class strong_id {
 public:
  strong_id() = default;
  explicit strong_id(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

  friend auto operator<=>(const strong_id&, const strong_id&) = default;

 private:
  std::string text_;
};

}  // namespace daypass

template <typename Tag>
struct std::hash<daypass::strong_id<Tag>> {
  std::size_t operator()(const daypass::strong_id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};
