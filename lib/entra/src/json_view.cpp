#include "daypass/entra/json_view.hpp"

#include "json_check.hpp"

#include "daypass/net/http_headers.hpp"

#include <charconv>
#include <span>

namespace daypass::entra {
namespace {

constexpr int nesting_max = 64;
constexpr std::uint32_t replacement = 0xFFFD;

std::uint32_t hex_value(std::string_view digits) {
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

/// Writes `code_point` as UTF-8 and gives the number of bytes.
std::size_t put_utf8(std::span<char> into, std::uint32_t code_point) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
  if (code_point < 0x80) {
    into[0] = byte(code_point);
    return 1;
  }
  if (code_point < 0x800) {
    into[0] = byte(0xC0 | code_point >> 6);
    into[1] = byte(0x80 | (code_point & 0x3F));
    return 2;
  }
  if (code_point < 0x10000) {
    into[0] = byte(0xE0 | code_point >> 12);
    into[1] = byte(0x80 | (code_point >> 6 & 0x3F));
    into[2] = byte(0x80 | (code_point & 0x3F));
    return 3;
  }
  into[0] = byte(0xF0 | code_point >> 18);
  into[1] = byte(0x80 | (code_point >> 12 & 0x3F));
  into[2] = byte(0x80 | (code_point >> 6 & 0x3F));
  into[3] = byte(0x80 | (code_point & 0x3F));
  return 4;
}

/// Takes the \uXXXX at the front of `rest`, and the one that completes a surrogate pair.
std::uint32_t take_code_point(std::string_view& rest) {
  const std::uint32_t first = hex_value(rest.substr(2, 4));
  rest.remove_prefix(6);
  if (first < 0xD800 || first > 0xDFFF) return first;
  if (first > 0xDBFF || !rest.starts_with("\\u")) return replacement;
  const std::uint32_t second = hex_value(rest.substr(2, 4));
  if (second < 0xDC00 || second > 0xDFFF) return replacement;
  rest.remove_prefix(6);
  return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

char plain_escape(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return letter;
  }
}

/// Undoes the escapes of well-formed `inside`; the outcome is never longer. Gives its length.
std::size_t unescape(std::string_view inside, std::span<char> into) {
  std::size_t size = 0;
  while (!inside.empty()) {
    if (inside.front() != '\\') {
      into[size++] = inside.front();
      inside.remove_prefix(1);
    } else if (inside[1] == 'u') {
      size += put_utf8(into.subspan(size), take_code_point(inside));
    } else {
      into[size++] = plain_escape(inside[1]);
      inside.remove_prefix(2);
    }
  }
  return size;
}

std::string_view inside_quotes(std::string_view raw) {
  return raw.substr(1, raw.size() - 2);
}

}  // namespace

std::optional<json_view> json_view::parse(std::string_view text) {
  text.remove_prefix(json_space(text));
  const auto length = checked_json_value(text, nesting_max);
  if (!length) return std::nullopt;
  const std::string_view behind = text.substr(*length);
  if (json_space(behind) != behind.size()) return std::nullopt;
  return json_view(text.substr(0, *length));
}

std::string_view json_view::behind(const json_view& inner) const {
  const char* end = inner.raw_.data() + inner.raw_.size();
  std::string_view rest = raw_.substr(static_cast<std::size_t>(end - raw_.data()));
  rest.remove_prefix(json_space(rest));
  return rest;
}

json_member json_view::member_at(std::string_view rest) {
  rest.remove_prefix(json_space(rest));
  if (!rest.starts_with('"')) return {};  // The end of an object without members.
  const std::string_view name = inside_quotes(rest.substr(0, trusted_json_string(rest)));
  rest.remove_prefix(name.size() + 2);
  rest.remove_prefix(json_space(rest) + 1);  // and the colon
  rest.remove_prefix(json_space(rest));
  return {name, json_view(rest.substr(0, trusted_json_value(rest)))};
}

json_member json_view::first_member() const {
  return is_object() ? member_at(raw_.substr(1)) : json_member{};
}

json_member json_view::member_after(const json_view& value) const {
  const std::string_view rest = behind(value);
  return rest.starts_with(',') ? member_at(rest.substr(1)) : json_member{};
}

template <typename Same>
json_view json_view::find(Same same) const {
  for (json_member one = first_member(); one.value.present(); one = member_after(one.value)) {
    if (same(one.name)) return one.value;
  }
  return {};
}

json_view json_view::member(std::string_view name) const {
  return find([name](std::string_view other) { return other == name; });
}

json_view json_view::member_ignoring_case(std::string_view name) const {
  return find([name](std::string_view other) { return net::equal_ignoring_case(other, name); });
}

json_view json_view::first_inside() const {
  std::string_view rest = raw_.substr(1);
  rest.remove_prefix(json_space(rest));
  if (rest.starts_with(']')) return {};
  return json_view(rest.substr(0, trusted_json_value(rest)));
}

json_view json_view::after(const json_view& element) const {
  std::string_view rest = behind(element);
  if (!rest.starts_with(',')) return {};
  rest.remove_prefix(1);
  rest.remove_prefix(json_space(rest));
  return json_view(rest.substr(0, trusted_json_value(rest)));
}

std::string json_view::text() const {
  if (!is_text()) return {};
  const std::string_view inside = inside_quotes(raw_);
  if (!inside.contains('\\')) return std::string(inside);
  std::string plain(inside.size(), '\0');
  plain.resize(unescape(inside, plain));
  return plain;
}

result<secret_text> json_view::secret() const {
  if (raw_.size() <= 2 || !is_text()) {
    return fail(failure::permanent, std::make_error_code(std::errc::bad_message),
                "json: a secret was expected and is not there");
  }
  const std::string_view inside = inside_quotes(raw_);
  if (!inside.contains('\\')) return secret_text::copy_of(inside);
  auto escaped = secret_text::with_size(inside.size());
  if (!escaped) return escaped;
  const std::span<char> room = escaped->expose_writable();
  const std::size_t size = unescape(inside, room);
  return secret_text::copy_of({room.data(), size});
}

std::optional<bool> json_view::boolean() const {
  if (raw_ == "true") return true;
  if (raw_ == "false") return false;
  return std::nullopt;
}

std::optional<std::int64_t> json_view::integer() const {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(raw_.data(), raw_.data() + raw_.size(), value);
  if (raw_.empty() || failed != std::errc() || end != raw_.data() + raw_.size()) {
    return std::nullopt;
  }
  return value;
}

}  // namespace daypass::entra
