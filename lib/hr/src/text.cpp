#include "text.hpp"

#include <algorithm>
#include <cstdint>

namespace daypass::hr {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter_or_digit(char c) {
  return is_letter(c) || is_digit(c);
}
std::uint8_t byte(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

/// Bytes of the sequence that a lead byte begins; 0 for what can't begin one.
std::size_t sequence_length(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

/// Whether the second byte rules out overlong forms, surrogates and what is above U+10FFFF.
bool second_fits(std::uint8_t lead, std::uint8_t second) {
  switch (lead) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second <= 0x9F;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second <= 0x8F;
    default:
      return true;
  }
}

bool is_continuation(std::uint8_t value) {
  return (value & 0xC0) == 0x80;
}

/// Bytes of the control or separator that begins at `at`; 0 when none does.
std::size_t control_length(std::string_view text, std::size_t at) {
  const std::uint8_t lead = byte(text, at);
  if (lead < 0x20 || lead == 0x7F) return 1;
  if (lead == 0xC2 && at + 1 < text.size() && byte(text, at + 1) < 0xA0) return 2;
  if (lead != 0xE2 || at + 2 >= text.size()) return 0;
  const std::uint8_t second = byte(text, at + 1);
  const std::uint8_t third = byte(text, at + 2);
  // U+200E/F marks, U+2028/9 separators, U+202A-E embeddings, U+2066-9 isolates.
  const bool found =
      (second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xA8 && third <= 0xAE))) ||
      (second == 0x81 && third >= 0xA6 && third <= 0xA9);
  return found ? 3 : 0;
}

/// Labels of letters, digits and inner hyphens, at least two of them (RFC 1123 2.1).
bool is_host_name(std::string_view text, std::size_t length_max) {
  if (text.empty() || text.size() > length_max || !text.contains('.')) return false;
  std::size_t label = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && text[at] != '.') {
      if (!is_letter_or_digit(text[at]) && text[at] != '-') return false;
      continue;
    }
    constexpr std::size_t label_max = 63;
    if (at == label || at - label > label_max) return false;
    if (text[label] == '-' || text[at - 1] == '-') return false;
    label = at + 1;
  }
  return true;
}

bool is_dotted(std::string_view text) {
  return !text.starts_with('.') && !text.ends_with('.') && !text.contains("..");
}

}  // namespace

std::optional<std::size_t> first_bad_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::uint8_t lead = byte(text, at);
    const std::size_t length = sequence_length(lead);
    if (length == 1) {
      ++at;
      continue;
    }
    if (length == 0 || at + length > text.size()) return at;
    for (std::size_t offset = 1; offset < length; ++offset) {
      if (!is_continuation(byte(text, at + offset))) return at;
    }
    if (!second_fits(lead, byte(text, at + 1))) return at;
    at += length;
  }
  return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string ascii_upper(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return upper;
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

bool has_controls(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (control_length(text, at) != 0) return true;
  }
  return false;
}

std::string tamed(std::string_view text, std::size_t characters_max) {
  std::string clean;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size() && characters < characters_max; ++characters) {
    if (const auto control = control_length(text, at); control != 0) {
      clean += ' ';
      at += control;
      continue;
    }
    const auto length = sequence_length(byte(text, at));
    clean += text.substr(at, length);
    at += length;
  }
  return std::string(trimmed(clean));
}

bool is_alpha2(std::string_view text) {
  return text.size() == 2 && is_letter(text[0]) && is_letter(text[1]);
}

bool is_upn(std::string_view text) {
  constexpr std::size_t local_max = 64;
  constexpr std::size_t domain_max = 48;
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > local_max) return false;
  const auto local = text.substr(0, at);
  const auto allowed = [](char c) {
    return is_letter_or_digit(c) || std::string_view("'.-_!#^~").contains(c);
  };
  return std::ranges::all_of(local, allowed) && !local.ends_with('.') &&
         is_host_name(text.substr(at + 1), domain_max);
}

bool is_email(std::string_view text) {
  constexpr std::size_t local_max = 64;
  constexpr std::size_t domain_max = 189;  // Of the 254 that RFC 5321 leaves for the whole.
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > local_max) return false;
  const auto local = text.substr(0, at);
  const auto allowed = [](char c) {
    return is_letter_or_digit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~.").contains(c);
  };
  return std::ranges::all_of(local, allowed) && is_dotted(local) &&
         is_host_name(text.substr(at + 1), domain_max);
}

bool is_name(std::string_view text, std::size_t length_max) {
  const auto allowed = [](char c) {
    return is_letter_or_digit(c) || c == '_' || c == '.' || c == '-';
  };
  return !text.empty() && text.size() <= length_max && is_letter_or_digit(text.front()) &&
         std::ranges::all_of(text, allowed);
}

}  // namespace daypass::hr
