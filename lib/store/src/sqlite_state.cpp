#include "sqlite_state.hpp"

#include "enum_names.hpp"
#include "log_rewrite.hpp"
#include "migrations.hpp"
#include "overview.hpp"
#include "quarantine_table.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace daypass::store {

result<std::unique_ptr<sqlite_state>> sqlite_state::open(const sqlite_settings& settings) {
  file_lock lock;
  if (settings.vfs.empty()) {
    auto taken = file_lock::take(settings.file.string() + ".lock");
    if (!taken) return std::unexpected(taken.error());
    lock = std::move(*taken);
    const auto made = make_private_file(settings.file);
    if (!made) return std::unexpected(made.error());
  }
  if (const auto written = rewrite_log(settings.file, settings.vfs); !written) {
    return std::unexpected(written.error());
  }
  auto db = database::open(settings.file.string(), settings.vfs, false, settings.busy_timeout);
  if (!db) return std::unexpected(db.error());
  std::unique_ptr<sqlite_state> state(new sqlite_state(std::move(*db)));
  state->lock_ = std::move(lock);
  const auto ready = state->set_up(settings);
  if (!ready) return std::unexpected(ready.error());
  return state;
}

sqlite_state::sqlite_state(database db)
    : db_(std::move(db)),
      begin_(db_, "BEGIN IMMEDIATE"),
      commit_(db_, "COMMIT"),
      savepoint_(db_, "SAVEPOINT call"),
      release_savepoint_(db_, "RELEASE call"),
      records_(db_),
      history_(db_),
      basis_(db_),
      seen_(db_),
      tombstones_(db_),
      window_(db_),
      due_urgent_(db_,
                  "SELECT number FROM hires INDEXED BY hires_urgent"
                  " WHERE urgent = 1 AND due_at <= ?"
                  " ORDER BY due_at, activation_at IS NULL, activation_at, number LIMIT ?"),
      due_(db_,
           "SELECT number FROM hires WHERE due_at <= ? AND urgent = 0"
           " ORDER BY activation_at IS NULL, activation_at, due_at, number LIMIT ?"),
      next_due_(db_, "SELECT due_at, number FROM hires WHERE due_at > ? ORDER BY due_at") {}

result<void> sqlite_state::set_up(const sqlite_settings& settings) {
  db_.run("PRAGMA locking_mode = NORMAL");
  db_.run("PRAGMA foreign_keys = ON");
  db_.integer("PRAGMA secure_delete = ON");
  db_.run("PRAGMA cache_size = -" + std::to_string(settings.cache_kib));
  // More than FULL for the rollback journal alone, which is in use until there is a log.
  db_.run("PRAGMA synchronous = EXTRA");
  const std::string mode = db_.text("PRAGMA journal_mode = WAL");
  db_.run("PRAGMA wal_autocheckpoint = " + std::to_string(settings.checkpoint_pages));
  if (settings.file_pages_max) {
    db_.run("PRAGMA max_page_count = " + std::to_string(*settings.file_pages_max));
  }
  if (db_.failed()) return std::unexpected(db_.take_failure());
  if (mode != "wal") {
    return fail(failure::permanent, state_errc::io, "state: no write-ahead log here: " + mode,
                failure_scope::lane);
  }
  busy_timeout_ = settings.busy_timeout;
  const auto current = migrate(db_);
  if (!current) return current;
  return tombstones_.open();
}

void sqlite_state::begin() {
  begin_.with().execute();
  if (db_.failed()) broken_ = db_.take_failure();
}

result<void> sqlite_state::commit() {
  if (!broken_) {
    commit_.with().execute();
    if (!db_.failed()) {
      leases_.keep_grants();
      if (empty_log_) empty_log();
      return {};
    }
    broken_ = db_.take_failure();
  }
  if (db_.in_transaction()) db_.run("ROLLBACK");
  if (db_.failed()) db_.take_failure();
  leases_.undo_grants();
  forget_undone();
  return std::unexpected(*std::exchange(broken_, std::nullopt));
}

result<void> sqlite_state::run_group(const std::function<void()>& calls) {
  hasty_ = true;
  begin();
  calls();
  hasty_ = false;
  auto durable = commit();
  if (!std::exchange(repeat_, false)) return durable;
  begin();
  calls();
  return commit();
}

void sqlite_state::forget_undone() {
  window_.forget();
  seen_.forget();
  basis_.forget();
}

void sqlite_state::fail_call(const error& why, std::uint64_t written_before) {
  undo_call();
  const bool half_done = hasty_ && db_.total_changes() != written_before;
  repeat_ = repeat_ || half_done;
  if (half_done || !db_.in_transaction()) broken_ = why;
}

void sqlite_state::undo_call() {
  leases_.forget_copies();
  forget_undone();
  if (hasty_ || !db_.in_transaction()) return;
  db_.run("ROLLBACK TO call");
  db_.run("RELEASE call");
  if (db_.failed()) broken_ = db_.take_failure();
}

result<std::vector<position>> sqlite_state::positions() {
  return look<std::vector<position>>([&] { return read_positions(db_); });
}

std::vector<std::int64_t> sqlite_state::due_numbers(const lease_request& request) {
  std::vector<std::int64_t> numbers;
  const auto take = [&](statement& query) {
    while (numbers.size() < request.max && query.next()) {
      if (!leases_.leased(query.integer(0))) numbers.push_back(query.integer(0));
    }
    query.reset();
  };
  // As many more as are leased may have to be passed over.
  const std::size_t most = request.max + leases_.size();
  take(due_urgent_.with(request.now, most));
  if (!request.urgent_only && !request.only_lane) take(due_.with(request.now, most));
  return numbers;
}

// The window read it a while ago.
bool sqlite_state::still_due(const stored_record& found, const lease_request& request) {
  if (found.due.urgent || found.due.due_at > request.now) {
    window_.note(found.due);
    return false;
  }
  return found.due.next_lane == request.only_lane;
}

void sqlite_state::release(const lease& held) {
  if (leases_.holds(held)) {
    if (const auto& copy = *leases_.copy_of(held.key)) {
      window_.note(copy->due);
    } else {
      window_.forget();
    }
  }
  leases_.release(held);
}

result<std::vector<leased_onboarding>> sqlite_state::lease_due(const lease_request& request) {
  using leased = std::vector<leased_onboarding>;
  std::vector<std::int64_t> unreadable;
  std::vector<lease> granted;
  auto given = look<leased>([&] {
    leased list;
    const auto read = [&](std::int64_t number) {
      auto found = records_.read(number);
      if (!found && db_.damaged()) {
        db_.take_failure();
        unreadable.push_back(number);
      }
      return found;
    };
    const auto give = [&](stored_record found) {
      lease held = leases_.grant(found, found.due.urgent);
      granted.push_back(held);
      list.push_back({std::move(held), std::move(found.record)});
    };
    for (const std::int64_t number : due_numbers(request)) {
      if (auto found = read(number)) give(std::move(*found));
    }
    if (request.urgent_only || !request.only_lane) return list;
    while (list.size() < request.max && !db_.failed()) {
      const auto number = window_.next(*request.only_lane, request.now, leases_);
      if (!number) break;
      auto found = read(*number);
      if (found && still_due(*found, request)) give(std::move(*found));
    }
    return list;
  });
  if (!given) {  // Nobody hears of them.
    for (const lease& held : granted) leases_.release(held);
    window_.forget();
  }
  for (const std::int64_t number : unreadable) park_unreadable(number, request.now);
  return given;
}

// A damaged row must not keep the others from being leased: it waits for a person. Should that
// fail, the row is still due, and the next lease tries again.
void sqlite_state::park_unreadable(std::int64_t number, instant now) {
  static_cast<void>(attempt<bool>([&] {
    statement park(db_,
                   "UPDATE hires SET standing = 'parked', due_at = NULL, since = ?"
                   " WHERE number = ?");
    park.with(now, number).execute();
    write_story(number, {{now, "record unreadable", "restore the state from a backup"}});
    return true;
  }));
}

void sqlite_state::write_story(std::int64_t number, const std::vector<history_entry>& lines,
                               bool fresh) {
  history_.append(number, lines, fresh);
  for (const history_entry& line : lines) basis_.note(line.at);
}

result<std::optional<instant>> sqlite_state::next_due(instant after) {
  return look<std::optional<instant>>([&]() -> std::optional<instant> {
    next_due_.with(after);
    while (next_due_.next()) {
      if (leases_.leased(next_due_.integer(1))) continue;
      const auto at = next_due_.at(0);
      next_due_.reset();
      return at;
    }
    return std::nullopt;
  });
}

// The record as it is now: from its lease's copy, or from the table.
std::optional<stored_record> sqlite_state::fresh(const hire_key& key) {
  std::optional<stored_record>* copy = leases_.copy_of(key);
  if (copy != nullptr && *copy) return std::exchange(*copy, std::nullopt);
  return records_.find(key);
}

result<onboarding> sqlite_state::update(const lease& held, const transition& change) {
  if (!leases_.holds(held)) {
    return fail(failure::permanent, state_errc::lease_lost, "state: the lease is not held");
  }
  return attempt<onboarding>([&]() -> result<onboarding> {
    auto record = fresh(held.key);
    if (!record)
      return fail(failure::defect, state_errc::not_found, "state: a leased hire is gone");
    recording after = change(record->record);
    const std::uint64_t version = record->record.is.version + 1;
    const actual before = std::exchange(record->record.is, std::move(after.is));
    record->record.is.version = version;
    const schedule due_before = record->due;
    const bool stays_due = after.under_way && due_before.due_at <= after.due.due_at &&
                           due_before.urgent == after.due.urgent;
    if (!stays_due) record->due = after.due;
    records_.write_actual(*record, before, due_before);
    write_story(record->number, after.history);
    onboarding written = record->record;
    *leases_.copy_of(held.key) = std::move(*record);
    return written;
  });
}

result<std::uint64_t> sqlite_state::add_order(const hire_key& key, const order& given) {
  return attempt<std::uint64_t>([&]() -> result<std::uint64_t> {
    auto record = fresh(key);
    if (db_.failed()) return 0;  // The failure that stuck is the answer.
    if (!record) return fail(failure::permanent, state_errc::not_found, "state: no such hire");
    orders& ordered = record->record.ordered;
    order added = given;
    added.number = ordered.empty() ? 1 : ordered.back().number + 1;
    ordered.push_back(added);
    record->due.due_at = std::min(record->due.due_at, given.at);
    record->due.urgent = record->due.urgent || given.kind == order_kind::revoke;
    records_.write_orders(*record);
    const std::string what = "order " + std::string(to_string(given.kind));
    write_story(record->number, {{given.at, what, given.who + ": " + given.why}});
    window_.note(record->due);
    if (auto* copy = leases_.copy_of(key)) *copy = std::move(*record);
    return added.number;
  });
}

result<sqlite_state::wake_progress> sqlite_state::wake(std::optional<reason> why, instant now,
                                                       std::int64_t after) {
  constexpr std::int64_t at_a_time = 2'000;
  auto woken = attempt<wake_progress>([&] {
    statement wake(db_,
                   why ? "UPDATE hires SET due_at = min(?1, ifnull(due_at, ?1)) WHERE number IN"
                         " (SELECT number FROM hires WHERE standing IN ('held', 'parked')"
                         "  AND (standing <> 'waiting' OR ending <> 'none')"
                         "  AND reason = ?2 AND number > ?3 ORDER BY number LIMIT ?4)"
                         " RETURNING number"
                       : "UPDATE hires SET due_at = min(?1, ifnull(due_at, ?1)) WHERE number IN"
                         " (SELECT number FROM hires WHERE standing <> 'settled'"
                         "  AND ?2 IS NULL AND number > ?3 ORDER BY number LIMIT ?4)"
                         " RETURNING number");
    std::optional<std::string_view> name;
    if (why) name = to_string(*why);
    wake.with(now, name, after, at_a_time);
    wake_progress progress{.after = after};
    while (wake.next()) {
      ++progress.woken;
      progress.after = std::max(progress.after, wake.integer(0));
    }
    progress.done = progress.woken < static_cast<std::uint64_t>(at_a_time);
    return progress;
  });
  leases_.forget_copies();  // Their schedules have changed.
  window_.forget();
  return woken;
}

result<bool> sqlite_state::rests_on(const std::string& basis, instant now) {
  return look<bool>([&] { return basis_.rests_on(basis, now); });
}

result<void> sqlite_state::begin_basis(const std::string& basis, instant now) {
  return attempt_write([&] { basis_.begin(basis, now); });
}

result<void> sqlite_state::end_basis(const std::string& basis) {
  return attempt_write([&] { basis_.end(basis); });
}

result<std::vector<listed_onboarding>> sqlite_state::list(const list_filter& filter) {
  return look<std::vector<listed_onboarding>>([&] { return read_list(db_, filter); });
}

result<std::optional<onboarding>> sqlite_state::find(const hire_key& key) {
  return look<std::optional<onboarding>>([&]() -> std::optional<onboarding> {
    auto found = records_.find(key);
    return found ? std::optional(std::move(found->record)) : std::nullopt;
  });
}

result<std::vector<history_entry>> sqlite_state::history(const hire_key& key) {
  return look<std::vector<history_entry>>([&] { return read_history(db_, key); });
}

result<state_totals> sqlite_state::totals(instant now) {
  return look<state_totals>([&] { return read_totals(db_, now); });
}

result<std::vector<quarantined_event>> sqlite_state::quarantine(std::size_t max) {
  return look<std::vector<quarantined_event>>([&] { return read_quarantine(db_, max); });
}

result<std::vector<quarantined_event>> sqlite_state::undelivered(std::uint64_t after,
                                                                 std::size_t max) {
  return look<std::vector<quarantined_event>>([&] { return read_undelivered(db_, after, max); });
}

result<void> sqlite_state::mark_delivered(const std::vector<std::uint64_t>& numbers) {
  return attempt_write([&] { store::mark_delivered(db_, numbers); });
}

}  // namespace daypass::store
