#include "story.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <charconv>
#include <cstdio>

namespace daypass::engine::testing {
namespace {

std::unexpected<obstacle> blocked(reason why) {
  return std::unexpected(obstacle{why, "story"});
}

std::expected<appointment, obstacle> place_of(const wanted& wants) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  const std::string date(wants.text(field::start_date));
  if (std::sscanf(date.c_str(), "%d-%u-%u", &year, &month, &day) != 3) {
    return blocked(reason::start_implausible);
  }
  const std::string_view zone = wants.text(field::place);
  if (!zone.starts_with("zone:")) return blocked(reason::place_unknown);
  int offset = 0;
  const std::string_view digits = zone.substr(5);
  std::from_chars(digits.data(), digits.data() + digits.size(), offset);
  appointment when;
  when.date = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  when.zone = std::string(digits);
  when.tz_version = "story";
  when.activation_at = std::chrono::sys_days(when.date) + when.time_of_day - hours{offset};
  return when;
}

}  // namespace

intake_item story_decoder::decode(raw_event raw, const std::string& cluster) const {
  intake_item item{.after = {raw.partition, raw.offset + 1, cluster}};
  const told_event& told = told_.events[static_cast<std::size_t>(raw.offset)];
  if (!told.ours) return item;
  if (told.event) {
    item.event = told.event;
    item.event->received_at = raw.received_at;
  } else {
    item.quarantine =
        quarantined_event{.raw = std::move(raw), .code = "poison", .what = "poison", .at = told.at};
  }
  return item;
}

derived story_interpreter::interpret(const hire_key& key, const wanted& wants) const {
  derived facts{.profile_name = "default",
                .when = place_of(wants),
                .who = blocked(reason::upn_invalid),
                .recipients = {"recipient"},
                .manager = std::string(wants.text(field::manager_employee_id))};
  if (facts.manager == key.hire_id) facts.manager.clear();
  if (!facts.manager.empty()) {
    facts.manager_address = story_manager;
    facts.manager_certificates = {"manager"};
  }
  member_attributes who;
  const std::string given(wants.text(field::given_name));
  who.user_principal_name = given + ".doe@sim.example";
  who.mail_nickname = given + ".doe";
  who.given_name = given;
  who.surname = wants.text(field::surname);
  who.display_name = wants.value(field::display_name).value_or(given + " Doe");
  who.employee_id = wants.text(field::employee_id);
  who.department = wants.text(field::department);
  if (!given.empty()) facts.who = who;
  return facts;
}

std::string story_interpreter::local_text(instant at, const std::string& zone) const {
  return fmt::format("{:%Y-%m-%dT%H:%M}Z {}", std::chrono::floor<minutes>(at), zone);
}

}  // namespace daypass::engine::testing
