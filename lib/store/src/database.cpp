#include "database.hpp"

#include <sqlite3.h>

namespace daypass::store {
namespace {

// Extended result codes: sqlite.org/rescode.html. The message never holds a bound value.
error error_of(int code, std::string message) {
  const auto make = [&](failure kind, state_errc named, failure_scope scope) {
    return error{kind, scope, make_error_code(named),
                 "state: " + message + " (" + std::to_string(code) + ")", std::nullopt};
  };
  if (code == SQLITE_CONSTRAINT_UNIQUE && message.ends_with("hires.reserved_upn")) {
    return make(failure::permanent, state_errc::name_taken, failure_scope::hire);
  }
  switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
      return make(failure::defect, state_errc::refused, failure_scope::hire);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:  // A lock of the log, refused too often.
      return make(failure::retryable, state_errc::busy, failure_scope::lane);
    case SQLITE_FULL:
      return make(failure::retryable, state_errc::full, failure_scope::lane);
    default:
      return make(failure::retryable, state_errc::io, failure_scope::lane);
  }
}

}  // namespace

void database_closer::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}
void statement_closer::operator()(sqlite3_stmt* handle) const {
  sqlite3_finalize(handle);
}

result<database> database::open(const std::string& file, const std::string& vfs, bool read_only,
                                std::chrono::milliseconds busy_timeout) {
  const int mode = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, mode | SQLITE_OPEN_NOMUTEX,
                                   vfs.empty() ? nullptr : vfs.c_str());
  database opened;
  opened.handle_.reset(handle);
  if (code != SQLITE_OK) {
    return std::unexpected(error_of(code, file + ": " + sqlite3_errstr(code)));
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout.count()));
  return opened;
}

void database::run(const char* sql) {
  if (failed()) return;
  const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) note(code);
}

std::int64_t database::integer(const std::string& sql) {
  statement query(*this, sql.c_str());
  if (!query.with().next()) return 0;
  const std::int64_t value = query.integer(0);
  query.execute();
  return value;
}

std::string database::text(const std::string& sql) {
  statement query(*this, sql.c_str());
  if (!query.with().next()) return {};
  std::string value(query.text(0));
  query.execute();
  return value;
}

error database::take_failure() {
  error taken = failure_.value_or(error{});
  failure_.reset();
  damaged_ = false;
  return taken;
}

bool database::in_transaction() const {
  return sqlite3_get_autocommit(handle()) == 0;
}
std::uint64_t database::changes() const {
  return static_cast<std::uint64_t>(sqlite3_changes64(handle()));
}
std::uint64_t database::total_changes() const {
  return static_cast<std::uint64_t>(sqlite3_total_changes64(handle()));
}
std::int64_t database::last_number() const {
  return sqlite3_last_insert_rowid(handle());
}

void database::note(int code) {
  if (failed()) return;
  const int extended = sqlite3_extended_errcode(handle());
  failure_ =
      error_of((extended & 0xFF) == (code & 0xFF) ? extended : code, sqlite3_errmsg(handle()));
}

void database::note_damage(std::string_view where) {
  if (failed()) return;
  damaged_ = true;
  failure_ = error{failure::defect, failure_scope::hire, make_error_code(state_errc::refused),
                   "state: unreadable row in " + std::string(where), std::nullopt};
}

bool statement::prepare() {
  if (db_->failed()) return false;
  if (handle_) return true;
  sqlite3_stmt* prepared = nullptr;
  const int code =
      sqlite3_prepare_v3(db_->handle(), sql_, -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  handle_.reset(prepared);
  if (code != SQLITE_OK) db_->note(code);
  return code == SQLITE_OK;
}

void statement::execute() {
  while (next()) continue;
  reset();
}

bool statement::next() {
  if (db_->failed() || !handle_) return false;
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) db_->note(code);
  reset();
  return false;
}

bool statement::is_null(int column) const {
  return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}
std::int64_t statement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::string_view statement::text(int column) const {
  const void* data = sqlite3_column_blob(handle_.get(), column);
  const int size = sqlite3_column_bytes(handle_.get(), column);
  return data == nullptr
             ? std::string_view()
             : std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

std::optional<instant> statement::at(int column) const {
  if (is_null(column)) return std::nullopt;
  return instant(duration(integer(column)));
}

std::optional<std::string> statement::optional_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return std::string(text(column));
}

void statement::reset() {
  if (handle_) sqlite3_reset(handle_.get());
}

void statement::bind(std::int64_t value) {
  sqlite3_bind_int64(handle_.get(), ++index_, value);
}
void statement::bind(std::string_view value) {
  const char* data = value.data() == nullptr ? "" : value.data();
  sqlite3_bind_text64(handle_.get(), ++index_, data, value.size(), SQLITE_STATIC, SQLITE_UTF8);
}
void statement::bind(const blob& value) {
  const void* data = value.data == nullptr ? "" : value.data;
  sqlite3_bind_blob64(handle_.get(), ++index_, data, value.size, SQLITE_STATIC);
}
void statement::bind(std::nullopt_t /*value*/) {
  sqlite3_bind_null(handle_.get(), ++index_);
}

}  // namespace daypass::store
