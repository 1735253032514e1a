#pragma once
// The table `hires`: one row a record.

#include "database.hpp"

#include "daypass/domain/onboarding.hpp"
#include "daypass/ports/state_store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace daypass::store {

/// A record with what the port does not show of it.
struct stored_record {
  std::int64_t number = 0;  ///< Of its row.
  onboarding record;
  schedule due;
};

/// The text under which a UPN is reserved: Entra compares them without case (ASCII alone is
/// allowed in them).
[[nodiscard]] std::string folded_upn(const actual& is);

class record_table {
 public:
  explicit record_table(database& db);

  /// Nothing: no such hire, or the database failed.
  std::optional<stored_record> find(const hire_key& key);
  std::optional<stored_record> read(std::int64_t number);

  /// Adds a row for a new hire and sets its number.
  void insert(stored_record& added);
  void write_wanted(const stored_record& changed);
  void write_orders(const stored_record& changed);
  /// `before` and `due_before` are what the row holds now.
  void write_actual(const stored_record& changed, const actual& before, const schedule& due_before);

 private:
  std::optional<stored_record> row(statement& from);

  database& db_;
  statement find_;
  statement read_;
  statement insert_;
  statement write_wanted_;
  statement write_orders_;
  statement write_actual_;
  statement write_due_;
  statement write_standing_;
};

}  // namespace daypass::store
