// Events whose data breaks the contract, or can't be brought into its canonical form.
#include "bad_cases.hpp"
#include "events.hpp"

#include <gtest/gtest.h>

namespace daypass::hr {
namespace {

raw_event changed(const std::string& members) {
  return structured_record(
      structured("changed", R"({"employeeId":"1","revision":2,)" + members + "}"));
}

raw_event announced(const std::string& data) {
  return structured_record(structured("announced", data));
}

raw_event keyed(std::string_view source, const std::string& data) {
  return binary_record("changed", data, source);
}

constexpr const char* wrong_type =
    ": is of the wrong JSON type, or null where a value is required: see the contract";
constexpr const char* wrong_length = ": is shorter or longer than the contract allows";
constexpr const char* controls = ": has control or direction-changing characters: remove them";
constexpr const char* no_country = ": is not a country: write its two letters (ISO 3166-1 alpha-2)";
constexpr const char* no_upn =
    ": is not a sign-in name that Entra takes: write name@domain, the name of up to 64 letters, "
    "digits and ' . - _ ! # ^ ~ without a dot at its end";
constexpr const char* no_email = ": is not a mail address: write name@domain";
constexpr const char* no_profile =
    ": is not the name of a profile: write letters, digits, _ . and -";

std::string at(std::string_view place, std::string_view why) {
  return std::string(place) + std::string(why);
}

std::vector<bad_case> against_the_schema() {
  return {
      {"no key", [] { return structured_record(structured("rescinded", R"({"revision":1})")); },
       decode_errc::key_missing,
       "/data/employeeId: neither it nor hireId is there: send the hire's key"},
      {"no place",
       [] {
         return announced(R"({"employeeId":"1","givenName":"A","surname":"B",)"
                          R"("startDate":"2026-11-30","revision":1})");
       },
       decode_errc::place_missing,
       "/data/timeZone: neither it nor site is there: send where the hire is"},
      {"no place, of a hire with a hireId",
       [] {
         return announced(R"({"hireId":"1","givenName":"A","surname":"B",)"
                          R"("startDate":"2026-11-30","revision":1})");
       },
       decode_errc::place_missing,
       "/data/timeZone: neither it nor site is there: send where the hire is"},
      {"two misspelt", [] { return changed(R"("startdate":"2026-11-30","given_name":"Ada")"); },
       decode_errc::member_unknown,
       "/data/given_name: is not in the contract: check its spelling, or leave it out"},
      {"no surname",
       [] {
         return announced(R"({"employeeId":"1","givenName":"A","timeZone":"UTC",)"
                          R"("startDate":"2026-11-30","revision":1})");
       },
       decode_errc::member_missing, "/data/surname: is missing: the contract requires it"},
      {"no start, binary",
       [] {
         return binary_record("announced",
                              R"({"employeeId":"1","givenName":"A","surname":"B","site":"X"})");
       },
       decode_errc::member_missing, "/startDate: is missing: the contract requires it"},
      {"misspelt", [] { return changed(R"("startdate":"2026-11-30")"); },
       decode_errc::member_unknown,
       "/data/startdate: is not in the contract: check its spelling, or leave it out"},
      {"null on a required member", [] { return changed(R"("surname":null)"); },
       decode_errc::member_type, at("/data/surname", wrong_type)},
      {"a number for a text", [] { return changed(R"("department":7)"); }, decode_errc::member_type,
       at("/data/department", wrong_type)},
      {"an object for a text", [] { return changed(R"("jobTitle":{"en":"Boss"})"); },
       decode_errc::member_type, at("/data/jobTitle", wrong_type)},
      {"employeeId a number",
       [] { return structured_record(structured("rescinded", R"({"employeeId":1})")); },
       decode_errc::member_type, at("/data/employeeId", wrong_type)},
      {"revision a text", [] { return announced(announced_data(R"(,"revision":"1")")); },
       decode_errc::member_type, at("/data/revision", wrong_type)},
      {"revision a fraction", [] { return announced(announced_data(R"(,"revision":1.5)")); },
       decode_errc::member_type, at("/data/revision", wrong_type)},
      {"revision negative", [] { return announced(announced_data(R"(,"revision":-1)")); },
       decode_errc::member_value, "/data/revision: is below what the contract allows"},
      {"employeeId of 17 characters",
       [] {
         return structured_record(
             structured("rescinded", R"({"employeeId":"12345678901234567","revision":1})"));
       },
       decode_errc::member_length, at("/data/employeeId", wrong_length)},
      {"hireId empty", [] { return changed(R"("hireId":"")"); }, decode_errc::member_length,
       at("/data/hireId", wrong_length)},
      {"a name of 65 characters",
       [] { return changed(R"("givenName":")" + std::string(65, 'x') + "\""); },
       decode_errc::member_length, at("/data/givenName", wrong_length)},
      {"4000 characters of a title",
       [] { return changed(R"("jobTitle":")" + std::string(4000, 'x') + "\""); },
       decode_errc::member_length, at("/data/jobTitle", wrong_length)},
  };
}

std::vector<bad_case> not_canonical() {
  return {
      {"blank name", [] { return changed(R"("givenName":"  ")"); }, decode_errc::member_blank,
       "/data/givenName: is blank: send a value"},
      {"blank key",
       [] { return structured_record(structured("rescinded", R"({"employeeId":" "})")); },
       decode_errc::member_blank, "/data/employeeId: is blank: send a value"},
      {"line end in a name", [] { return changed(R"("surname":"By\nron")"); },
       decode_errc::control_character, at("/data/surname", controls)},
      {"NUL in a department", [] { return changed(R"("department":"R\u0000D")"); },
       decode_errc::control_character, at("/data/department", controls)},
      {"direction override", [] { return changed(R"("displayName":"A\u202Enimda")"); },
       decode_errc::control_character, at("/data/displayName", controls)},
      {"escape in a key",
       [] { return structured_record(structured("rescinded", R"({"hireId":"a\u001b[2J"})")); },
       decode_errc::control_character, at("/data/hireId", controls)},
      {"line end in a zone", [] { return changed(R"("timeZone":"Europe\nBerlin")"); },
       decode_errc::control_character, at("/data/timeZone", controls)},
      {"control in a site", [] { return changed(R"("site":"B\u0085R")"); },
       decode_errc::control_character, at("/data/site", controls)},
  };
}

std::vector<bad_case> no_days_or_places() {
  return {
      {"30 February", [] { return changed(R"("startDate":"2026-02-30")"); },
       decode_errc::date_malformed, "/data/startDate: no such date: check day and month"},
      {"German date", [] { return changed(R"("startDate":"30.11.2026")"); },
       decode_errc::date_malformed, "/data/startDate: is not a date: write YYYY-MM-DD"},
      {"date with a time", [] { return changed(R"("startDate":"2026-11-30T00:00:00Z")"); },
       decode_errc::date_malformed, "/data/startDate: is not a date: write YYYY-MM-DD"},
      {"year 1066", [] { return changed(R"("startDate":"1066-10-14")"); },
       decode_errc::date_malformed, "/data/startDate: date out of range: use years 1970 to 2199"},
      {"25 o'clock", [] { return changed(R"("startTime":"25:00")"); },
       decode_errc::time_of_day_malformed, "/data/startTime: malformed time of day: write HH:MM"},
      {"9 am", [] { return changed(R"("startTime":"9 am")"); }, decode_errc::time_of_day_malformed,
       "/data/startTime: is not a time of day: write HH:MM"},
      {"an abbreviation", [] { return changed(R"("timeZone":"EST")"); }, decode_errc::zone_unknown,
       "/data/timeZone: ambiguous abbreviation: send an IANA name (did you mean EST?)"},
      {"small letters", [] { return changed(R"("timeZone":"europe/berlin")"); },
       decode_errc::zone_unknown,
       "/data/timeZone: unknown time zone: check the spelling, or update tzdata (did you mean "
       "Europe/Berlin?)"},
      {"a path", [] { return changed(R"("timeZone":"../../etc/passwd")"); },
       decode_errc::zone_unknown, "/data/timeZone: malformed time zone: send an IANA name"},
      {"place cleared", [] { return changed(R"("timeZone":null)"); }, decode_errc::place_missing,
       "/data/timeZone: neither it nor site has a value: send where the hire is"},
      {"site cleared", [] { return changed(R"("site":null)"); }, decode_errc::place_missing,
       "/data/timeZone: neither it nor site has a value: send where the hire is"},
      {"announced with a blank place",
       [] {
         return announced(R"({"employeeId":"1","givenName":"A","surname":"B","timeZone":" ",)"
                          R"("startDate":"2026-11-30","revision":1})");
       },
       decode_errc::place_missing,
       "/data/timeZone: neither it nor site has a value: send where the hire is"},
  };
}

std::vector<bad_case> no_names_or_keys() {
  return {
      {"a country's name", [] { return changed(R"("country":"Germany")"); },
       decode_errc::country_malformed, at("/data/country", no_country)},
      {"a country of digits", [] { return changed(R"("usageLocation":"49")"); },
       decode_errc::country_malformed, at("/data/usageLocation", no_country)},
      {"no domain", [] { return changed(R"("userPrincipalName":"ada")"); },
       decode_errc::upn_malformed, at("/data/userPrincipalName", no_upn)},
      {"accent in a sign-in name", [] { return changed(R"("userPrincipalName":"zoë@a.example")"); },
       decode_errc::upn_malformed, at("/data/userPrincipalName", no_upn)},
      {"dot before the @", [] { return changed(R"("userPrincipalName":"ada.@a.example")"); },
       decode_errc::upn_malformed, at("/data/userPrincipalName", no_upn)},
      {"a name for an address", [] { return changed(R"("managerEmail":"Grace Hopper")"); },
       decode_errc::email_malformed, at("/data/managerEmail", no_email)},
      {"two addresses", [] { return changed(R"("managerEmail":"a@b.example,c@d.example")"); },
       decode_errc::email_malformed, at("/data/managerEmail", no_email)},
      {"profile a path", [] { return changed(R"("profile":"../admin")"); },
       decode_errc::profile_malformed, at("/data/profile", no_profile)},
      {"no revision", [] { return announced(announced_data("")); }, decode_errc::revision_missing,
       "/data/revision: is missing, and events of this source are ordered by it: send an integer "
       "that grows with each change"},
      {"no hireId where it is the key",
       [] { return keyed("/hr/ids", R"({"employeeId":"1","revision":1})"); },
       decode_errc::key_missing,
       "/hireId: is missing, and hires of this source are known by it: send it"},
      {"no employeeId where it is the key",
       [] { return keyed("/hr/numbers", R"({"hireId":"1","revision":1})"); },
       decode_errc::key_missing,
       "/employeeId: is missing, and hires of this source are known by it: send it"},
  };
}

}  // namespace

const std::vector<bad_case>& bad_data() {
  static const std::vector<bad_case> cases = [] {
    auto all = against_the_schema();
    for (const auto part : {not_canonical, no_days_or_places, no_names_or_keys}) {
      for (auto& row : part()) all.push_back(std::move(row));
    }
    return all;
  }();
  return cases;
}

TEST(BadData, IsRefusedWithThePlaceAndTheCure) {
  expect_refused(bad_data());
}

}  // namespace daypass::hr
