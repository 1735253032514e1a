#pragma once
// The header fields of a request or a reply, kept as one wiped block in their wire form.

#include "daypass/net/wiped_buffer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace daypass::net {

/// One header field; the views end with the next change of the http_headers they came from.
struct http_field {
  std::string_view name;
  std::string_view value;
};

/// Fields in the order they were added; a name may occur more than once. Move-only.
class http_headers {
 public:
  /// Adds a field. Nothing is checked here: a request with an illegal name or value is refused by
  /// https_client::send, so that no input can smuggle a line break into a header.
  void add(std::string_view name, std::string_view value);

  /// The first value under `name`, compared without regard to ASCII case (RFC 9110 5.1).
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] http_field at(std::size_t index) const;

  /// All fields as `Name: value` lines, each with its CR LF.
  [[nodiscard]] std::string_view wire_form() const { return block_.view(); }

  /// The same fields in a new object.
  [[nodiscard]] http_headers clone() const;

 private:
  struct place {
    std::uint32_t name_at;
    std::uint32_t name_size;
    std::uint32_t value_at;
    std::uint32_t value_size;
  };

  wiped_buffer block_;
  std::vector<place> places_;
};

/// Equal without regard to ASCII case.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right);

}  // namespace daypass::net
