// What each happening adds to the metrics.

#include "describe.hpp"
#include "metrics.hpp"

#include "daypass/domain/refusal.hpp"

#include <fmt/format.h>

namespace daypass::observe {
namespace {

/// Codes of refusals are few; a code of the system has no bound.
std::string bounded_code(const error& why) {
  return why.code.category() == refusal_category() ? why.code.message() : "other";
}

/// Statuses that mean something to us by themselves, the others by their class.
std::string status_label(int status) {
  if (status == 0) return "none";
  for (const int known : {200, 201, 202, 204, 400, 401, 403, 404, 409, 429, 500, 502, 503, 504}) {
    if (status == known) return std::to_string(status);
  }
  return fmt::format("{}xx", status / 100);
}

}  // namespace

void metrics::count(const happening::event_recorded& what) {
  events_.with({to_string(what.kind), to_string(what.result)}).Increment();
}

void metrics::count(const happening::event_quarantined& what) {
  quarantined_.with({what.code}).Increment();
}

void metrics::count(const happening::event_passed_over&) {
  passed_over_.with({}).Increment();
}

void metrics::count(const happening::feed_lag& what) {
  const std::lock_guard lock(lag_mutex_);
  lag_by_partition_[what.partition] = what.records;
  std::int64_t sum = 0;
  for (const auto& [partition, records] : lag_by_partition_) sum += records;
  lag_.with({}).Set(static_cast<double>(sum));
}

void metrics::count(const happening::feed_trouble&) {
  feed_troubles_.with({}).Increment();
}

void metrics::count(const happening::positions_reset& what) {
  positions_reset_.with({what.events_lost ? "true" : "false"}).Increment();
}

void metrics::count(const happening::batch_recorded& what) {
  intake_seconds_.with({}).Observe(seconds_of(what.took));
}

void metrics::count(const happening::dead_letters_delivered& what) {
  dead_letters_.with({"delivered"}).Increment(static_cast<double>(what.count));
}

void metrics::count(const happening::dead_letter_failed&) {
  dead_letters_.with({"failed"}).Increment();
}

void metrics::count(const happening::step_finished& what) {
  steps_.with({to_string(what.kind), what.outcome}).Increment();
  step_seconds_.with({to_string(what.kind)}).Observe(seconds_of(what.took));
  if (what.kind == step_kind::publish_secret && what.what.empty()) {
    passes_published_.with({}).Increment();
  }
}

void metrics::count(const happening::standing_changed& what) {
  standings_.with({to_string(what.where), to_string(what.why)}).Increment();
}

void metrics::count(const happening::hire_ready& what) {
  ready_.with({what.before_activation < duration::zero() ? "false" : "true"}).Increment();
  ready_seconds_.with({}).Observe(seconds_of(what.since_announced));
}

void metrics::count(const happening::hire_late&) {
  late_.with({}).Increment();
}

void metrics::count(const happening::hire_locked_out& what) {
  passes_revoked_.with({}).Increment();
  revocation_seconds_.with({}).Observe(seconds_of(what.took));
}

void metrics::count(const happening::revocation_stuck&) {
  stuck_.with({}).Increment();
}

void metrics::count(const happening::rescission_unheeded&) {
  rescissions_unheeded_.with({}).Increment();
}

void metrics::count(const happening::manager_left_out& what) {
  managers_left_out_.with({what.why}).Increment();
}

void metrics::count(const happening::records_purged& what) {
  purged_.with({"hires"}).Increment(static_cast<double>(what.what.hires));
  purged_.with({"event_ids"}).Increment(static_cast<double>(what.what.event_ids));
  purged_.with({"quarantined"}).Increment(static_cast<double>(what.what.quarantined));
}

void metrics::count(const happening::verify_skipped&) {
  verify_skipped_.with({}).Increment();
}

void metrics::count(const happening::secret_kept& what) {
  secrets_kept_.with({what.store}).Increment();
}

void metrics::count(const happening::order_given& what) {
  orders_.with({to_string(what.given.kind)}).Increment();
}

void metrics::count(const happening::lane_held& what) {
  lane_holds_.with({to_string(what.which), bounded_code(what.why)}).Increment();
  lane_held_.with({to_string(what.which)}).Set(1);
}

void metrics::count(const happening::lane_freed& what) {
  lane_held_.with({to_string(what.which)}).Set(0);
}

void metrics::count(const happening::pass_policy_read&) {
  policy_readable_.with({}).Set(1);
}

void metrics::count(const happening::pass_policy_unreadable&) {
  policy_readable_.with({}).Set(0);
}

void metrics::count(const happening::clock_offset_measured& what) {
  clock_offset_.with({}).Set(seconds_of(what.offset));
  clock_trusted_.with({}).Set(what.trusted ? 1 : 0);
}

void metrics::count(const happening::zones_reloaded&) {
  zones_reloaded_.with({}).Increment();
}

// daypass_busiest_day_hires tells it all the time.
void metrics::count(const happening::day_exceeds_lane&) {}

void metrics::count(const happening::files_trouble&) {
  files_troubles_.with({}).Increment();
}

void metrics::count(const happening::store_trouble&) {
  store_troubles_.with({}).Increment();
}

// Told by its line alone: that the process runs is what a scrape that succeeds says.
void metrics::count(const happening::lifecycle&) {}

void metrics::count(const request_finished& what) {
  const auto lane_name = to_string(what.which);
  requests_.with({lane_name, status_label(what.status)}).Increment();
  request_seconds_.with({lane_name}).Observe(seconds_of(what.took));
  if (what.throttled) throttled_.with({lane_name}).Increment();
}

void metrics::count(const budget_seen& what) {
  budget_tokens_.with({to_string(what.which)}).Set(what.tokens_left);
  budget_pace_.with({to_string(what.which)}).Set(what.requests_per_second);
}

void metrics::count(const token_fetched& what) {
  token_fetches_.with({what.good ? "good" : "failed"}).Increment();
}

void metrics::set(const state_totals& totals, instant now) {
  const auto set_all = [](gauge_family& family, const auto& counts) {
    for (const auto& [which, count] : counts) {
      family.with({to_string(which)}).Set(static_cast<double>(count));
    }
  };
  set_all(hires_, totals.by_standing);
  // What has no hire any more may be left out of the totals.
  for (std::uint8_t why = 1; why < reason_count; ++why) {
    stopped_.with({to_string(static_cast<reason>(why))}).Set(0);
  }
  set_all(stopped_, totals.by_reason);
  set_all(ended_, totals.by_ending);
  due_.with({}).Set(static_cast<double>(totals.due));
  const duration late = totals.oldest_due_at ? now - *totals.oldest_due_at : duration::zero();
  overdue_.with({}).Set(std::max(seconds_of(late), 0.0));
  busiest_day_.with({}).Set(
      static_cast<double>(totals.busiest_day ? totals.busiest_day->hires : 0));
  quarantine_size_.with({}).Set(static_cast<double>(totals.quarantined));
  undelivered_.with({}).Set(static_cast<double>(totals.undelivered));
}

void metrics::line_written(std::string_view level) {
  lines_.with({level}).Increment();
}

void metrics::line_left_out() {
  lines_left_out_.with({}).Increment();
}

}  // namespace daypass::observe
