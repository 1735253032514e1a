// Text: names, identifiers, templates, and what lists and choices share.
#include "forms.hpp"
#include "spelling.hpp"
#include "text_guard.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cctype>
#include <string_view>

namespace daypass::config {
namespace {

std::string same(const std::string& value) {
  return value;
}

bool all_of(std::string_view text, bool (*fits)(unsigned char)) {
  return std::ranges::all_of(text,
                             [fits](char one) { return fits(static_cast<unsigned char>(one)); });
}

bool is_control(unsigned char letter) {
  return letter < 0x20 || letter == 0x7f;
}
bool is_plain(unsigned char letter) {
  return letter < 0x80 && std::isalnum(letter) != 0;
}

/// Text of bounded length, or a refusal.
bool read_text(const reading& at, std::size_t most, std::string& into) {
  if (!at.is(node_kind::text, "text in double quotes")) return false;
  const std::string& given = at.value.text;
  if (given.empty()) return at.refuse(config_errc::empty, "is empty", "name something, or drop it");
  if (given.size() > most) {
    return at.refuse(config_errc::too_long, fmt::format("has {} characters", given.size()),
                     fmt::format("give at most {}", most));
  }
  if (std::ranges::any_of(given,
                          [](char one) { return is_control(static_cast<unsigned char>(one)); })) {
    return at.refuse(config_errc::malformed_name, "holds a control character",
                     "write it as plain text on one line");
  }
  into = given;
  return true;
}

/// A form of text that `fits` decides on.
form<std::string> checked_text(std::size_t most, std::string words, config_errc code,
                               std::string what, std::string cure,
                               std::function<bool(const std::string&)> fits) {
  const auto read = [=](const reading& at, std::string& into) {
    std::string given;
    if (!read_text(at, most, given)) return false;
    if (!fits(given)) {
      return at.refuse(code, fmt::format("is \"{}\", {}", printable(given, 60), what), cure);
    }
    into = given;
    return true;
  };
  return {std::move(words), read, same};
}

bool is_guid(const std::string& text) {
  if (text.size() != 36) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
    const auto letter = static_cast<unsigned char>(text[at]);
    if (dash ? letter != '-' : std::isxdigit(letter) == 0) return false;
  }
  return true;
}

bool is_domain(const std::string& text) {
  if (text.find('.') == std::string::npos) return false;
  char before = '.';
  for (const char letter : text) {
    const bool fits = is_plain(static_cast<unsigned char>(letter)) || letter == '-';
    if (letter == '.' ? (before == '.' || before == '-') : !fits) return false;
    if (letter == '-' && before == '.') return false;
    before = letter;
  }
  return before != '.' && before != '-';
}

bool is_template(const std::string& text) {
  const auto at = text.find('@');
  return at != std::string::npos && at > 0 && text.substr(at) == "@{domain}" && text.find('{') < at;
}

}  // namespace

std::string join(const std::vector<std::string>& parts, const std::string& between) {
  return fmt::format("{}", fmt::join(parts, between));
}

form<std::string> text(std::size_t most, std::string words) {
  return {std::move(words),
          [most](const reading& at, std::string& into) { return read_text(at, most, into); }, same};
}

form<std::string> name(std::size_t most) {
  return checked_text(most, "name", config_errc::malformed_name, "which is no name",
                      "use letters, digits, dot, dash and underscore", [](const std::string& text) {
                        return all_of(text, [](unsigned char letter) {
                          return is_plain(letter) || letter == '.' || letter == '-' ||
                                 letter == '_';
                        });
                      });
}

form<std::string> guid() {
  return checked_text(64, "GUID", config_errc::malformed_id, "which is no GUID",
                      "copy the id from the Entra admin center: "
                      "01234567-89ab-cdef-0123-456789abcdef",
                      is_guid);
}

form<std::string> domain() {
  return checked_text(253, "DNS domain", config_errc::malformed_domain, "which is no domain",
                      "write a domain of the tenant, such as \"contoso.com\"", is_domain);
}

form<std::string> country() {
  return checked_text(
      64, "ISO 3166-1 alpha-2", config_errc::malformed_country, "which is no country",
      "write two capital letters, such as \"DE\"", [](const std::string& text) {
        return text.size() == 2 &&
               all_of(text, [](unsigned char letter) { return letter >= 'A' && letter <= 'Z'; });
      });
}

form<std::string> upn_template() {
  return checked_text(
      128, "template", config_errc::malformed_template, "which can't give a user principal name",
      "write placeholders, then @{domain}: \"{givenName}.{surname}@{domain}\"", is_template);
}

bool refuse_choice(const reading& at, const std::vector<std::string>& words) {
  if (!at.is(node_kind::text, fmt::format("\"{}\"", words.front()))) return false;
  return at.refuse(config_errc::unknown_choice,
                   fmt::format("is \"{}\"", printable(at.value.text, 40)),
                   did_you_mean(at.value.text, words));
}

bool check_list(const reading& at, std::size_t least, std::size_t most) {
  if (!at.is(node_kind::list, R"(a list: ["...", "..."])")) return false;
  if (at.value.items.size() < least) {
    return at.refuse(config_errc::empty, "is an empty list", "name at least one");
  }
  if (at.value.items.size() > most) {
    return at.refuse(config_errc::too_long, fmt::format("lists {} entries", at.value.items.size()),
                     fmt::format("give at most {}", most));
  }
  return true;
}

}  // namespace daypass::config
