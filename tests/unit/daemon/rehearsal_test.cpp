// The planner walked through a hire's whole way.

#include "rehearsal.hpp"

#include "meaning.hpp"
#include "setup.hpp"

#include "daypass/planner/fold.hpp"

#include <gmock/gmock.h>

namespace daypass {
namespace {

using testing::ElementsAre;

const hire_key rehearsed{"contoso", "E1"};

class Rehearsal : public DaemonSetup {
 protected:
  Rehearsal() : settings(load(text()).loaded.values) {}

  rehearsal play(const std::string& date, event_kind last = event_kind::announced) {
    hire_event event{.key = rehearsed, .id = {"hr", "1"}, .order = 1, .received_at = now};
    event.changes.set(field::given_name, "Ann");
    event.changes.set(field::surname, "Lee");
    event.changes.set(field::employee_id, "E1");
    event.changes.set(field::start_date, date);
    event.changes.set(field::place, "zone:Europe/Berlin");
    onboarding record{.key = rehearsed, .wants = planner::fold({}, event)};
    if (last == event_kind::rescinded) {
      record.wants = planner::fold(record.wants, {.key = rehearsed,
                                                  .id = {"hr", "2"},
                                                  .kind = event_kind::rescinded,
                                                  .order = 2,
                                                  .received_at = now});
    }
    const derived facts =
        meaning(settings, {"aa"}, tz().snapshot()).interpret(rehearsed, record.wants);
    return rehearse(record, facts, config::make_policy(settings, {"aa"}), now);
  }

  config::settings settings;
};

std::vector<step_kind> kinds_until(const rehearsal& played, instant end) {
  std::vector<step_kind> kinds;
  for (const rehearsed_step& one : played.steps) {
    if (one.at <= end) kinds.push_back(one.kind);
  }
  return kinds;
}

TEST_F(Rehearsal, GoesFromTheAccountToARegisteredMethod) {
  const rehearsal played = play("2026-12-14");
  const instant activation = std::chrono::sys_days(std::chrono::year(2026) / 12 / 14) + hours{7};
  EXPECT_EQ(played.steps.front().at, activation - days{14});
  EXPECT_THAT(
      kinds_until(played, activation - hours{48}),
      ElementsAre(step_kind::look_account, step_kind::create_account, step_kind::enable_account,
                  step_kind::look_methods, step_kind::issue_pass, step_kind::publish_secret,
                  step_kind::look_methods, step_kind::look_account));
  EXPECT_EQ(played.record.is.stands.where, standing::settled);
  EXPECT_EQ(played.record.is.ended, ending::registered);
}

TEST_F(Rehearsal, DoesNothingForAnOfferThatIsRescinded) {
  const rehearsal played = play("2026-12-14", event_kind::rescinded);
  EXPECT_THAT(kinds_until(played, never), testing::Not(testing::Contains(step_kind::issue_pass)));
  EXPECT_EQ(played.record.is.ended, ending::rescinded);
}

TEST_F(Rehearsal, ParksWhatIsImplausible) {
  const rehearsal played = play("2026-10-01");
  EXPECT_THAT(played.steps, testing::IsEmpty());
  EXPECT_EQ(played.record.is.stands.why, reason::start_implausible);
}

}  // namespace
}  // namespace daypass
