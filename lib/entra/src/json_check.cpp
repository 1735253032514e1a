#include "json_check.hpp"

#include <algorithm>

namespace daypass::entra {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

class checker {
 public:
  checker(std::string_view text, int depth_max) : text_(text), depth_left_(depth_max) {}

  [[nodiscard]] std::size_t length() const { return at_; }

  bool value() {
    switch (next()) {
      case '{':
        return collection('}', &checker::pair);
      case '[':
        return collection(']', &checker::value);
      case '"':
        return string();
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return number();
    }
  }

 private:
  [[nodiscard]] char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char wanted) {
    if (next() != wanted || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  void skip_space() { at_ += json_space(text_.substr(at_)); }

  bool word(std::string_view wanted) {
    if (!text_.substr(at_).starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }

  bool collection(char end, bool (checker::*element)()) {
    if (depth_left_ == 0) return false;
    --depth_left_;
    ++at_;
    skip_space();
    bool more = !take(end);
    while (more) {
      if (!(this->*element)()) return false;
      skip_space();
      more = take(',');
      if (!more && !take(end)) return false;
      skip_space();
    }
    ++depth_left_;
    return true;
  }

  bool pair() {
    if (!string()) return false;
    skip_space();
    if (!take(':')) return false;
    skip_space();
    return value();
  }

  bool string() {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c == '\\' && !escape()) return false;
    }
    return false;
  }

  bool escape() {
    const char c = next();
    ++at_;
    if (c != 'u') return std::string_view("\"\\/bfnrt").contains(c) && c != '\0';
    const std::string_view hex = text_.substr(std::min(at_, text_.size()), 4);
    at_ += hex.size();
    return hex.size() == 4 && std::ranges::all_of(hex, is_hex);
  }

  bool digits() {
    const std::size_t from = at_;
    while (is_digit(next())) ++at_;
    return at_ > from;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      return digits();
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_left_;
};

}  // namespace

std::size_t json_space(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_space) - text.begin());
}

std::optional<std::size_t> checked_json_value(std::string_view text, int depth_max) {
  checker walk(text, depth_max);
  if (!walk.value()) return std::nullopt;
  return walk.length();
}

std::size_t trusted_json_string(std::string_view text) {
  for (std::size_t at = text.find('"', 1); at != text.npos; at = text.find('"', at + 1)) {
    // An odd number of backslashes before it: the last one is the quote's.
    const std::size_t before = text.substr(0, at).find_last_not_of('\\');
    if ((at - before) % 2 == 1) return at + 1;
  }
  return text.size();
}

std::size_t trusted_json_value(std::string_view text) {
  if (text.starts_with('"')) return trusted_json_string(text);
  if (!text.starts_with('{') && !text.starts_with('[')) {
    return std::min(text.find_first_of(",]} \t\r\n"), text.size());
  }
  int depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    switch (text[at]) {
      case '"':
        at += trusted_json_string(text.substr(at));
        continue;
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        --depth;
        break;
      default:
        break;
    }
    ++at;
    if (depth == 0) return at;
  }
  return text.size();
}

}  // namespace daypass::entra
