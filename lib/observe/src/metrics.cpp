#include "metrics.hpp"

#include <prometheus/text_serializer.h>

namespace daypass::observe {
namespace {

std::vector<double> short_times() {
  return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
}

/// From a minute to two months: how long a hire waits for a pass depends on HR.
std::vector<double> long_times() {
  return {1, 10, 60, 600, 3'600, 21'600, 86'400, 259'200, 604'800, 1'209'600, 2'592'000, 5'184'000};
}

std::vector<double> revocation_times() {
  return {0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3'600};
}

}  // namespace

metrics::metrics(const std::string& version)
    : events_(counters(registry_, {"daypass_events_total",
                                   "Events recorded, by what became of them.",
                                   {"kind", "result"}})),
      quarantined_(counters(registry_, {"daypass_events_quarantined_total",
                                        "Events that can't be used, kept for a person.",
                                        {"code"}})),
      passed_over_(counters(
          registry_,
          {"daypass_events_passed_over_total", "Records of types that are not ours.", {}})),
      lag_(gauges(registry_,
                  {"daypass_feed_lag_records", "Records not read yet, over all partitions.", {}})),
      feed_troubles_(
          counters(registry_, {"daypass_feed_troubles_total", "Failures of the event feed.", {}})),
      positions_reset_(counters(registry_, {"daypass_positions_reset_total",
                                            "Stored positions that did not fit the topic.",
                                            {"events_lost"}})),
      intake_seconds_(histograms(
          registry_,
          {"daypass_intake_write_seconds", "Duration of durable intake transactions.", {}},
          short_times())),
      dead_letters_(counters(
          registry_,
          {"daypass_dead_letters_total", "Copies for the dead-letter topic.", {"result"}})),
      steps_(counters(registry_, {"daypass_steps_total", "Steps finished.", {"step", "outcome"}})),
      step_seconds_(histograms(registry_, {"daypass_step_seconds", "Duration of steps.", {"step"}},
                               short_times())),
      passes_published_(counters(
          registry_,
          {"daypass_passes_published_total", "Passes published to the secure store.", {}})),
      passes_revoked_(counters(
          registry_,
          {"daypass_passes_revoked_total", "Hires locked out, every effect confirmed.", {}})),
      standings_(counters(registry_, {"daypass_standing_changes_total",
                                      "Changes of where a hire stands.",
                                      {"standing", "reason"}})),
      ready_(counters(registry_, {"daypass_hires_ready_total",
                                  "Hires whose verified pass is in the store.",
                                  {"in_time"}})),
      ready_seconds_(histograms(
          registry_, {"daypass_hire_ready_seconds", "From first announced to ready.", {}},
          long_times())),
      late_(counters(registry_,
                     {"daypass_hires_late_total", "Hires not ready at their activation.", {}})),
      revocation_seconds_(histograms(
          registry_,
          {"daypass_revocation_seconds", "From the recorded rescission to locked out.", {}},
          revocation_times())),
      stuck_(counters(
          registry_,
          {"daypass_revocations_stuck_total", "Lock-outs not complete after five minutes.", {}})),
      rescissions_unheeded_(
          counters(registry_, {"daypass_rescissions_unheeded_total",
                               "Rescissions after our authority over the account had ended.",
                               {}})),
      managers_left_out_(counters(registry_, {"daypass_managers_left_out_total",
                                              "Passes sealed for the fixed recipients alone.",
                                              {"reason"}})),
      purged_(counters(
          registry_,
          {"daypass_purged_total", "What was older than the retention and is gone.", {"kind"}})),
      verify_skipped_(counters(registry_, {"daypass_verifications_skipped_total",
                                           "Later verifications without room in their lane.",
                                           {}})),
      secrets_kept_(counters(registry_, {"daypass_secrets_kept_total",
                                         "Withdrawn secrets that could not be purged.",
                                         {"store"}})),
      orders_(counters(registry_, {"daypass_orders_total", "Orders of operators.", {"order"}})),
      lane_holds_(counters(
          registry_, {"daypass_lane_holds_total", "Lanes held, by why.", {"lane", "reason"}})),
      lane_held_(
          gauges(registry_, {"daypass_lane_held", "1 while only probes are sent.", {"lane"}})),
      policy_readable_(gauges(registry_, {"daypass_pass_policy_readable",
                                          "1 if the last read of the pass policy succeeded.",
                                          {}})),
      clock_offset_(
          gauges(registry_,
                 {"daypass_clock_offset_seconds", "How far Graph's clock is ahead of ours.", {}})),
      clock_trusted_(
          gauges(registry_,
                 {"daypass_clock_trusted", "0 while steps that only time drives are held.", {}})),
      zones_reloaded_(
          counters(registry_, {"daypass_zones_reloaded_total", "Reloads of the tz database.", {}})),
      files_troubles_(
          counters(registry_,
                   {"daypass_files_troubles_total", "Failures of files that operators keep.", {}})),
      store_troubles_(
          counters(registry_, {"daypass_store_troubles_total", "Failures of the state.", {}})),
      requests_(counters(registry_, {"daypass_graph_requests_total",
                                     "Requests of Graph; status none: no answer.",
                                     {"lane", "status"}})),
      request_seconds_(histograms(
          registry_, {"daypass_graph_request_seconds", "Duration of requests of Graph.", {"lane"}},
          short_times())),
      throttled_(counters(
          registry_,
          {"daypass_graph_throttled_total", "Requests that Graph refused for pace.", {"lane"}})),
      budget_tokens_(
          gauges(registry_,
                 {"daypass_graph_budget_tokens", "Requests left in the lane's bucket.", {"lane"}})),
      budget_pace_(
          gauges(registry_,
                 {"daypass_graph_budget_requests_per_second", "The pace as learnt.", {"lane"}})),
      token_fetches_(counters(
          registry_, {"daypass_token_fetches_total", "Access tokens asked for.", {"result"}})),
      hires_(gauges(registry_, {"daypass_hires", "Hires, by where they stand.", {"standing"}})),
      stopped_(gauges(registry_,
                      {"daypass_hires_stopped", "Hires held or parked, by why.", {"reason"}})),
      ended_(gauges(registry_,
                    {"daypass_hires_ended", "Hires settled, by how they ended.", {"ending"}})),
      due_(gauges(registry_, {"daypass_due_hires", "Hires due now.", {}})),
      overdue_(
          gauges(registry_,
                 {"daypass_due_lateness_seconds", "How long the oldest due hire has waited.", {}})),
      busiest_day_(gauges(registry_, {"daypass_busiest_day_hires",
                                      "Hires whose activation is in the busiest day to come.",
                                      {}})),
      quarantine_size_(
          gauges(registry_, {"daypass_quarantined_events", "Events in the quarantine.", {}})),
      undelivered_(
          gauges(registry_,
                 {"daypass_dead_letters_waiting", "Copies not on the dead-letter topic yet.", {}})),
      lines_(counters(registry_, {"daypass_log_lines_total", "Log lines written.", {"level"}})),
      lines_left_out_(counters(
          registry_,
          {"daypass_log_lines_left_out_total", "Log lines like the one before, not written.", {}})),
      build_(
          gauges(registry_,
                 {"daypass_build_info", "1, for the version it is labelled with.", {"version"}})) {
  build_.with({version}).Set(1);
  clock_trusted_.with({}).Set(1);
}

std::string metrics::text() const {
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace daypass::observe
