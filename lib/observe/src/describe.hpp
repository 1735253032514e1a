#pragma once
// How loud each happening is, and its words. One overload pair for each, so that a new happening
// doesn't compile until it has both.

#include "log_line.hpp"

#include "daypass/ports/reporter.hpp"

namespace daypass::observe {

// The feed and the quarantine: describe_feed.cpp.
log_level level_of(const happening::event_recorded& what);
log_level level_of(const happening::event_quarantined& what);
log_level level_of(const happening::event_passed_over& what);
log_level level_of(const happening::feed_lag& what);
log_level level_of(const happening::feed_trouble& what);
log_level level_of(const happening::positions_reset& what);
log_level level_of(const happening::batch_recorded& what);
log_level level_of(const happening::dead_letters_delivered& what);
log_level level_of(const happening::dead_letter_failed& what);
log_line describe(const happening::event_recorded& what);
log_line describe(const happening::event_quarantined& what);
log_line describe(const happening::event_passed_over& what);
log_line describe(const happening::feed_lag& what);
log_line describe(const happening::feed_trouble& what);
log_line describe(const happening::positions_reset& what);
log_line describe(const happening::batch_recorded& what);
log_line describe(const happening::dead_letters_delivered& what);
log_line describe(const happening::dead_letter_failed& what);

// One hire: describe_hire.cpp.
log_level level_of(const happening::step_finished& what);
log_level level_of(const happening::standing_changed& what);
log_level level_of(const happening::hire_ready& what);
log_level level_of(const happening::hire_late& what);
log_level level_of(const happening::hire_locked_out& what);
log_level level_of(const happening::revocation_stuck& what);
log_level level_of(const happening::rescission_unheeded& what);
log_level level_of(const happening::manager_left_out& what);
log_level level_of(const happening::verify_skipped& what);
log_level level_of(const happening::order_given& what);
log_line describe(const happening::step_finished& what);
log_line describe(const happening::standing_changed& what);
log_line describe(const happening::hire_ready& what);
log_line describe(const happening::hire_late& what);
log_line describe(const happening::hire_locked_out& what);
log_line describe(const happening::revocation_stuck& what);
log_line describe(const happening::rescission_unheeded& what);
log_line describe(const happening::manager_left_out& what);
log_line describe(const happening::verify_skipped& what);
log_line describe(const happening::order_given& what);

// Remotes, clock, state, process: describe_world.cpp.
log_level level_of(const happening::secret_kept& what);
log_level level_of(const happening::lane_held& what);
log_level level_of(const happening::lane_freed& what);
log_level level_of(const happening::pass_policy_read& what);
log_level level_of(const happening::pass_policy_unreadable& what);
log_level level_of(const happening::clock_offset_measured& what);
log_level level_of(const happening::zones_reloaded& what);
log_level level_of(const happening::day_exceeds_lane& what);
log_level level_of(const happening::files_trouble& what);
log_level level_of(const happening::store_trouble& what);
log_level level_of(const happening::records_purged& what);
log_level level_of(const happening::lifecycle& what);
log_line describe(const happening::secret_kept& what);
log_line describe(const happening::lane_held& what);
log_line describe(const happening::lane_freed& what);
log_line describe(const happening::pass_policy_read& what);
log_line describe(const happening::pass_policy_unreadable& what);
log_line describe(const happening::clock_offset_measured& what);
log_line describe(const happening::zones_reloaded& what);
log_line describe(const happening::day_exceeds_lane& what);
log_line describe(const happening::files_trouble& what);
log_line describe(const happening::store_trouble& what);
log_line describe(const happening::records_purged& what);
log_line describe(const happening::lifecycle& what);

/// Seconds as a number for a field.
[[nodiscard]] double seconds_of(duration took);

/// What an operator's command says of the failure's class, code and words.
void add_error(log_line& line, const error& why);

/// An event's kind and the result of its intake as names in logs and metrics.
[[nodiscard]] std::string_view to_string(intake_result result);

}  // namespace daypass::observe
