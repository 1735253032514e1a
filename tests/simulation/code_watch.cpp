#include "simulation/code_watch.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cctype>

namespace daypass::simulation {
namespace {

std::string each(std::string_view text, auto write) {
  std::string made;
  for (const char letter : text) made += write(static_cast<unsigned char>(letter));
  return made;
}

/// `write` for signs, letters and digits as they are.
std::string each_sign(std::string_view text, auto write) {
  return each(text, [&](unsigned char letter) {
    return std::isalnum(letter) != 0 ? std::string(1, static_cast<char>(letter)) : write(letter);
  });
}

std::string json_escaped(std::string_view text, std::string_view slash) {
  return each_sign(text, [&](unsigned char sign) {
    if (sign == '"' || sign == '\\') return fmt::format("\\{}", static_cast<char>(sign));
    return sign == '/' ? std::string(slash) : std::string(1, static_cast<char>(sign));
  });
}

/// What of the base64 of `text` is the same wherever it stands, `shift` bytes into a group of
/// three.
std::string base64_inside(std::string_view text, std::size_t shift) {
  const std::string padded = std::string(shift, '\0') + std::string(text);
  std::string whole(4 * (padded.size() / 3 + 2), '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(whole.data()),
                                     reinterpret_cast<const unsigned char*>(padded.data()),
                                     static_cast<int>(padded.size()));
  whole.resize(static_cast<std::size_t>(length));
  const std::size_t first = (shift * 8 + 5) / 6;
  return whole.substr(first, padded.size() * 8 / 6 - first);
}

std::string url_safe(std::string base64) {
  std::ranges::replace(base64, '+', '-');
  std::ranges::replace(base64, '/', '_');
  return base64;
}

/// As one number; all text here has two bytes at least.
std::size_t first_two(std::string_view text) {
  return static_cast<unsigned char>(text[0]) * 256U + static_cast<unsigned char>(text[1]);
}

}  // namespace

std::vector<spelling> spellings_of(std::string_view code) {
  const auto percent_upper = [](unsigned char one) { return fmt::format("%{:02X}", one); };
  const auto percent_lower = [](unsigned char one) { return fmt::format("%{:02x}", one); };
  const auto unicode_upper = [](unsigned char one) { return fmt::format("\\u{:04X}", one); };
  const auto unicode_lower = [](unsigned char one) { return fmt::format("\\u{:04x}", one); };
  std::vector<spelling> all = {
      {"plain", std::string(code)},
      {"JSON", json_escaped(code, "/")},
      {"JSON with \\/", json_escaped(code, "\\/")},
      {"JSON, signs as \\u", each_sign(code, unicode_lower)},
      {"JSON, signs as \\U", each_sign(code, unicode_upper)},
      {"JSON, all as \\u", each(code, unicode_lower)},
      {"JSON, all as \\U", each(code, unicode_upper)},
      {"percent, signs", each_sign(code, percent_upper)},
      {"percent, signs in lower case", each_sign(code, percent_lower)},
      {"percent, all", each(code, percent_upper)},
      {"percent, all in lower case", each(code, percent_lower)},
      {"hex", each(code, [](unsigned char one) { return fmt::format("{:02x}", one); })},
      {"HEX", each(code, [](unsigned char one) { return fmt::format("{:02X}", one); })},
      {"UTF-16LE", each(code, [](char one) { return std::string{one, '\0'}; })},
      {"UTF-16BE", each(code, [](char one) { return std::string{'\0', one}; })},
  };
  for (std::size_t shift = 0; shift < 3; ++shift) {
    const std::string window = base64_inside(code, shift);
    all.push_back({fmt::format("base64, {} bytes in", shift), window});
    all.push_back({fmt::format("base64url, {} bytes in", shift), url_safe(window)});
  }
  return all;
}

code_watch::code_watch(std::string_view code) : spellings_(spellings_of(code)) {
  for (const spelling& one : spellings_) beginnings_.set(first_two(one.text));
}

std::optional<std::string_view> code_watch::found_in(std::string_view text) const {
  for (; text.size() >= 2; text.remove_prefix(1)) {
    if (!beginnings_.test(first_two(text))) continue;
    const auto found = std::ranges::find_if(
        spellings_, [&](const spelling& one) { return text.starts_with(one.text); });
    if (found != spellings_.end()) return found->name;
  }
  return std::nullopt;
}

}  // namespace daypass::simulation
