// Names for accounts, out of what HR calls a person or wants to call an account.
#include "target.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/entra/upn.hpp"

#include <array>
#include <string>

namespace daypass::fuzz {
namespace {

using namespace entra;

const upn_rules& rules() {
  static const upn_rules held{.domains = {"contoso.example", "fabrikam.example"}};
  return held;
}

void require_name(const made_upn& made) {
  require(made.user_principal_name.starts_with(made.mail_nickname + "@"),
          "the nickname is the name's local part");
  require(!made.mail_nickname.empty() && made.mail_nickname.size() <= upn_local_max &&
              made.user_principal_name.size() <= upn_total_max,
          "a name keeps to Entra's lengths");
  require(std::ranges::all_of(made.user_principal_name,
                              [](char c) { return c > ' ' && c <= '~' && c != '/'; }),
          "a name is visible ASCII");
}

/// A refusal names no person.
void require_refusal(const error& why) {
  require(why.code == refusal::upn_invalid && why.kind == failure::permanent,
          "a name that can't be had is for a person to mend");
  require_words(why.what, 160);
  require(!why.what.contains("canary"), "a refusal doesn't say the name");
}

}  // namespace

void read_one(std::string_view bytes) {
  constexpr std::array<std::string_view, 3> patterns = {"{givenName}.{surname}@{domain}",
                                                        "{givenInitial}{surname}@contoso.example",
                                                        "x{hireId}@{domain}"};
  const std::string_view pattern = patterns[take_byte(bytes) % patterns.size()];
  upn_parts parts{.domain = "Contoso.example"};
  const auto wanted = check_upn(bytes, rules());
  parts.given_name = take_line(bytes);
  parts.surname = take_line(bytes);
  parts.hire_id = bytes;
  if (wanted) require_name(*wanted);
  if (!wanted) require_refusal(wanted.error());

  const auto made = make_upn(pattern, parts, rules());
  if (!made) {
    require_refusal(made.error());
    return;
  }
  require_name(*made);
  const auto again = make_upn(pattern, parts, rules());
  require(again && again->user_principal_name == made->user_principal_name,
          "the same parts give the same name");
  const bool checked = check_upn(made->user_principal_name, rules()).has_value();
  require(checked || pattern.contains("{hireId}"), "a made name is one that an event may give");
}

}  // namespace daypass::fuzz
