// HR's words, the configuration and the tz database together.

#include "meaning.hpp"

#include "setup.hpp"

#include "daypass/planner/fold.hpp"

namespace daypass {
namespace {

const hire_key key{"contoso", "E1"};

class Meaning : public DaemonSetup {
 protected:
  Meaning() {
    configuration with =
        load(text("[sites]\nBER = \"Europe/Berlin\"\n"
                  "[profiles.warehouse]\nnameable_by_event = true\n"
                  "local_start = \"06:00\"\nupn_domain = \"contoso.com\"\n"
                  "usage_location = \"NL\"\n"));
    EXPECT_TRUE(with.loaded.usable()) << problems(with);
    settings = with.loaded.values;
  }

  derived interpret(std::initializer_list<std::pair<field, std::string>> said) {
    hire_event event{.key = key, .id = {"hr", "1"}, .order = 1};
    event.changes.set(field::given_name, "Åsa");
    event.changes.set(field::surname, "Öberg");
    event.changes.set(field::employee_id, "E1");
    event.changes.set(field::start_date, "2026-12-01");
    event.changes.set(field::place, "zone:Europe/Berlin");
    for (const auto& [which, value] : said) event.changes.set(which, value);
    return meaning(settings, {"bb", "aa"}, tz().snapshot())
        .interpret(key, planner::fold({}, event));
  }

  static instant utc(int day, int hour) {
    return std::chrono::sys_days(std::chrono::year(2026) / 12 / day) + hours{hour};
  }

  config::settings settings;
};

TEST_F(Meaning, PlacesTheStartAtTheProfilesHourOfTheZone) {
  const derived facts = interpret({});
  ASSERT_TRUE(facts.when);
  EXPECT_EQ(facts.when->activation_at, utc(1, 7));
  EXPECT_EQ(facts.profile_name, "standard");
  ASSERT_TRUE(facts.who);
  EXPECT_EQ(facts.who->user_principal_name, "asa.oberg@contoso.com");
  EXPECT_EQ(facts.who->display_name, "Åsa Öberg");
  EXPECT_EQ(facts.who->hire_date, facts.when->activation_at);
  EXPECT_EQ(facts.recipients, (std::vector<std::string>{"aa", "bb"}));
}

TEST_F(Meaning, LeavesItToAStoreThatSealsNothingWhoReads) {
  settings.profiles.at("standard").store = "hr";
  settings.sealed.managers = "/managers";
  const derived facts = interpret({{field::manager_email, "boss@contoso.com"}});
  EXPECT_EQ(facts.recipients, std::vector<std::string>{"store hr"});
  EXPECT_TRUE(facts.manager_address.empty());
  EXPECT_EQ(facts.manager, "boss@contoso.com") << "the link in the directory";
}

TEST_F(Meaning, TakesTheEventsHourBeforeTheProfiles) {
  EXPECT_EQ(interpret({{field::start_time, "10:30"}}).when->time_of_day, minutes{630});
}

TEST_F(Meaning, KnowsSites) {
  EXPECT_EQ(interpret({{field::place, "site:BER"}}).when->zone, "Europe/Berlin");
  const derived unknown = interpret({{field::place, "site:XXX"}});
  ASSERT_FALSE(unknown.when);
  EXPECT_EQ(unknown.when.error().why, reason::place_unknown);
}

TEST_F(Meaning, LetsEventsNameOnlyProfilesThatAllowIt) {
  const derived named = interpret({{field::profile, "warehouse"}});
  EXPECT_EQ(named.when->activation_at, utc(1, 5));
  EXPECT_EQ(named.who->usage_location, "NL");
  for (const char* refused : {"standard", "nobody"}) {
    const derived facts = interpret({{field::profile, refused}});
    ASSERT_FALSE(facts.when) << refused;
    EXPECT_EQ(facts.when.error().why, reason::profile_unknown);
    EXPECT_EQ(facts.who.error().why, reason::profile_unknown);
  }
}

TEST_F(Meaning, RefusesANameOutsideTheDomainsOrReserved) {
  for (const char* name : {"ann@other.com", "root@contoso.com", "not a name"}) {
    const derived facts = interpret({{field::user_principal_name, name}});
    ASSERT_FALSE(facts.who) << name;
    EXPECT_EQ(facts.who.error().why, reason::upn_invalid);
  }
  EXPECT_EQ(interpret({{field::user_principal_name, "ann@contoso.com"}}).who->user_principal_name,
            "ann@contoso.com");
}

TEST_F(Meaning, TakesTheEventsWordsBeforeTheProfiles) {
  const derived facts = interpret({{field::usage_location, "SE"}, {field::display_name, "Å. Ö."}});
  EXPECT_EQ(facts.who->usage_location, "SE");
  EXPECT_EQ(facts.who->display_name, "Å. Ö.");
}

}  // namespace
}  // namespace daypass
