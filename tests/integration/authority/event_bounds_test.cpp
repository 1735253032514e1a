// Design 5.7: what an event may not bring about by its own words.

#include "integration/authority/authority_test.hpp"

#include <algorithm>

namespace daypass::integration {
namespace {

class EventBounds : public authority_test {
 protected:
  void expect_nobody_made() { EXPECT_EQ(accounts_ever(), 0U); }
};

struct start_day {
  std::string date;
  bool plausible;
};

/// Announced on 2026-11-23.
class StartOfAHire : public authority_test, public testing::WithParamInterface<start_day> {};
INSTANTIATE_TEST_SUITE_P(
    Days, StartOfAHire,
    testing::Values(start_day{"2026-11-15", false}, start_day{"2016-11-15", false},
                    start_day{"2027-12-29", false}, start_day{"2126-12-29", false},
                    start_day{"2026-11-17", true}, start_day{"2027-12-26", true}));

TEST_P(StartOfAHire, ParksWhenItIsImplausible) {
  announce("E1", {{"startDate", GetParam().date}});
  const auto stands = world().find("E1")->is.stands;
  EXPECT_EQ(stands.why == reason::start_implausible, !GetParam().plausible)
      << world().story_of("E1");
  if (!GetParam().plausible) {
    EXPECT_TRUE(reported_parked("E1", reason::start_implausible));
    advance(days{20});
    EXPECT_EQ(accounts_ever(), 0U);
  }
}

TEST_F(EventBounds, AStartThatHrCorrectsGoesOn) {
  announce("E1", {{"startDate", "2062-12-14"}});
  expect_parked("E1", reason::start_implausible);
  change("E1", {{"startDate", "2026-12-14"}});
  advance_to(pass_issued);
  expect_ready("E1");
}

TEST_F(EventBounds, ASourceThatIsNotListedIsQuarantined) {
  world().publish("announced",
                  {{"employeeId", "E1"},
                   {"givenName", "Ann"},
                   {"surname", "Lee"},
                   {"startDate", "2026-12-14"},
                   {"timeZone", "Europe/Berlin"}},
                  "/hr/");
  ASSERT_EQ(world().quarantine().size(), 1U);
  EXPECT_FALSE(world().find("E1"));
  advance_to(pass_usable);
  expect_nobody_made();
}

TEST_F(EventBounds, AProfileThatEventsMayNotNameHolds) {
  opens({.more = "[profiles.adopting]\nadopt = true\nupn_domain = \"contoso.example\""});
  employ("bob@contoso.example", "E1");
  const json before = portrait("E1");
  for (const char* name : {"adopting", "standard", "no-such-profile"}) {
    announce("E1", {{"profile", name}, {"startDate", "2026-11-24"}});
    expect_held("E1", reason::profile_unknown);
    announce("E2", {{"profile", name}, {"startDate", "2026-11-24"}});
    expect_held("E2", reason::profile_unknown);
  }
  advance(hours{33});  // Beyond the hour of their passes.
  expect_untouched("E1", before);
  expect_no_pass("E1");
  EXPECT_EQ(accounts_ever(), 1U);
}

TEST_F(EventBounds, AProfileThatEventsMayNameIsFollowedAndAdoptsNobody) {
  announce("E1", {{"profile", "nameable"}});
  employ("bob@contoso.example", "E2");
  const json before = portrait("E2");
  announce("E2", {{"profile", "nameable"}});
  advance_to(pass_issued);
  expect_ready("E1");
  EXPECT_EQ(account("E1")->current->lifetime_minutes, 120);
  expect_parked("E2", reason::account_conflict);
  expect_untouched("E2", before);
}

class NameInAnEvent : public authority_test, public testing::WithParamInterface<std::string> {};

INSTANTIATE_TEST_SUITE_P(Domains, NameInAnEvent,
                         testing::Values("ann@other.example", "ann@contoso.example.evil.example",
                                         "ann@sub.contoso.example",
                                         "ann@contoso.onmicrosoft.example"));
INSTANTIATE_TEST_SUITE_P(Reserved, NameInAnEvent,
                         testing::Values("admin@contoso.example", "ADMIN@contoso.example",
                                         "a.d-m_in@contoso.example", "admin1@contoso.example",
                                         "root007@contoso.example", "ad'min@contoso.example",
                                         "~admin!@contoso.example", "postmaster@contoso.example",
                                         "ceo@contoso.example", "CEO2@contoso.example"));

TEST_P(NameInAnEvent, IsRefused) {
  announce("E1", {{"userPrincipalName", GetParam()}});
  advance_to(pass_usable);
  expect_parked("E1", reason::upn_invalid);
  EXPECT_EQ(accounts_ever(), 0U);
}

TEST_F(EventBounds, APersonsNamesCantMakeAReservedName) {
  announce("E1", {{"givenName", "ad"}, {"surname", "min"}});
  announce("E2", {{"givenName", "Root"}, {"surname", "1"}});
  announce("E3", {{"givenName", "Ádm"}, {"surname", "ïn"}});
  advance_to(account_made);
  for (const char* hire : {"E1", "E2", "E3"}) expect_parked(hire, reason::upn_invalid);
  expect_nobody_made();
}

TEST_F(EventBounds, AnIdInTheTemplateMakesNoOrdinaryNameReserved) {
  opens({.standard_profile = "upn_template = \"{surname}{employeeId}@{domain}\""});
  announce("4711", {{"surname", "Root"}});
  advance_to(pass_issued);
  expect_ready("4711");
  EXPECT_EQ(account("4711")->upn(), "root4711@contoso.example");
}

TEST_F(EventBounds, MoreCreationsAnHourThanAllowedHold) {
  opens({.creations_per_hour_max = 5});
  for (int hire = 0; hire < 30; ++hire) announce("E" + std::to_string(hire));
  advance_to(activation - days{14} + minutes{5});
  EXPECT_EQ(accounts_ever(), 5U);
  const auto held = std::ranges::count_if(world().reported(), [](const happening_variant& one) {
    const auto* moved = std::get_if<happening::standing_changed>(&one);
    return moved != nullptr && moved->where == standing::held &&
           moved->why == reason::creations_held;
  });
  EXPECT_GE(held, 25);
  for (int hour = 1; hour <= 3; ++hour) {
    advance_to(activation - days{14} + hours{hour} + minutes{45});
    EXPECT_LE(accounts_ever(), 5U * (hour + 1));
  }
  advance_to(activation - days{13});
  EXPECT_EQ(accounts_ever(), 30U);
}

}  // namespace
}  // namespace daypass::integration
