#pragma once
// One SQLite connection and its prepared statements. The first failure sticks: until it is taken,
// every later statement does nothing, so a run of statements needs one check at its end.

#include "daypass/base/error.hpp"
#include "daypass/ports/state_store.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace daypass::store {

struct database_closer {
  void operator()(sqlite3* handle) const;
};
struct statement_closer {
  void operator()(sqlite3_stmt* handle) const;
};

class database {
 public:
  /// Opens `file` for writing (it must exist, or its VFS must make it) or for reading only. `vfs`
  /// names a registered sqlite3_vfs; empty: the system's.
  static result<database> open(const std::string& file, const std::string& vfs, bool read_only,
                               std::chrono::milliseconds busy_timeout);

  /// Runs SQL of ours that gives no rows, any number of statements.
  void run(const char* sql);
  void run(const std::string& sql) { run(sql.c_str()); }
  /// The first column of the first row; 0 when there is none.
  std::int64_t integer(const std::string& sql);
  std::string text(const std::string& sql);

  [[nodiscard]] bool failed() const { return failure_.has_value(); }
  /// A row could not be read because it is not what we write.
  [[nodiscard]] bool damaged() const { return damaged_; }
  /// The failure that stuck; later statements run again.
  error take_failure();
  /// A transaction is open; SQLite itself ends one after some failures.
  [[nodiscard]] bool in_transaction() const;
  /// Rows that the last statement changed.
  [[nodiscard]] std::uint64_t changes() const;
  /// Rows that all statements so far changed.
  [[nodiscard]] std::uint64_t total_changes() const;
  [[nodiscard]] std::int64_t last_number() const;

  /// Notes the connection's current error under `code`. For statement.
  void note(int code);
  /// Notes a value that can't be what we wrote. `where` names the table.
  void note_damage(std::string_view where);
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  std::unique_ptr<sqlite3, database_closer> handle_;
  std::optional<error> failure_;
  bool damaged_ = false;
};

/// Bytes to bind as a BLOB.
struct blob {
  const void* data = nullptr;
  std::size_t size = 0;

  blob(const void* bytes, std::size_t count) : data(bytes), size(count) {}
  explicit blob(std::string_view bytes) : data(bytes.data()), size(bytes.size()) {}
};

/// A prepared statement, compiled at its first use and kept. What is bound must live until the
/// statement is bound again or done.
class statement {
 public:
  statement(database& db, const char* sql) : db_(&db), sql_(sql) {}
  ~statement() = default;
  statement(const statement&) = delete;
  statement& operator=(const statement&) = delete;

  /// Binds the arguments in order and starts over.
  template <typename... Args>
  statement& with(const Args&... args) {
    reset();
    index_ = 0;
    if (prepare()) (bind(args), ...);
    return *this;
  }

  /// Runs to the end. What a statement writes may fail after its last row.
  void execute();
  /// Steps to the next row; false at the end and after a failure.
  bool next();

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  /// Ends with the row.
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::optional<instant> at(int column) const;
  [[nodiscard]] std::optional<std::string> optional_text(int column) const;

  /// Lets go of the row and its read lock.
  void reset();

 private:
  bool prepare();
  void bind(std::int64_t value);
  void bind(std::string_view value);
  void bind(const std::string& value) { bind(std::string_view(value)); }
  void bind(const blob& value);
  void bind(std::nullopt_t value);
  void bind(instant value) { bind(static_cast<std::int64_t>(value.time_since_epoch().count())); }
  void bind(std::integral auto value) { bind(static_cast<std::int64_t>(value)); }
  template <typename T>
  void bind(const std::optional<T>& value) {
    if (value) {
      bind(*value);
    } else {
      bind(std::nullopt);
    }
  }

  database* db_;
  const char* sql_;
  std::unique_ptr<sqlite3_stmt, statement_closer> handle_;
  int index_ = 0;
};

}  // namespace daypass::store
