#include "text_guard.hpp"

#include "daypass/config/load.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace daypass::config {
namespace {

constexpr std::size_t key_parts_max = 16;
constexpr std::size_t brackets_max = 32;

/// Walks over a text and knows what lies inside strings and comments. What is no TOML is left to
/// the parser: here it only matters that no depth is overlooked.
class walker {
 public:
  explicit walker(std::string_view text) : text_(text) {}

  /// The place at which the nesting goes too deep, or nothing.
  std::optional<place> first_too_deep() {
    while (at_ < text_.size()) {
      if (is_too_deep()) return place{line_, at_ - line_begin_ + 1};
      step();
    }
    return std::nullopt;
  }

 private:
  bool is_too_deep() {
    const char here = text_[at_];
    if (here == '.') return ++dots_ > key_parts_max;
    if (here == '[' || here == '{') return ++open_ > brackets_max;
    return false;
  }

  void step() {
    const char here = text_[at_];
    if (here == '"' || here == '\'') {
      skip_string(here);
      return;
    }
    if (here == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return;
    }
    if (here == '=' || here == ',' || here == '{' || here == '\n') dots_ = 0;
    if ((here == ']' || here == '}') && open_ > 0) --open_;
    if (here == '\n') next_line();
    ++at_;
  }

  void next_line() {
    ++line_;
    line_begin_ = at_ + 1;
  }

  void skip_string(char quote) {
    const std::string three(3, quote);
    const bool many_lines = text_.substr(at_, 3) == three;
    at_ += many_lines ? 3 : 1;
    while (at_ < text_.size()) {
      const char here = text_[at_];
      if (here == '\n') {
        if (!many_lines) return;
        next_line();
      }
      if (here == '\\' && quote == '"') {
        ++at_;
        if (at_ < text_.size() && text_[at_] == '\n') next_line();
      } else if (many_lines ? text_.substr(at_, 3) == three : here == quote) {
        at_ += many_lines ? 3 : 1;
        // TOML 1.0: up to two quotes may stand right before the three that end it.
        for (int more = 0; many_lines && more < 2 && at_ < text_.size(); ++more) {
          if (text_[at_] == quote) ++at_;
        }
        return;
      }
      ++at_;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t line_begin_ = 0;
  std::size_t dots_ = 0;
  std::size_t open_ = 0;
};

place place_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = static_cast<std::size_t>(std::ranges::count(before, '\n'));
  const std::size_t begin =
      before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {lines + 1, offset - begin + 1};
}

}  // namespace

std::optional<problem> guard_text(std::string_view text, const std::string& name) {
  if (text.size() > config_bytes_max) {
    return problem{config_errc::file_too_large,
                   name,
                   {},
                   fmt::format("the file has more than {} bytes", config_bytes_max),
                   "keep lists of sites and sources short; certificates lie in files of their own"};
  }
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return problem{config_errc::not_text, name, place_at(text, nul), "a NUL byte",
                   "save the file as UTF-8 text"};
  }
  if (const auto deep = walker(text).first_too_deep()) {
    return problem{config_errc::too_deep, name, *deep, "nested deeper than any setting is",
                   "see config/README.md for the settings that there are"};
  }
  return std::nullopt;
}

std::string printable(std::string_view text, std::size_t max) {
  std::string shown(text.substr(0, max));
  for (char& letter : shown) {
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f) letter = '?';
  }
  if (text.size() > max) shown += "...";
  return shown;
}

}  // namespace daypass::config
