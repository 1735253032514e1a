#pragma once
// The counters, gauges and histograms, and what each happening adds to them. README.md lists them;
// a test compares.

#include "families.hpp"

#include "daypass/ports/reporter.hpp"
#include "daypass/ports/request_observer.hpp"
#include "daypass/ports/state_store.hpp"

#include <prometheus/registry.h>

#include <map>
#include <mutex>
#include <string>

namespace daypass::observe {

/// Any thread.
class metrics {
 public:
  explicit metrics(const std::string& version);

  void count(const happening::event_recorded& what);
  void count(const happening::event_quarantined& what);
  void count(const happening::event_passed_over& what);
  void count(const happening::feed_lag& what);
  void count(const happening::feed_trouble& what);
  void count(const happening::positions_reset& what);
  void count(const happening::batch_recorded& what);
  void count(const happening::dead_letters_delivered& what);
  void count(const happening::dead_letter_failed& what);
  void count(const happening::step_finished& what);
  void count(const happening::standing_changed& what);
  void count(const happening::hire_ready& what);
  void count(const happening::hire_late& what);
  void count(const happening::hire_locked_out& what);
  void count(const happening::revocation_stuck& what);
  void count(const happening::rescission_unheeded& what);
  void count(const happening::manager_left_out& what);
  void count(const happening::records_purged& what);
  void count(const happening::verify_skipped& what);
  void count(const happening::order_given& what);
  void count(const happening::secret_kept& what);
  void count(const happening::lane_held& what);
  void count(const happening::lane_freed& what);
  void count(const happening::pass_policy_read& what);
  void count(const happening::pass_policy_unreadable& what);
  void count(const happening::clock_offset_measured& what);
  void count(const happening::zones_reloaded& what);
  void count(const happening::day_exceeds_lane& what);
  void count(const happening::files_trouble& what);
  void count(const happening::store_trouble& what);
  void count(const happening::lifecycle& what);

  void count(const request_finished& what);
  void count(const budget_seen& what);
  void count(const token_fetched& what);

  void set(const state_totals& totals, instant now);

  void line_written(std::string_view level);
  void line_left_out();

  /// Prometheus text format 0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  // First: what follows registers with it.
  prometheus::Registry registry_;

  counter_family events_;
  counter_family quarantined_;
  counter_family passed_over_;
  gauge_family lag_;
  counter_family feed_troubles_;
  counter_family positions_reset_;
  histogram_family intake_seconds_;
  counter_family dead_letters_;

  counter_family steps_;
  histogram_family step_seconds_;
  counter_family passes_published_;
  counter_family passes_revoked_;
  counter_family standings_;
  counter_family ready_;
  histogram_family ready_seconds_;
  counter_family late_;
  histogram_family revocation_seconds_;
  counter_family stuck_;
  counter_family rescissions_unheeded_;
  counter_family managers_left_out_;
  counter_family purged_;
  counter_family verify_skipped_;
  counter_family secrets_kept_;
  counter_family orders_;

  counter_family lane_holds_;
  gauge_family lane_held_;
  gauge_family policy_readable_;
  gauge_family clock_offset_;
  gauge_family clock_trusted_;
  counter_family zones_reloaded_;
  counter_family files_troubles_;
  counter_family store_troubles_;
  counter_family requests_;
  histogram_family request_seconds_;
  counter_family throttled_;
  gauge_family budget_tokens_;
  gauge_family budget_pace_;
  counter_family token_fetches_;

  gauge_family hires_;
  gauge_family stopped_;
  gauge_family ended_;
  gauge_family due_;
  gauge_family overdue_;
  gauge_family busiest_day_;
  gauge_family quarantine_size_;
  gauge_family undelivered_;
  counter_family lines_;
  counter_family lines_left_out_;
  gauge_family build_;

  std::mutex lag_mutex_;
  std::map<partition_id, std::int64_t> lag_by_partition_;
};

}  // namespace daypass::observe
