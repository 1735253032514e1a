#include "members.hpp"

#include "place.hpp"
#include "text.hpp"

#include "daypass/calendar/parse.hpp"

#include <fmt/format.h>

#include <array>

namespace daypass::hr {
namespace {

using nlohmann::json;

/// Brings trimmed text into its canonical form; a refusal holds the cure without the place.
using canonical_form = checked<std::string> (*)(std::string_view text);

checked<std::string> as_text(std::string_view text) {
  return std::string(text);
}

checked<std::string> as_date(std::string_view text) {
  if (const auto date = calendar::parse_date(text); !date) {
    return refuse(decode_errc::date_malformed, date.error().code.message());
  }
  return std::string(text);
}

checked<std::string> as_time(std::string_view text) {
  const auto time = calendar::parse_time_of_day(text);
  if (!time) return refuse(decode_errc::time_of_day_malformed, time.error().code.message());
  return fmt::format("{:02}:{:02}", time->count() / 60, time->count() % 60);
}

checked<std::string> as_country(std::string_view text) {
  if (is_alpha2(text)) return ascii_upper(text);
  return refuse(decode_errc::country_malformed,
                "is not a country: write its two letters (ISO 3166-1 alpha-2)");
}

checked<std::string> as_upn(std::string_view text) {
  if (is_upn(text)) return std::string(text);
  return refuse(decode_errc::upn_malformed,
                "is not a sign-in name that Entra takes: write name@domain, the name of up to 64 "
                "letters, digits and ' . - _ ! # ^ ~ without a dot at its end");
}

checked<std::string> as_email(std::string_view text) {
  if (is_email(text)) return std::string(text);
  return refuse(decode_errc::email_malformed, "is not a mail address: write name@domain");
}

checked<std::string> as_profile(std::string_view text) {
  constexpr std::size_t profile_max = 64;
  if (is_name(text, profile_max)) return std::string(text);
  return refuse(decode_errc::profile_malformed,
                "is not the name of a profile: write letters, digits, _ . and -");
}

struct member {
  const char* name;
  field which;
  canonical_form form;
  bool required = false;
};

constexpr std::array members = {
    member{"employeeId", field::employee_id, as_text},
    member{"givenName", field::given_name, as_text, true},
    member{"surname", field::surname, as_text, true},
    member{"displayName", field::display_name, as_text},
    member{"startDate", field::start_date, as_date, true},
    member{"startTime", field::start_time, as_time},
    member{"userPrincipalName", field::user_principal_name, as_upn},
    member{"employeeType", field::employee_type, as_text},
    member{"department", field::department, as_text},
    member{"jobTitle", field::job_title, as_text},
    member{"companyName", field::company_name, as_text},
    member{"country", field::country, as_country},
    member{"usageLocation", field::usage_location, as_country},
    member{"managerEmployeeId", field::manager_employee_id, as_text},
    member{"managerEmail", field::manager_email, as_email},
    member{"profile", field::profile, as_profile},
};
// Every field but status, which the kind sets, and place, which is made of two members.
static_assert(members.size() + 2 == field_count);

std::unexpected<unusable> at(std::string_view data_place, std::string_view name,
                             const unusable& why) {
  return refuse(why.code, fmt::format("{}/{}: {}", data_place, name, why.what));
}

/// A text member, trimmed: nothing when it is absent, null, or blank and optional.
checked<std::optional<std::string_view>> text_of(const json& data, const char* name,
                                                 bool is_required) {
  const auto found = data.find(name);
  if (found == data.end() || !found->is_string()) return std::nullopt;
  const auto text = trimmed(found->get_ref<const std::string&>());
  if (has_controls(text)) {
    return refuse(decode_errc::control_character,
                  "has control or direction-changing characters: remove them");
  }
  if (!text.empty()) return text;
  if (!is_required) return std::nullopt;
  return refuse(decode_errc::member_blank, "is blank: send a value");
}

/// Sets, clears or leaves out one field.
checked<void> read_member(const member& wanted, bool names_all, const json& data,
                          field_changes& changes) {
  const auto text = text_of(data, wanted.name, wanted.required);
  if (!text) return std::unexpected(text.error());
  if (!*text) {
    if (names_all || data.contains(wanted.name)) changes.clear(wanted.which);
    return {};
  }
  auto canonical = wanted.form(**text);
  if (!canonical) return std::unexpected(canonical.error());
  changes.set(wanted.which, std::move(*canonical));
  return {};
}

bool key_is_employee_id(hire_id_member which, const json& data) {
  if (which == hire_id_member::employee_id) return true;
  return which == hire_id_member::hire_id_or_employee_id && !data.contains("hireId");
}

/// timeZone before site. A changed event that names one as null and gives no other is refused.
checked<void> read_place_members(event_kind kind, const json& data, std::string_view data_place,
                                 const calendar::zone_snapshot& zones, field_changes& changes) {
  const auto zone = text_of(data, "timeZone", false);
  if (!zone) return at(data_place, "timeZone", zone.error());
  const auto site = text_of(data, "site", false);
  if (!site) return at(data_place, "site", site.error());
  if (!*zone && !*site) {
    if (kind == event_kind::changed && !data.contains("timeZone") && !data.contains("site")) {
      return {};
    }
    return refuse(decode_errc::place_missing,
                  fmt::format("{}/timeZone: neither it nor site has a value: send where the hire "
                              "is",
                              data_place));
  }
  if (!*zone) {
    changes.set(field::place, "site:" + std::string(**site));
    return {};
  }
  const bool country_given = changes.names(field::country) && changes.value(field::country);
  const std::string country = country_given ? *changes.value(field::country) : "";
  auto place = zone_place(zones, **zone, country);
  if (!place) return at(data_place, "timeZone", place.error());
  changes.set(field::place, std::move(*place));
  return {};
}

}  // namespace

checked<std::string> read_hire_id(hire_id_member which, const json& data,
                                  std::string_view data_place) {
  const char* const name = key_is_employee_id(which, data) ? "employeeId" : "hireId";
  const auto text = text_of(data, name, true);
  if (!text) return at(data_place, name, text.error());
  if (!*text) {
    return refuse(decode_errc::key_missing,
                  fmt::format("{}/{}: is missing, and hires of this source are known by it: send "
                              "it",
                              data_place, name));
  }
  return ascii_upper(**text);
}

checked<field_changes> read_changes(event_kind kind, hire_id_member key, const json& data,
                                    std::string_view data_place,
                                    const calendar::zone_snapshot& zones) {
  const bool announced = kind == event_kind::announced;
  field_changes changes;
  for (const auto& wanted : members) {
    const bool key_only =
        wanted.which == field::employee_id && !announced && key_is_employee_id(key, data);
    if (key_only) continue;
    if (auto read = read_member(wanted, announced, data, changes); !read) {
      return at(data_place, wanted.name, read.error());
    }
  }
  if (auto read = read_place_members(kind, data, data_place, zones, changes); !read) {
    return std::unexpected(read.error());
  }
  return changes;
}

std::string read_reason(const json& data) {
  constexpr std::size_t reason_max = 500;
  const auto found = data.find("reason");
  if (found == data.end() || !found->is_string()) return {};
  return tamed(found->get_ref<const std::string&>(), reason_max);
}

}  // namespace daypass::hr
