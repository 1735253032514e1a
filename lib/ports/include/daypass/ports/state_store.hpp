#pragma once
// The state: every onboarding, its history, the quarantine, the positions in the feed.
//
// A store runs pure functions of its caller's inside its transactions (`fold_function`,
// `transition`): on the store's own thread, more than once if the transaction is repeated. They do
// no I/O and touch nothing shared.

#include "daypass/base/error.hpp"
#include "daypass/domain/hire_event.hpp"
#include "daypass/domain/onboarding.hpp"
#include "daypass/ports/event_feed.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace daypass {

/// Codes of the errors of a state store, beside system ones.
enum class state_errc : std::uint8_t {
  busy = 1,    ///< Another holds the database; repeat.
  lease_lost,  ///< The lease is not ours any more: drop what was being done.
  not_found,   ///< No such hire.
  name_taken,  ///< The UPN is reserved by another hire: absorb it as taken and go on.
  full,        ///< No room on the disk.
  refused,     ///< A constraint refuses the record: a defect of ours or a poisoned event.
  io,          ///< The disk or the database failed.
};
[[nodiscard]] const std::error_category& state_category();
[[nodiscard]] inline std::error_code make_error_code(state_errc code) {
  return {static_cast<int>(code), state_category()};
}

/// One line of a hire's story; never a code. Lines alike in a row are kept as one with a count.
struct history_entry {
  instant at{};
  std::string what;    ///< Closed vocabulary: "event announced", "step issue_pass", "parked", ...
  std::string detail;  ///< For a person: outcome, error words, who and why.
  std::uint32_t count = 1;

  friend bool operator==(const history_entry&, const history_entry&) = default;
};

/// When and how urgently a record wants to be looked at again.
struct schedule {
  instant due_at = never;
  bool urgent = false;                   ///< Revocation: leased before all others.
  lane next_lane = lane::reads;          ///< Of the next forward step.
  std::optional<instant> activation_at;  ///< Nearest first among the due.

  friend bool operator==(const schedule&, const schedule&) = default;
};

/// A record that can't be used, kept whole (design 5.10).
struct quarantined_event {
  std::uint64_t number = 0;  ///< Given by the store.
  raw_event raw;             ///< Value cut to its first 64 KiB when it is above 1 MiB.
  std::optional<std::string> full_digest;  ///< SHA-256 in hex of a value that was cut.
  std::string code;                        ///< Stable name of what is wrong.
  std::string what;                        ///< For HR's people: the place and the cure.
  instant at{};
  bool delivered = false;  ///< Its copy is on the dead-letter topic.
};

/// One event of a batch, decoded or not.
struct intake_item {
  position after;                               ///< Where to read on when this is recorded.
  std::optional<hire_event> event;              ///< Decoded; or else
  std::optional<quarantined_event> quarantine;  ///< why not. Neither: passed over, position only.
  /// Of a decoded event: kept whole in the quarantine if the database refuses what it folds to.
  std::optional<raw_event> origin;
};

/// What folding one event gave, from the pure function of the caller.
struct folded {
  wanted wants;
  schedule due;
  std::vector<history_entry> history;
};

/// (record before, or none; the event) -> what to write. Pure.
using fold_function = std::function<folded(const onboarding* before, const hire_event& event)>;

/// What became of one item.
enum class intake_result : std::uint8_t {
  folded,     ///< Changed what is wanted.
  no_change,  ///< Lost against higher stamps everywhere.
  duplicate,  ///< Same id, same digest: seen before.
  id_reused,  ///< Same id, another digest: folded and flagged.
  quarantined,
  passed_over,  ///< Not ours; only the position moved.
};

struct intake_receipt {
  std::vector<intake_result> results;  ///< One for each item, in order.
  std::vector<hire_key> urgent;        ///< Hires that a revocation now concerns.
  std::vector<hire_key> touched;       ///< All hires that changed.
};

/// Proof that this engine may write a record's `actual`.
struct lease {
  hire_key key;
  std::uint64_t token = 0;
};

struct leased_onboarding {
  lease held;
  onboarding record;
};

/// What a transition wants written.
struct recording {
  actual is;
  schedule due;
  /// Steps of it are under way. A record that was due before `due.due_at`, as urgently, may keep
  /// its schedule: writing one costs more than all the rest.
  bool under_way = false;
  std::vector<history_entry> history;
};

/// (the record, fresh) -> what to write. Pure.
using transition = std::function<recording(const onboarding& fresh)>;

struct lease_request {
  instant now{};
  std::size_t max = 1;
  bool urgent_only = false;
  std::optional<lane> only_lane;  ///< Urgent records are leased whatever their lane.
};

/// Which records `list` shows.
struct list_filter {
  std::optional<standing> where;
  std::optional<reason> why;
  bool late = false;                ///< Activation before `now`, not settled, pass not verified.
  instant now{};                    ///< For `late` alone.
  std::optional<std::string> text;  ///< Part of the key.
  std::size_t max = 1000;
};

/// One row of `list`.
struct listed_onboarding {
  hire_key key;
  standing where{};
  reason why{};
  ending ended{};
  instant since{};
  instant due_at{};
  std::optional<instant> activation_at;
};

/// What is to be purged (design 5.7, 8).
struct purge_request {
  instant now{};
  instant before{};       ///< What came to rest, or was received, earlier than this.
  std::size_t max = 200;  ///< Of each kind, at most.
};

/// What one purge took away.
struct purge_receipt {
  std::uint64_t hires = 0;        ///< Records with their stories; each left a tombstone.
  std::uint64_t event_ids = 0;    ///< Ids by which duplicates are known.
  std::uint64_t quarantined = 0;  ///< Events that could not be used, delivered or not.
  bool done = false;              ///< Nothing of that age is left, or all that is left is leased.
};

/// A day, UTC, and how many hires have their activation in it.
struct busy_day {
  std::chrono::sys_days day;
  std::uint64_t hires = 0;

  friend bool operator==(const busy_day&, const busy_day&) = default;
};

/// Counts for metrics and readiness.
struct state_totals {
  std::vector<std::pair<standing, std::uint64_t>> by_standing;
  std::vector<std::pair<reason, std::uint64_t>> by_reason;  ///< Of held and parked.
  std::vector<std::pair<ending, std::uint64_t>> by_ending;
  std::uint64_t due = 0;
  std::optional<instant> oldest_due_at;
  std::uint64_t quarantined = 0;
  std::uint64_t undelivered = 0;
  std::optional<busy_day> busiest_day;  ///< From now on, of hires that something is due for.
};

/// Shared, because a batch that failed is repeated.
using intake_batch = std::shared_ptr<const std::vector<intake_item>>;

[[nodiscard]] inline intake_batch batch_of(std::vector<intake_item> items) {
  return std::make_shared<const std::vector<intake_item>>(std::move(items));
}

class state_store {
 public:
  virtual ~state_store() = default;

  /// Records a batch in one durable transaction: events folded, ids, quarantine, positions. A batch
  /// that the database refuses for one event is bisected, and that event quarantined. On error
  /// nothing of it is recorded; repeat.
  virtual boost::asio::awaitable<result<intake_receipt>> record_batch(intake_batch items,
                                                                      fold_function fold) = 0;

  /// The stored position of every partition of the feed.
  virtual boost::asio::awaitable<result<std::vector<position>>> positions() = 0;

  /// Leases due records: urgent ones first, those before the others that are due longer, so that
  /// each has its turn however many fail; then by nearest activation, then by due time. A leased
  /// record is not given out again until released, or until this process ends.
  virtual boost::asio::awaitable<result<std::vector<leased_onboarding>>> lease_due(
      lease_request request) = 0;

  /// The earliest due time later than `after` of the records that no one holds.
  virtual boost::asio::awaitable<result<std::optional<instant>>> next_due(instant after) = 0;

  /// Runs a transition on the fresh record and writes what it gives, in one durable transaction
  /// that it may share with others. On success `actual.version` has grown by one.
  /// Errors: lease_lost, name_taken (the reserved UPN is another's), busy, full, io.
  virtual boost::asio::awaitable<result<onboarding>> update(lease held, transition change) = 0;

  /// Ends a lease without writing. Never fails; a lease that is lost already is no error.
  virtual void release(lease held) = 0;

  /// Adds an order, makes the hire due now (urgently for a revoke), and writes its history.
  /// not_found when there is no such hire. Returns the order's number.
  virtual boost::asio::awaitable<result<std::uint64_t>> add_order(hire_key key, order given) = 0;

  /// Makes records due now that are held or parked for this reason. Returns how many.
  virtual boost::asio::awaitable<result<std::uint64_t>> wake(reason why, instant now) = 0;

  /// Makes every record due that has not settled, unless the latest call was for the same `basis`
  /// (interpreter::basis, which it keeps) and went through, and no line of a story was written
  /// later than `now`, to a minute: then our clock was set back, and what was to come in a moment
  /// lies hours ahead. Returns how many. Cancelled between portions.
  virtual boost::asio::awaitable<result<std::uint64_t>> wake_all(std::string basis,
                                                                 instant now) = 0;

  virtual boost::asio::awaitable<result<std::vector<listed_onboarding>>> list(
      list_filter filter) = 0;
  virtual boost::asio::awaitable<result<std::optional<onboarding>>> find(hire_key key) = 0;
  virtual boost::asio::awaitable<result<std::vector<history_entry>>> history(hire_key key) = 0;
  virtual boost::asio::awaitable<result<state_totals>> totals(instant now) = 0;

  /// Quarantined records, newest first.
  virtual boost::asio::awaitable<result<std::vector<quarantined_event>>> quarantine(
      std::size_t max) = 0;
  /// Those with a number above `after` whose copy is not on the dead-letter topic yet, oldest
  /// first.
  virtual boost::asio::awaitable<result<std::vector<quarantined_event>>> undelivered(
      std::uint64_t after, std::size_t max) = 0;
  virtual boost::asio::awaitable<result<void>> mark_delivered(
      std::vector<std::uint64_t> numbers) = 0;

  /// Takes away what has rested too long, in one durable transaction: hires settled or parked as
  /// `established` with nothing due and no lease, and quarantined events, the longest first; event
  /// ids in the order in which they came, up to the first that is not old enough. A purged hire
  /// leaves a tombstone (domain/tombstone): an event that is not newer than it gives `no_change`
  /// and makes no record; a newer one is folded into a fresh record that has the tombstone's stamps
  /// and, in `actual.purged_at`, the time of the purge. Repeatable.
  virtual boost::asio::awaitable<result<purge_receipt>> purge(purge_request request) = 0;
};

}  // namespace daypass

template <>
struct std::is_error_code_enum<daypass::state_errc> : std::true_type {};
