#include "daypass/entra/upn.hpp"

#include "ascii.hpp"
#include "transliterate.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/net/http_headers.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace daypass::entra {
namespace {

using field = std::string upn_parts::*;

struct placeholder {
  std::string_view name;
  field from;
  bool initial = false;
};

constexpr std::array placeholders{
    placeholder{"givenName", &upn_parts::given_name},
    placeholder{"givenInitial", &upn_parts::given_name, true},
    placeholder{"surname", &upn_parts::surname},
    placeholder{"surnameInitial", &upn_parts::surname, true},
    placeholder{"hireId", &upn_parts::hire_id},
    placeholder{"employeeId", &upn_parts::employee_id},
    placeholder{"domain", &upn_parts::domain},
};

std::unexpected<error> refuse(std::string why) {
  return fail(failure::permanent, refusal::upn_invalid, "upn: " + std::move(why));
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// What our own names keep: Entra allows more, but it is hard to dictate and to type.
bool is_plain(char c) {
  return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_';
}

bool is_allowed(char c) {
  return is_plain(c) || std::string_view("'!#^~").contains(c);
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = ascii_lower(c);
  return lowered;
}

void strip_ends(std::string& local) {
  const auto is_mark = [](char c) { return !is_letter_or_digit(c); };
  while (!local.empty() && is_mark(local.back())) local.pop_back();
  local.erase(local.begin(), std::ranges::find_if_not(local, is_mark));
}

std::string tidied(std::string_view text) {
  std::string local;
  for (const char c : text) {
    const bool doubled = c == '.' && local.ends_with('.');
    if (is_plain(c) && !doubled) local.push_back(c);
  }
  strip_ends(local);
  return local;
}

/// Splits a template at its placeholders; calls `literal` and `value` in their order.
template <typename Literal, typename Value>
result<void> walk(std::string_view pattern, Literal literal, Value value) {
  while (!pattern.empty()) {
    const std::size_t open = std::min(pattern.find('{'), pattern.size());
    literal(pattern.substr(0, open));
    pattern.remove_prefix(open);
    if (pattern.empty()) break;
    const std::size_t close = pattern.find('}');
    if (close == std::string_view::npos) return refuse("the template has an open brace");
    const std::string_view name = pattern.substr(1, close - 1);
    const auto* known = std::ranges::find(placeholders, name, &placeholder::name);
    if (known == placeholders.end()) {
      return refuse("the template has an unknown placeholder {" + std::string(name) + "}");
    }
    value(*known);
    pattern.remove_prefix(close + 1);
  }
  return {};
}

/// What a person reads in a name: its letters and digits.
std::string bare_name(std::string_view local) {
  std::string bare = lower(local);
  std::erase_if(bare, [](char c) { return !is_letter_or_digit(c); });
  return bare;
}

/// bare == bare_name(local), without making it: there are many reserved names.
bool is_bare_of(std::string_view bare, std::string_view local) {
  for (const char c : local) {
    if (!is_letter_or_digit(c)) continue;
    if (!bare.starts_with(ascii_lower(c))) return false;
    bare.remove_prefix(1);
  }
  return bare.empty();
}

/// A number behind a function's name does not make it a person's: admin1, root007.
std::string without_number(std::string bare) {
  while (!bare.empty() && bare.back() >= '0' && bare.back() <= '9') bare.pop_back();
  return bare;
}

result<void> check_domain(std::string_view domain, const upn_rules& rules) {
  if (domain.empty() || domain.size() > upn_domain_max) {
    return refuse("the domain is empty or longer than 48 characters");
  }
  const bool listed = std::ranges::any_of(rules.domains, [&](const std::string& allowed) {
    return net::equal_ignoring_case(allowed, domain);
  });
  if (!listed) return refuse("the domain is not one of the allowed ones");
  return {};
}

/// Whether digits at a name's end are the operators' own: a template that puts an id there.
enum class digits : std::uint8_t { of_a_template, of_an_event };

result<void> check_local(std::string_view local, const upn_rules& rules, digits behind) {
  if (local.empty()) return refuse("nothing is left before the @");
  const std::string bare = bare_name(local);
  const std::string plain = behind == digits::of_an_event ? without_number(bare) : bare;
  if (std::ranges::any_of(rules.reserved, [&](const std::string& name) {
        return is_bare_of(bare, name) || is_bare_of(plain, name);
      })) {
    return refuse("the name before the @ is reserved");
  }
  return {};
}

result<std::string> filled(std::string_view pattern, const upn_parts& parts) {
  std::string local;
  std::optional<error> failed;
  const auto value = [&](const placeholder& known) {
    auto plain = to_plain_letters(parts.*known.from);
    if (!plain) {
      failed = plain.error();
      return;
    }
    std::string text = tidied(*plain);
    if (known.initial) text = text.substr(0, 1);
    local += text;
  };
  auto walked = walk(pattern, [&](std::string_view text) { local += lower(text); }, value);
  if (!walked) return std::unexpected(walked.error());
  if (failed) return std::unexpected(*failed);
  return tidied(local);
}

}  // namespace

const std::vector<std::string>& default_reserved_names() {
  static const std::vector<std::string> names{
      "abuse",     "admin",    "administrator", "all",           "daemon",     "everyone",
      "ftp",       "guest",    "help",          "helpdesk",      "hostmaster", "hr",
      "info",      "it",       "mail",          "mailer-daemon", "noc",        "no-reply",
      "nobody",    "operator", "payroll",       "postmaster",    "root",       "security",
      "service",   "support",  "sync",          "sysadmin",      "system",     "usenet",
      "webmaster", "www"};
  return names;
}

result<made_upn> make_upn(std::string_view pattern, const upn_parts& parts,
                          const upn_rules& rules) {
  if (auto sound = check_upn_template(pattern); !sound) return std::unexpected(sound.error());
  const std::size_t at = pattern.find('@');
  auto local = filled(pattern.substr(0, at), parts);
  if (!local) return std::unexpected(local.error());

  const std::string_view behind = pattern.substr(at + 1);
  const std::string domain = lower(behind == "{domain}" ? parts.domain : behind);
  if (auto good = check_domain(domain, rules); !good) return std::unexpected(good.error());
  local->resize(std::min({local->size(), upn_local_max, upn_total_max - 1 - domain.size()}));
  strip_ends(*local);
  const bool numbered = pattern.contains("{hireId}") || pattern.contains("{employeeId}");
  const auto number = numbered ? digits::of_a_template : digits::of_an_event;
  if (auto good = check_local(*local, rules, number); !good) return std::unexpected(good.error());
  return made_upn{*local + "@" + domain, *local};
}

result<made_upn> check_upn(std::string_view upn, const upn_rules& rules) {
  const std::size_t at = upn.find('@');
  if (at == std::string_view::npos || at != upn.rfind('@')) return refuse("there is not one @");
  const std::string_view local = upn.substr(0, at);
  if (auto good = check_domain(upn.substr(at + 1), rules); !good) {
    return std::unexpected(good.error());
  }
  if (local.size() > upn_local_max) return refuse("longer than 64 characters before the @");
  if (!std::ranges::all_of(local, is_allowed)) {
    return refuse("only letters, digits and ' . - _ ! # ^ ~ may stand before the @");
  }
  if (local.starts_with('.') || local.ends_with('.') || local.contains("..")) {
    return refuse("a dot at either end of the name, or two in a row");
  }
  if (auto good = check_local(local, rules, digits::of_an_event); !good) {
    return std::unexpected(good.error());
  }
  return made_upn{std::string(upn), std::string(local)};
}

result<void> check_upn_template(std::string_view pattern) {
  const std::size_t at = pattern.find('@');
  if (at == std::string_view::npos || at != pattern.rfind('@')) {
    return refuse("the template needs one @");
  }
  const std::string_view behind = pattern.substr(at + 1);
  if (behind != "{domain}" && behind.contains('{')) {
    return refuse("only {domain} or a plain domain may stand behind the template's @");
  }
  bool plain = true;
  bool varies = false;
  const auto literal = [&](std::string_view text) {
    plain = plain && std::ranges::all_of(text, is_plain);
  };
  const auto value = [&](const placeholder& known) { varies = varies || known.name != "domain"; };
  if (auto walked = walk(pattern.substr(0, at), literal, value); !walked) return walked;
  if (!plain) return refuse("only letters, digits and . - _ may stand in the template");
  if (!varies) return refuse("the template gives everybody the same name");
  return {};
}

}  // namespace daypass::entra
