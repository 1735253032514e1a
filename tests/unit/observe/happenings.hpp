#pragma once
// At least one of every happening, at each of its levels.

#include "daypass/domain/refusal.hpp"
#include "daypass/ports/reporter.hpp"

#include <vector>

namespace daypass::observe {

inline const hire_key ada{"main", "E4711"};

inline error trouble(refusal code, failure kind = failure::retryable) {
  return {.kind = kind, .scope = failure_scope::lane, .code = code, .what = "GET /x: words"};
}

inline std::vector<happening_variant> one_of_each() {
  using namespace happening;
  const partition_id place{"hires", 3};
  return {event_recorded{ada, event_kind::announced, intake_result::folded},
          event_recorded{ada, event_kind::changed, intake_result::id_reused},
          event_quarantined{place, 17, "bad_date", "startDate of Ada is 2026-02-30"},
          event_passed_over{place},
          feed_lag{place, 12},
          feed_trouble{"broker down", false},
          feed_trouble{"no rights", true},
          positions_reset{place, "another cluster", false},
          positions_reset{place, "before the log's start", true},
          batch_recorded{100, milliseconds(5)},
          dead_letters_delivered{2},
          dead_letter_failed{trouble(refusal::unavailable)},
          step_finished{ada, step_kind::publish_secret, "done", milliseconds(3), ""},
          step_finished{ada, step_kind::issue_pass, "lane_failed", milliseconds(3), "503"},
          standing_changed{ada, standing::parked, reason::foreign_pass, ending::none},
          standing_changed{ada, standing::parked, reason::none, ending::none},
          standing_changed{ada, standing::held, reason::lane_held, ending::none},
          standing_changed{ada, standing::settled, reason::none, ending::registered},
          standing_changed{ada, standing::working, reason::none, ending::none},
          hire_ready{ada, hours(2), hours(24)},
          hire_ready{ada, hours(2), -hours(1)},
          hire_late{ada},
          hire_locked_out{ada, milliseconds(900)},
          revocation_stuck{ada, "delete_pass: 503"},
          rescission_unheeded{ada},
          manager_left_out{ada, "no_certificate"},
          records_purged{{.hires = 3, .event_ids = 7, .quarantined = 1, .done = true}},
          verify_skipped{ada},
          order_given{ada, {.number = 1, .kind = order_kind::revoke, .who = "ops", .why = "Ada"}},
          secret_kept{"hr", "purge protection"},
          lane_held{lane::methods, trouble(refusal::unavailable)},
          lane_held{lane::methods, trouble(refusal::forbidden)},
          lane_held{lane::writes, trouble(refusal::unauthorised)},
          lane_held{lane::secrets, trouble(refusal::store_refused)},
          lane_held{lane::reads, trouble(refusal::bad_answer, failure::defect)},
          lane_freed{lane::methods, minutes(2)},
          pass_policy_read{{}, true},
          pass_policy_read{{}, false},
          pass_policy_unreadable{trouble(refusal::forbidden)},
          clock_offset_measured{seconds(1), true},
          clock_offset_measured{minutes(5), false},
          zones_reloaded{"2025a", "2025b", 4},
          day_exceeds_lane{{std::chrono::sys_days(days(20'000)), 20'000}, 14'400},
          files_trouble{"the tz database is damaged", "reinstall tzdata"},
          store_trouble{trouble(refusal::unavailable)},
          lifecycle{"started"}};
}

}  // namespace daypass::observe
