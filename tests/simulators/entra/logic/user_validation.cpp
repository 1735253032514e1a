#include "simulators/entra/logic/handlers.hpp"
#include "simulators/entra/logic/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace daypass::entra_simulator {
namespace {

/// ISO 3166-1 alpha-2, officially assigned.
constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW ";

constexpr std::string_view complexity_message =
    "The specified password does not comply with password complexity requirements. Please provide "
    "a different password.";

bool is_country(const std::string& text) {
  return text.size() == 2 && countries.find(text + ' ') != std::string_view::npos;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// ED: concept-sspr-policy. Nothing, or the property part that is wrong: "" is the local part.
enum class upn_fault { none, local_part, domain };

upn_fault judge_upn(std::string_view upn, const std::vector<std::string>& domains) {
  const auto at = upn.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || upn.size() > 113) {
    return upn_fault::local_part;
  }
  const auto local = upn.substr(0, at);
  const auto domain = upn.substr(at + 1);
  const bool good = std::ranges::all_of(local, [](char c) {
    return is_letter_or_digit(c) || std::string_view("'.-_!#^~").find(c) != std::string_view::npos;
  });
  if (!good || local.back() == '.') return upn_fault::local_part;
  const bool verified = std::ranges::any_of(
      domains, [&](const std::string& each) { return equal_folded(each, domain); });
  return verified && domain.size() <= 48 ? upn_fault::none : upn_fault::domain;
}

/// 8 to 256 characters of ASCII, three of four classes, none of the banned ones.
bool complies(std::string_view password, std::string_view local_part) {
  if (password.size() < 8 || password.size() > 256) return false;
  bool lower = false;
  bool upper = false;
  bool digit = false;
  bool mark = false;
  for (const char c : password) {
    if (c < ' ' || c > '~') return false;
    const bool is_lower = c >= 'a' && c <= 'z';
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_digit = c >= '0' && c <= '9';
    lower |= is_lower;
    upper |= is_upper;
    digit |= is_digit;
    mark |= !is_lower && !is_upper && !is_digit;
  }
  const std::string plain = folded(password);
  for (const std::string_view banned : {"password", "passw0rd", "p@ssw0rd", "contoso"}) {
    if (plain.starts_with(banned) && plain.size() < banned.size() + 5) return false;
  }
  if (!local_part.empty() && plain.find(folded(local_part)) != std::string::npos) return false;
  return lower + upper + digit + mark >= 3;
}

/// YYYY-MM-DDThh:mm:ssZ, or with +00:00, as Microsoft's SDKs write it.
bool is_utc_time(std::string_view text) {
  return (text.ends_with('Z') || text.ends_with("+00:00")) && parse_time(text).has_value();
}

bool has_type(const json& value, property_type type) {
  switch (type) {
    case property_type::text:
      return value.is_string();
    case property_type::boolean:
      return value.is_boolean();
    case property_type::time:
      return value.is_string() && is_utc_time(value.get_ref<const std::string&>());
    case property_type::texts:
      return value.is_array() &&
             std::ranges::all_of(value, [](const json& each) { return each.is_string(); });
    case property_type::object:
      return value.is_object();
    case property_type::other:
      return true;
  }
  return false;
}

/// Characters of UTF-8 text.
std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_never_null(std::string_view name) {
  return name == "accountEnabled" || name == "displayName" || name == "userPrincipalName" ||
         name == "mailNickname" || name == "usageLocation" || name == "userType";
}

std::optional<response> judge_text(graph_state& state, const call& asked, std::string_view name,
                                   const std::string& text, std::size_t length_max) {
  if (length_max != 0 && length_of(text) > length_max) return invalid_value(asked, name);
  if (text.empty() && is_never_null(name)) return invalid_value(asked, name);
  if (name == "userPrincipalName") {
    const upn_fault wrong = judge_upn(text, state.who.domains);
    if (wrong == upn_fault::local_part) return invalid_value(asked, name);
    if (wrong == upn_fault::domain) {
      return bad_request(asked,
                         "The domain portion of the userPrincipalName property is invalid. You "
                         "must use one of the verified domain names in your organization.");
    }
  }
  const bool nickname = name == "mailNickname";
  if (nickname && text.find_first_of("@()\\[]\";:<>, ") != std::string::npos) {
    return invalid_value(asked, name);
  }
  if (name == "usageLocation" && !is_country(text)) return invalid_value(asked, name);
  if (name == "userType" && text != "Member" && text != "Guest") return invalid_value(asked, name);
  return std::nullopt;
}

std::optional<response> judge_password(const call& asked, const json& profile,
                                       std::string_view upn) {
  const auto found = profile.find("password");
  if (!profile.is_object() || found == profile.end() || !found->is_string()) {
    return invalid_value(asked, "passwordProfile");
  }
  if (complies(found->get_ref<const std::string&>(), upn.substr(0, upn.find('@')))) {
    return std::nullopt;
  }
  return bad_request(asked, complexity_message);
}

std::optional<response> read_property(graph_state& state, const call& asked, const property& which,
                                      const json& value, property_values& into) {
  if (!which.writable) {
    return bad_request(asked,
                       fmt::format("Property '{}' is read-only and cannot be set.", which.name));
  }
  if (value.is_null()) {
    if (is_never_null(which.name)) return invalid_value(asked, which.name);
    into.set(which.name, nullptr);
    return std::nullopt;
  }
  if (!has_type(value, which.type)) return invalid_value(asked, which.name);
  if (which.type == property_type::time) {
    into.set(which.name, seconds_text(*parse_time(value.get_ref<const std::string&>())));
    return std::nullopt;
  }
  if (which.type == property_type::text) {
    const auto& text = value.get_ref<const std::string&>();
    if (auto wrong = judge_text(state, asked, which.name, text, which.length_max)) return wrong;
  }
  into.set(which.name, value);
  return std::nullopt;
}

std::optional<response> judge_required(const call& asked) {
  for (const char* name :
       {"accountEnabled", "displayName", "mailNickname", "passwordProfile", "userPrincipalName"}) {
    if (!asked.body.contains(name)) {
      return bad_request(
          asked, fmt::format("A value is required for property '{}' of resource 'User'.", name));
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<response> read_properties(graph_state& state, const call& asked, bool creating,
                                        property_values& into, std::vector<int>& named) {
  if (!asked.body.is_object()) return unreadable_body(asked);
  if (creating) {
    if (auto missing = judge_required(asked)) return missing;
  }
  for (const auto& [name, value] : asked.body.items()) {
    if (name.starts_with("@odata.")) continue;
    if (name == "passwordProfile") {
      if (auto wrong = judge_password(asked, value, asked.body.value("userPrincipalName", ""))) {
        return wrong;
      }
      continue;
    }
    const int index = property_index(name);
    if (index < 0) return bad_request(asked, fmt::format("Invalid property '{}'.", name));
    const property& which = user_properties()[static_cast<std::size_t>(index)];
    if (auto wrong = read_property(state, asked, which, value, into)) return wrong;
    named.push_back(index);
  }
  return std::nullopt;
}

}  // namespace daypass::entra_simulator
