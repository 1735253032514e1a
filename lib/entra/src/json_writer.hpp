#pragma once
// Writes JSON straight into a wiped buffer.

#include "daypass/base/secret_text.hpp"
#include "daypass/net/wiped_buffer.hpp"

#include <cstdint>
#include <string_view>

namespace daypass::entra {

/// One flat object. Opens it when made; finish() closes it and gives the text. Names are written as
/// they are, so they must need no escapes.
class json_writer {
 public:
  json_writer() { out_.append("{"); }

  void text(std::string_view name, std::string_view value);
  /// The text, or null when it is empty: what clears a property in a PATCH.
  void text_or_null(std::string_view name, std::string_view value);
  void boolean(std::string_view name, bool value);
  void integer(std::string_view name, std::int64_t value);
  void null(std::string_view name);

  /// The user's passwordProfile, from the secure heap to the wiped buffer. `password` needs no
  /// escapes: it is one that we made.
  void password_profile(const secret_text& password);

  [[nodiscard]] net::wiped_buffer finish() &&;

 private:
  void open_member(std::string_view name);

  net::wiped_buffer out_;
};

}  // namespace daypass::entra
