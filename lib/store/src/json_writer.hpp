#pragma once
// Writes compact JSON straight into one string: a record is written with every step, and building a
// document first costs ten times as much.

#include <cstdint>
#include <string>
#include <string_view>

namespace daypass::store {

class json_writer {
 public:
  void begin_object() { open('{'); }
  void end_object() { text_ += '}'; }
  void begin_array() { open('['); }
  void end_array() { text_ += ']'; }

  /// `name` is written as it is: a constant of ours that needs no escape.
  void key(std::string_view name);
  /// Bytes that are not UTF-8 become U+FFFD: what is written can always be read again.
  void text(std::string_view value);
  void number(std::int64_t value);
  void number(std::uint64_t value);
  void boolean(bool value);
  void null();

  /// The finished text; the writer is empty afterwards.
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void open(char bracket);
  void separate();
  void escape(std::string_view value);

  std::string text_;
};

}  // namespace daypass::store
