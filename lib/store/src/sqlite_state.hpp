#pragma once
// The state as plain calls on one thread. Calls come in groups, each a transaction. A call that
// fails alone leaves no trace and the group goes on; a failure of the disk undoes the group.

#include "basis_table.hpp"
#include "database.hpp"
#include "due_window.hpp"
#include "feed_tables.hpp"
#include "file_lock.hpp"
#include "history_table.hpp"
#include "lease_table.hpp"
#include "record_table.hpp"
#include "tombstone_table.hpp"

#include "daypass/ports/state_store.hpp"
#include "daypass/store/sqlite_settings.hpp"

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace daypass::store {

class sqlite_state {
 public:
  static result<std::unique_ptr<sqlite_state>> open(const sqlite_settings& settings);

  /// Runs a group: durable when it returns. On error nothing of it happened, whatever its calls
  /// answered. `calls` may be run twice: calls that write halfway and fail are rare and a savepoint
  /// for each is not cheap, so there are none until one does.
  result<void> run_group(const std::function<void()>& calls);

  /// A group call by call, each behind a savepoint. When begin() fails, so does every call up to
  /// commit(), and commit() says why.
  void begin();
  /// Durable when it returns. On error nothing of the group happened, whatever its calls answered.
  result<void> commit();

  result<intake_receipt> record_batch(const std::vector<intake_item>& items,
                                      const fold_function& fold);
  result<std::vector<position>> positions();
  result<std::vector<leased_onboarding>> lease_due(const lease_request& request);
  result<std::optional<instant>> next_due(instant after);
  result<onboarding> update(const lease& held, const transition& change);
  void release(const lease& held);
  result<std::uint64_t> add_order(const hire_key& key, const order& given);
  result<std::vector<listed_onboarding>> list(const list_filter& filter);
  result<std::optional<onboarding>> find(const hire_key& key);
  result<std::vector<history_entry>> history(const hire_key& key);
  result<state_totals> totals(instant now);
  result<std::vector<quarantined_event>> quarantine(std::size_t max);
  result<std::vector<quarantined_event>> undelivered(std::uint64_t after, std::size_t max);
  result<void> mark_delivered(const std::vector<std::uint64_t>& numbers);
  result<purge_receipt> purge(const purge_request& request);

  /// Wakes the records behind `after` that `why` concerns (nothing: all that have not settled), a
  /// bounded number at a time so that urgent work is not kept waiting.
  struct wake_progress {
    std::uint64_t woken = 0;
    std::int64_t after = 0;  ///< Go on from here.
    bool done = false;
  };
  result<wake_progress> wake(std::optional<reason> why, instant now, std::int64_t after);

  // As basis_table has them.
  result<bool> rests_on(const std::string& basis, instant now);
  result<void> begin_basis(const std::string& basis, instant now);
  result<void> end_basis(const std::string& basis);

 private:
  explicit sqlite_state(database db);
  result<void> set_up(const sqlite_settings& settings);

  // Runs a call's statements so that they take effect together or not at all.
  template <typename T, typename Body>
  result<T> attempt(Body body);
  // The same for a call that has nothing to answer.
  template <typename Body>
  result<void> attempt_write(Body body);
  // The same for statements that only read.
  template <typename T, typename Body>
  result<T> look(Body body);
  template <typename T>
  result<T> settle(result<T> said);
  void write_story(std::int64_t number, const std::vector<history_entry>& lines,
                   bool fresh = false);
  void forget_undone();
  void fail_call(const error& why, std::uint64_t written_before);
  void undo_call();

  intake_receipt record_all(const std::vector<intake_item>& items, const fold_function& fold);
  result<intake_receipt> record_singly(const std::vector<intake_item>& items,
                                       const fold_function& fold);
  intake_result record(const intake_item& item, const fold_function& fold, intake_receipt& receipt);
  intake_result record_event(const hire_event& event, const fold_function& fold,
                             intake_receipt& receipt);
  bool write_folded(const hire_event& event, folded after, std::optional<stored_record> before,
                    intake_receipt& receipt);
  std::vector<std::int64_t> due_numbers(const lease_request& request);
  bool still_due(const stored_record& found, const lease_request& request);
  void park_unreadable(std::int64_t number, instant now);
  std::optional<stored_record> fresh(const hire_key& key);
  std::optional<stored_record> known_before(const hire_key& key);
  std::uint64_t purge_hires(const purge_request& request);
  void empty_log();

  file_lock lock_;
  database db_;
  statement begin_;
  statement commit_;
  statement savepoint_;
  statement release_savepoint_;
  record_table records_;
  history_table history_;
  basis_table basis_;
  seen_table seen_;
  tombstone_table tombstones_;
  lease_table leases_;
  due_window window_;
  statement due_urgent_;
  statement due_;
  statement next_due_;
  milliseconds busy_timeout_{0};
  bool empty_log_ = false;       ///< Something was purged since the log was emptied.
  bool hasty_ = false;           ///< The group is run without savepoints,
  bool repeat_ = false;          ///< and one of its calls failed halfway.
  std::optional<error> broken_;  ///< Why the group can't be committed any more.
};

template <typename T>
result<T> sqlite_state::settle(result<T> said) {
  if (!db_.failed()) return said;
  said = std::unexpected(db_.take_failure());
  // SQLite ends the transaction after some failures, those of a read among them: what came after
  // would be durable statement by statement.
  if (!db_.in_transaction()) broken_ = said.error();
  return said;
}

template <typename T, typename Body>
result<T> sqlite_state::look(Body body) {
  if (broken_) return std::unexpected(*broken_);
  try {
    return settle<T>(body());
  } catch (const std::exception& thrown) {
    return fail(failure::defect, state_errc::refused, std::string("state: ") + thrown.what());
  }
}

template <typename T, typename Body>
result<T> sqlite_state::attempt(Body body) {
  if (broken_) return std::unexpected(*broken_);
  const std::uint64_t written_before = db_.total_changes();
  if (!hasty_) savepoint_.with().execute();
  result<T> said = look<T>(std::move(body));
  if (said && !hasty_) {
    release_savepoint_.with().execute();
    said = settle<T>(std::move(said));
  }
  if (!said) fail_call(said.error(), written_before);
  return said;
}

template <typename Body>
result<void> sqlite_state::attempt_write(Body body) {
  const auto written = attempt<bool>([&] {
    body();
    return true;
  });
  if (!written) return std::unexpected(written.error());
  return {};
}

}  // namespace daypass::store
