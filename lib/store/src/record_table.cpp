#include "record_table.hpp"

#include "codec.hpp"
#include "enum_names.hpp"

#include <algorithm>

namespace daypass::store {
namespace {

std::optional<instant> stored_due(const schedule& due) {
  return due.due_at == never ? std::nullopt : std::optional(due.due_at);
}

bool verified(const actual& is) {
  return is.pass.secret == secret_state::verified;
}

std::optional<std::string> stored_upn(const actual& is) {
  std::string folded = folded_upn(is);
  return folded.empty() ? std::nullopt : std::optional(std::move(folded));
}

constexpr const char* columns_by_key =
    "SELECT number, population, hire_id, wanted, orders, actual, due_at, urgent, lane,"
    " activation_at FROM hires WHERE population = ? AND hire_id = ?";
constexpr const char* columns_by_number =
    "SELECT number, population, hire_id, wanted, orders, actual, due_at, urgent, lane,"
    " activation_at FROM hires WHERE number = ?";

}  // namespace

std::string folded_upn(const actual& is) {
  std::string folded = is.account.reserved->user_principal_name;
  std::ranges::transform(folded, folded.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return folded;
}

record_table::record_table(database& db)
    : db_(db),
      find_(db, columns_by_key),
      read_(db, columns_by_number),
      insert_(
          db,
          "INSERT INTO hires (population, hire_id, due_at, urgent, lane, activation_at,"
          " standing, reason, ending, since, verified, reserved_upn, wanted_version, version,"
          " wanted, orders, actual) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      write_wanted_(db,
                    "UPDATE hires SET due_at = ?, urgent = ?, lane = ?, activation_at = ?,"
                    " wanted_version = ?, wanted = ? WHERE number = ?"),
      write_orders_(db, "UPDATE hires SET due_at = ?, urgent = ?, orders = ? WHERE number = ?"),
      write_actual_(db, "UPDATE hires SET verified = ?, version = ?, actual = ? WHERE number = ?"),
      write_due_(db,
                 "UPDATE hires SET due_at = ?, urgent = ?, lane = ?, activation_at = ?,"
                 " verified = ?, version = ?, actual = ? WHERE number = ?"),
      write_standing_(db,
                      "UPDATE hires SET due_at = ?, urgent = ?, lane = ?, activation_at = ?,"
                      " since = ?, verified = ?, version = ?, actual = ?, standing = ?, reason = ?,"
                      " ending = ?, reserved_upn = ? WHERE number = ?") {}

std::optional<stored_record> record_table::find(const hire_key& key) {
  return row(find_.with(key.population, key.hire_id));
}

std::optional<stored_record> record_table::read(std::int64_t number) {
  return row(read_.with(number));
}

std::optional<stored_record> record_table::row(statement& from) {
  if (!from.next()) return std::nullopt;
  stored_record found;
  found.number = from.integer(0);
  found.record.key = {std::string(from.text(1)), std::string(from.text(2))};
  auto wants = decode_wanted(from.text(3));
  auto ordered = decode_orders(from.text(4));
  auto is = decode_actual(from.text(5));
  found.due.due_at = from.at(6).value_or(never);
  found.due.urgent = from.integer(7) != 0;
  found.due.next_lane = enum_named<lane>(from.text(8)).value_or(lane::reads);
  found.due.activation_at = from.at(9);
  from.reset();
  if (!wants || !ordered || !is) {
    db_.note_damage("hires");
    return std::nullopt;
  }
  found.record.wants = std::move(*wants);
  found.record.ordered = std::move(*ordered);
  found.record.is = std::move(*is);
  return found;
}

void record_table::insert(stored_record& added) {
  const onboarding& record = added.record;
  const schedule& due = added.due;
  const standing_state& stands = record.is.stands;
  const std::string wants = encode(record.wants);
  const std::string ordered = encode(record.ordered);
  const std::string is = encode(record.is);
  const auto upn = stored_upn(record.is);
  insert_
      .with(record.key.population, record.key.hire_id, stored_due(due), due.urgent,
            to_string(due.next_lane), due.activation_at, to_string(stands.where),
            to_string(stands.why), to_string(record.is.ended), stands.since, verified(record.is),
            upn, record.wants.version, record.is.version, wants, ordered, is)
      .execute();
  added.number = db_.last_number();
}

void record_table::write_wanted(const stored_record& changed) {
  const schedule& due = changed.due;
  const std::string wants = encode(changed.record.wants);
  write_wanted_
      .with(stored_due(due), due.urgent, to_string(due.next_lane), due.activation_at,
            changed.record.wants.version, wants, changed.number)
      .execute();
}

void record_table::write_orders(const stored_record& changed) {
  const std::string ordered = encode(changed.record.ordered);
  write_orders_.with(stored_due(changed.due), changed.due.urgent, ordered, changed.number)
      .execute();
}

void record_table::write_actual(const stored_record& changed, const actual& before,
                                const schedule& due_before) {
  const actual& is = changed.record.is;
  const standing_state& stands = is.stands;
  const schedule& due = changed.due;
  const std::string text = encode(is);
  // A column that a statement names has its indexes rewritten, whether its value is new or not.
  const bool moved = stands.where != before.stands.where || stands.why != before.stands.why ||
                     stands.since != before.stands.since || is.ended != before.ended ||
                     folded_upn(is) != folded_upn(before);
  if (moved) {
    const auto upn = stored_upn(is);
    write_standing_
        .with(stored_due(due), due.urgent, to_string(due.next_lane), due.activation_at,
              stands.since, verified(is), is.version, text, to_string(stands.where),
              to_string(stands.why), to_string(is.ended), upn, changed.number)
        .execute();
  } else if (due != due_before) {
    write_due_
        .with(stored_due(due), due.urgent, to_string(due.next_lane), due.activation_at,
              verified(is), is.version, text, changed.number)
        .execute();
  } else {
    write_actual_.with(verified(is), is.version, text, changed.number).execute();
  }
}

}  // namespace daypass::store
