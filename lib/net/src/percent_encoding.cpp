#include "daypass/net/percent_encoding.hpp"

#include <array>

namespace daypass::net {
namespace {

constexpr bool is_unreserved(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' || letter == '_' ||
         letter == '~';
}

// Three characters at most, on the caller's stack: no copy of a secret is left in the heap.
struct encoded_byte {
  std::array<char, 3> text;
  std::size_t size;
};

encoded_byte encode(char letter) {
  if (is_unreserved(letter)) return {{letter}, 1};
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(letter);
  return {{'%', digits[byte >> 4U], digits[byte & 0x0FU]}, 3};
}

template <typename Out>
void append_encoded(Out& out, std::string_view text) {
  for (const char letter : text) {
    const auto encoded = encode(letter);
    out.append(std::string_view(encoded.text.data(), encoded.size));
  }
}

std::string encoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_encoded(out, text);
  return out;
}

std::optional<unsigned> digit_value(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10U;
  if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A') + 10U;
  return std::nullopt;
}

}  // namespace

std::string encode_path_segment(std::string_view text) {
  return encoded(text);
}

std::string encode_query_value(std::string_view text) {
  return encoded(text);
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out.push_back(text[at]);
      continue;
    }
    if (at + 2 >= text.size()) return std::nullopt;
    const auto high = digit_value(text[at + 1]);
    const auto low = digit_value(text[at + 2]);
    if (!high || !low) return std::nullopt;
    out.push_back(static_cast<char>((*high << 4U) | *low));
    at += 2;
  }
  return out;
}

void append_form_field(wiped_buffer& form, std::string_view name, std::string_view value) {
  if (!form.empty()) form.append("&");
  append_encoded(form, name);
  form.append("=");
  append_encoded(form, value);
}

void append_form_field(wiped_buffer& form, std::string_view name, const secret_text& value) {
  append_form_field(form, name, value.expose());
}

}  // namespace daypass::net
