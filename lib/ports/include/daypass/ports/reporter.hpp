#pragma once
// What happened, told once: a call site fills one of these structs, and observe turns it into one
// log line and its metrics. Nothing here holds a secret; what names a person is masked by observe.

#include "daypass/base/error.hpp"
#include "daypass/domain/actual.hpp"
#include "daypass/domain/ids.hpp"
#include "daypass/domain/order.hpp"
#include "daypass/domain/reason.hpp"
#include "daypass/domain/step.hpp"
#include "daypass/ports/state_store.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace daypass::happening {

struct event_recorded {  ///< One event is durable.
  hire_key key;
  event_kind kind{};
  intake_result result{};
};
struct event_quarantined {  ///< Kept whole, needs a person.
  partition_id partition;
  std::int64_t offset = 0;
  std::string code;
  std::string what;
};
struct event_passed_over {  ///< Of a type that is not ours.
  partition_id partition;
};
struct feed_lag {  ///< Of one partition: records not read yet.
  partition_id partition;
  std::int64_t records = 0;
};
struct feed_trouble {  ///< The feed failed or healed itself.
  std::string what;
  bool person_must_act = false;
};
struct positions_reset {  ///< Design 5.10: the stored offsets did not fit the log.
  partition_id partition;
  std::string what;
  bool events_lost = false;
};
struct batch_recorded {  ///< One intake transaction.
  std::size_t events = 0;
  duration took{};
};
struct dead_letters_delivered {
  std::size_t count = 0;
};
struct dead_letter_failed {
  error why;
};
struct step_finished {  ///< A port answered.
  hire_key key;
  step_kind kind{};
  std::string outcome;  ///< Closed vocabulary: done, not_yet, refused, unknown_effect, ...
  duration took{};
  std::string what;  ///< Error words; empty on success.
};
struct standing_changed {  ///< A hire is held, parked, settled, or goes on.
  hire_key key;
  standing where{};
  reason why{};
  ending ended{};
};
struct hire_ready {  ///< The verified pass is in the store.
  hire_key key;
  duration since_announced{};
  duration before_activation{};  ///< Negative: late.
};
struct hire_late {  ///< Not ready at activation; still worked on.
  hire_key key;
};
struct hire_locked_out {  ///< Every revocation effect is confirmed.
  hire_key key;
  duration took{};  ///< From the recording of the rescission or order.
};
struct revocation_stuck {  ///< Not locked out after five minutes.
  hire_key key;
  std::string what;
};
struct rescission_unheeded {  ///< It came after our authority over the account had ended.
  hire_key key;
};
struct manager_left_out {  ///< A pass goes to the fixed recipients alone (design 5.7).
  hire_key key;
  std::string why;  ///< Closed vocabulary: no_certificate, not_looked_up, no_enabled_member.
};
struct records_purged {  ///< Older than the retention: gone from the state.
  purge_receipt what;
};
struct verify_skipped {  ///< A later verification found no room in its lane.
  hire_key key;
};
struct order_given {
  hire_key key;
  order given;
};
struct secret_kept {  ///< Withdrawn, and recoverable in its store by who may do that.
  std::string store;
  std::string why;  ///< What was not possible, and the cure.
};
struct lane_held {  ///< Nothing is started on this lane but a probe.
  lane which{};
  error why;
};
struct lane_freed {
  lane which{};
  duration held_for{};
};
struct pass_policy_read {
  tenant_pass_policy policy;
  bool changed = false;
};
struct pass_policy_unreadable {
  error why;
};
struct clock_offset_measured {
  duration offset{};
  bool trusted = true;
};
struct zones_reloaded {
  std::string from_version;
  std::string to_version;
  std::uint64_t woken = 0;
};
struct day_exceeds_lane {  ///< More hires on one day than passes can be issued in a day.
  busy_day what;
  std::uint64_t room = 0;
};
struct files_trouble {  ///< What operators keep on this machine's disk can't be read or written.
  std::string what;
  std::string cure;
};
struct store_trouble {  ///< The state can't be read or written; work stands still.
  error why;
};
struct lifecycle {  ///< Started, draining, stopped.
  std::string what;
};

}  // namespace daypass::happening

namespace daypass {

using happening_variant = std::variant<
    happening::event_recorded, happening::event_quarantined, happening::event_passed_over,
    happening::feed_lag, happening::feed_trouble, happening::positions_reset,
    happening::batch_recorded, happening::dead_letters_delivered, happening::dead_letter_failed,
    happening::step_finished, happening::standing_changed, happening::hire_ready,
    happening::hire_late, happening::hire_locked_out, happening::revocation_stuck,
    happening::rescission_unheeded, happening::manager_left_out, happening::records_purged,
    happening::verify_skipped, happening::order_given, happening::secret_kept, happening::lane_held,
    happening::lane_freed, happening::pass_policy_read, happening::pass_policy_unreadable,
    happening::clock_offset_measured, happening::zones_reloaded, happening::day_exceeds_lane,
    happening::files_trouble, happening::store_trouble, happening::lifecycle>;

class reporter {
 public:
  virtual ~reporter() = default;

  /// Logs and counts. Never throws, never blocks for long. Any thread.
  virtual void report(const happening_variant& what) = 0;
};

}  // namespace daypass
