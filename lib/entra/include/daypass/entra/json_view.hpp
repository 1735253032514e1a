#pragma once
// A JSON text seen in place. Nothing of it is copied before it is asked for, so that a pass's code
// or a token in a reply is never in memory that nobody wipes.

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daypass::entra {

struct json_member;

/// One value inside a text that outlives it. A value that is not there is a view too, `absent`,
/// and every question to it or to a value of another kind has the empty answer: a reader asks for
/// what it needs and judges the answers. Cheap to copy.
class json_view {
 public:
  json_view() = default;

  /// The value that `text` is. Nothing unless the whole of it is one well-formed value (RFC 8259)
  /// nested at most 64 deep.
  [[nodiscard]] static std::optional<json_view> parse(std::string_view text);

  [[nodiscard]] bool present() const { return !raw_.empty(); }
  [[nodiscard]] bool is_null() const { return raw_ == "null"; }
  [[nodiscard]] bool is_object() const { return raw_.starts_with('{'); }
  [[nodiscard]] bool is_array() const { return raw_.starts_with('['); }
  [[nodiscard]] bool is_text() const { return raw_.starts_with('"'); }

  /// The first member of that name, compared as written: Graph escapes no names.
  [[nodiscard]] json_view member(std::string_view name) const;

  /// The same without regard to ASCII case: Graph writes both innerError and innererror.
  [[nodiscard]] json_view member_ignoring_case(std::string_view name) const;

  /// A text with its escapes undone, as UTF-8; empty for any other kind. Not for secrets.
  [[nodiscard]] std::string text() const;

  /// The same into the secure heap. Fails with what secret_text fails with, and with bad_message
  /// (permanent) when this is no text or an empty one.
  [[nodiscard]] result<secret_text> secret() const;

  /// The value as it is written. Of a reply with a secret: to be kept in wiped memory.
  [[nodiscard]] std::string_view raw() const { return raw_; }

  [[nodiscard]] std::optional<bool> boolean() const;

  /// A number that is written as an integer and fits.
  [[nodiscard]] std::optional<std::int64_t> integer() const;

  /// Calls `visit` with each element of an array, in order.
  template <typename Visit>
  void for_each(Visit visit) const {
    if (!is_array()) return;
    for (json_view element = first_inside(); element.present(); element = after(element)) {
      visit(element);
    }
  }

  /// Calls `visit(name, value)` with each member of an object, in order; names as written.
  template <typename Visit>
  void for_each_member(Visit visit) const;

 private:
  explicit json_view(std::string_view raw) : raw_(raw) {}

  [[nodiscard]] std::string_view behind(const json_view& inner) const;
  [[nodiscard]] json_view first_inside() const;
  [[nodiscard]] json_view after(const json_view& element) const;
  [[nodiscard]] static json_member member_at(std::string_view rest);
  [[nodiscard]] json_member first_member() const;
  [[nodiscard]] json_member member_after(const json_view& value) const;
  template <typename Same>
  [[nodiscard]] json_view find(Same same) const;

  std::string_view raw_;
};

/// A member of an object; its value is absent when there is none.
struct json_member {
  std::string_view name;
  json_view value;
};

template <typename Visit>
void json_view::for_each_member(Visit visit) const {
  for (json_member one = first_member(); one.value.present(); one = member_after(one.value)) {
    visit(one.name, one.value);
  }
}

}  // namespace daypass::entra
