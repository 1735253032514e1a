// The story of a hire against golden text.
#include "daypass/admin/views.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace daypass::admin {
namespace {

using std::chrono::sys_days;

instant on(unsigned day, int hour, int minute = 0) {
  return sys_days{std::chrono::year{2026} / 11 / day} + hours{hour} + minutes{minute};
}

/// As the interpreter words it, for a zone an hour east of UTC all year.
std::string east(instant at, const std::string& zone) {
  const auto moved = at + hours{1};
  const auto day = std::chrono::floor<days>(moved);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<minutes>(moved - day));
  const auto two = [](auto number) {
    const std::string text = std::to_string(number);
    return text.size() < 2 ? "0" + text : text;
  };
  return "2026-11-" + two(static_cast<unsigned>(date.day())) + " " + two(time.hours().count()) +
         ":" + two(time.minutes().count()) + " CET (+01:00) " + zone;
}

void set(wanted& wants, field which, const std::string& value) {
  wants.fields.edit()[static_cast<std::size_t>(which)] = {
      value, stamp{1, event_kind::announced, {"https://hr.example", "a1"}}};
}

hire_story fresh() {
  hire_story story{
      .record = {.key = {"contoso", "E1001"}},
      .facts = {.profile_name = "standard",
                .when = appointment{.zone = "Europe/Berlin", .activation_at = on(30, 7)}}};
  set(story.record.wants, field::status, "open");
  set(story.record.wants, field::given_name, "Ann");
  story.record.wants.announced_by = stamp{1, event_kind::announced, {"https://hr.example", "a1"}};
  story.record.is.stands.since = on(21, 12);
  return story;
}

hire_story with_pass() {
  hire_story story = fresh();
  actual& is = story.record.is;
  is.account.reserved.edit().user_principal_name = "ann.lee@contoso.com";
  is.account.id = user_id("u-1");
  is.account.origin = account_origin::created;
  is.account.enabled = true;
  is.account.manager_wanted = "E7";
  is.pass.plan = pass_plan{.start_at = on(30, 7),
                           .lifetime = hours{8},
                           .one_time = true,
                           .secret = secret_name("s-1"),
                           .recipients = {"ab", "cd"},
                           .zone = "Europe/Berlin"};
  is.pass.id = pass_id("p-1");
  is.pass.start_at = on(30, 7);
  is.pass.end_at = on(30, 15);
  is.pass.usability = pass_usability::not_yet_valid;
  is.pass.secret = secret_state::verified;
  is.pass.verified_at = on(28, 7, 5);
  return story;
}

TEST(Story, OfAHireThatOnlyWaits) {
  EXPECT_EQ(story_as_text(fresh(), east), R"(contoso/E1001
  standing  waiting
  since     2026-11-21T12:00:00Z  2026-11-21 13:00 CET (+01:00) Europe/Berlin

wanted by HR
  status      open  by announced a1
  given_name  Ann   by announced a1

start
  profile     standard
  activation  2026-11-30T07:00:00Z  2026-11-30 08:00 CET (+01:00) Europe/Berlin

account
  none

pass
  none

lock-out
  none

orders
  none

history
  none
)");
}

TEST(Story, OfAHireThatIsReadyAndOfWhatHappened) {
  hire_story story = with_pass();
  story.record.ordered = {{1, order_kind::hold, "root", "ask HR", on(22, 9)},
                          {2, order_kind::release, "root", "", on(22, 10)}};
  story.history = {{on(21, 12), "event announced", "https://hr.example a1", 1},
                   {on(21, 13), "step create_account", "throttled", 3}};
  const std::string text = story_as_text(story, east);
  EXPECT_NE(text.find(R"(
account
  name     ann.lee@contoso.com
  id       u-1
  origin   created
  enabled  yes
  manager  not linked yet

pass
  id            p-1
  usable from   2026-11-30T07:00:00Z  2026-11-30 08:00 CET (+01:00) Europe/Berlin
  usable until  2026-11-30T15:00:00Z  2026-11-30 16:00 CET (+01:00) Europe/Berlin
  good for      one sign-in
  Entra says    NotYetValid
  secret        s-1, verified
  recipients    2
  verified      2026-11-28T07:05:00Z  2026-11-28 08:05 CET (+01:00) Europe/Berlin
)"),
            std::string::npos)
      << text;
  EXPECT_NE(
      text.find("\n"
                "orders\n"
                "  1  2026-11-22T09:00:00Z  2026-11-22 10:00 CET (+01:00) Europe/Berlin  hold     "
                "by root  ask HR\n"
                "  2  2026-11-22T10:00:00Z  2026-11-22 11:00 CET (+01:00) Europe/Berlin  release  "
                "by root\n"
                "\n"
                "history\n"
                "  2026-11-21T12:00:00Z  2026-11-21 13:00 CET (+01:00) Europe/Berlin       "
                "event announced      https://hr.example a1\n"
                "  2026-11-21T13:00:00Z  2026-11-21 14:00 CET (+01:00) Europe/Berlin  3 x  "
                "step create_account  throttled\n"),
      std::string::npos)
      << text;
}

TEST(Story, OfAParkedHireSaysWhatToDo) {
  hire_story story = fresh();
  story.record.is.stands = {standing::parked, reason::foreign_pass, on(21, 12), 1, 0};
  EXPECT_TRUE(story_as_text(story, east).starts_with(R"(contoso/E1001
  standing    parked: foreign_pass
  since       2026-11-21T12:00:00Z  2026-11-21 13:00 CET (+01:00) Europe/Berlin
  what to do  someone made a pass by hand: remove it if unwanted, then retry contoso/E1001
)"));
}

TEST(Story, OfAHireWithoutAZoneHasUtcAlone) {
  hire_story story = fresh();
  story.facts.when = std::unexpected(obstacle{reason::place_unknown, "site BER is not in [sites]"});
  const std::string text = story_as_text(story, east);
  EXPECT_NE(text.find("since     2026-11-21T12:00:00Z\n"), std::string::npos) << text;
  EXPECT_NE(text.find("activation  site BER is not in [sites]\n"), std::string::npos) << text;
  const auto read = nlohmann::json::parse(story_as_json(story, east));
  EXPECT_TRUE(read.at("since").at("local").is_null());
  EXPECT_EQ(read.at("start").at("obstacle"), "site BER is not in [sites]");
}

TEST(Story, OfALockOutTellsWhatIsNotConfirmed) {
  hire_story story = with_pass();
  story.record.ordered = {{1, order_kind::revoke, "root", "left", on(22, 9)}};
  story.record.is.lockout = {.begun_at = on(22, 9), .pass_deleted_at = on(22, 9, 1)};
  const std::string text = story_as_text(story, east);
  EXPECT_NE(text.find("revoked   by an operator\n"), std::string::npos) << text;
  EXPECT_NE(text.find("secret withdrawn  not confirmed\n"), std::string::npos) << text;
  EXPECT_NE(text.find("pass deleted      2026-11-22T09:01:00Z"), std::string::npos) << text;
}

TEST(Story, OfASettledHireSaysHowItEnded) {
  hire_story story = with_pass();
  story.record.is.stands.where = standing::settled;
  story.record.is.ended = ending::registered;
  story.record.is.strong_method_at = on(30, 8);
  const std::string text = story_as_text(story, east);
  EXPECT_NE(text.find("standing  settled: registered\n"), std::string::npos) << text;
  EXPECT_NE(text.find("strong method seen  2026-11-30T08:00:00Z"), std::string::npos) << text;
}

TEST(Story, OfAClockChangeSaysWhatBecameOfTheHour) {
  hire_story story = fresh();
  story.facts.when->how = local_resolution::shifted_forward;
  story.facts.when->time_of_day = minutes{150};
  EXPECT_NE(story_as_text(story, east).find("02:30 doesn't exist that day: moved on by the gap"),
            std::string::npos);
  story.facts.when->how = local_resolution::earlier_of_two;
  EXPECT_NE(story_as_text(story, east).find("02:30 comes twice that day: the earlier one is meant"),
            std::string::npos);
}

TEST(Story, PassesNoControlCharactersOn) {
  hire_story story = fresh();
  set(story.record.wants, field::surname, "\x1b]0;owned\x07");
  EXPECT_EQ(story_as_text(story, east).find('\x1b'), std::string::npos);
}

TEST(Story, IsJson) {
  hire_story story = with_pass();
  story.history = {{on(21, 13), "step create_account", "", 3}};
  const auto read = nlohmann::json::parse(story_as_json(story, east));
  EXPECT_EQ(read.at("hire"), "contoso/E1001");
  EXPECT_EQ(read.at("cure"), nullptr);
  EXPECT_EQ(read.at("wanted").at("fields").at("given_name").at("value"), "Ann");
  EXPECT_EQ(read.at("start").at("activation"),
            (nlohmann::json{{"utc", "2026-11-30T07:00:00Z"},
                            {"local", "2026-11-30 08:00 CET (+01:00) Europe/Berlin"}}));
  EXPECT_EQ(read.at("pass").at("secret"), "verified");
  EXPECT_EQ(read.at("lockout"), nullptr);
  EXPECT_EQ(read.at("history")[0].at("count"), 3);
  EXPECT_EQ(read.at("orders"), nlohmann::json::array());
}

}  // namespace
}  // namespace daypass::admin
