#include "rows.hpp"

#include "codec.hpp"
#include "enum_names.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <utility>

namespace daypass::store::postgres {
namespace {

const statement insert_hires{
    "INSERT INTO hires (number, population, hire_id, standing, reason, ending, since, verified,"
    " reserved_upn, wanted_version, version, wanted, orders, actual)"
    " SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[],"
    " $6::text[], $7::bigint[], $8::boolean[], $9::text[], $10::bigint[], $11::bigint[],"
    " $12::text[], $13::text[], $14::text[])"};
const statement update_wanted{
    "UPDATE hires h SET wanted_version = u.version, wanted = u.wanted"
    " FROM unnest($1::bigint[], $2::bigint[], $3::text[]) u(number, version, wanted)"
    " WHERE h.number = u.number"};
const statement update_orders{
    "UPDATE hires h SET orders = u.orders FROM unnest($1::bigint[], $2::text[]) u(number, orders)"
    " WHERE h.number = u.number"};
const statement update_actual{
    "UPDATE hires h SET standing = u.standing, reason = u.reason, ending = u.ending,"
    " since = u.since, verified = u.verified, reserved_upn = u.upn, version = u.version,"
    " actual = u.actual"
    " FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::boolean[],"
    " $7::text[], $8::bigint[], $9::text[])"
    " u(number, standing, reason, ending, since, verified, upn, version, actual)"
    " WHERE h.number = u.number"};
const statement insert_schedules{
    "INSERT INTO schedules (hire, due_at, urgent, lane, activation_at)"
    " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::text[], $5::bigint[])"};
const statement update_schedules{
    "UPDATE schedules s SET due_at = u.due_at, urgent = u.urgent, lane = u.lane,"
    " activation_at = u.activation_at"
    " FROM unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::text[], $5::bigint[])"
    " u(hire, due_at, urgent, lane, activation_at) WHERE s.hire = u.hire"};
const statement insert_lines{
    "INSERT INTO history (hire, line, at, what, detail, count) SELECT * FROM"
    " unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[])"};
const statement update_lines{
    "UPDATE history t SET at = u.at, count = u.count"
    " FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) u(hire, line, at, count)"
    " WHERE t.hire = u.hire AND t.line = u.line"};

}  // namespace

outcome<stored_record> record_in(const reply& from, int row) {
  stored_record found;
  found.number = from.integer(row, 0);
  found.record.key = {std::string(from.text(row, 1)), std::string(from.text(row, 2))};
  auto wants = decode_wanted(from.text(row, 3));
  auto ordered = decode_orders(from.text(row, 4));
  auto is = decode_actual(from.text(row, 5));
  found.due.due_at = from.at(row, 6).value_or(never);
  found.due.urgent = from.flag(row, 7);
  found.due.next_lane = enum_named<lane>(from.text(row, 8)).value_or(lane::reads);
  found.due.activation_at = from.at(row, 9);
  if (!wants || !ordered || !is) return std::unexpected(damaged("hires"));
  found.record.wants = std::move(*wants);
  found.record.ordered = std::move(*ordered);
  found.record.is = std::move(*is);
  return found;
}

std::map<std::int64_t, story_line> last_lines_in(const reply& from) {
  std::map<std::int64_t, story_line> lines;
  for (int row = 0; row < from.rows(); ++row) {
    story_line& last = lines[from.integer(row, 0)];
    last.line = from.integer(row, 1);
    last.entry.at = instant(duration(from.integer(row, 2)));
    last.entry.what = from.text(row, 3);
    last.entry.detail = from.text(row, 4);
    last.entry.count = static_cast<std::uint32_t>(from.integer(row, 5));
  }
  return lines;
}

void record_in_hand::tell(const std::vector<history_entry>& entries) {
  std::vector<history_entry> kept = entries;
  for (history_entry& entry : kept) {
    entry.what = as_text(entry.what);
    entry.detail = as_text(entry.detail);
  }
  for (story_line& one : continue_story(last, kept)) {
    if (!lines.empty() && lines.back().line == one.line) {
      lines.back() = std::move(one);
    } else {
      lines.push_back(std::move(one));
    }
  }
}

void record_writes::put_standing(hire_columns& into, const actual& is) {
  into.standing.add(to_string(is.stands.where));
  into.reason.add(to_string(is.stands.why));
  into.ending.add(to_string(is.ended));
  into.since.add(is.stands.since);
  into.verified.add_flag(store::verified(is));
  into.upn.add(stored_upn(is));
  into.version.add(static_cast<std::int64_t>(is.version));
  into.actual.add(encode(is));
}

void record_writes::put(schedule_columns& into, const stored_record& record) {
  into.hire.add(record.number);
  into.due_at.add(stored_due(record.due));
  into.urgent.add_flag(record.due.urgent);
  into.lane.add(to_string(record.due.next_lane));
  into.activation_at.add(record.due.activation_at);
}

void record_writes::add_new(const record_in_hand& one) {
  const onboarding& record = one.now.record;
  added_.number.add(one.now.number);
  added_.population.add(record.key.population);
  added_.hire_id.add(record.key.hire_id);
  put_standing(added_, record.is);
  added_.wanted_version.add(static_cast<std::int64_t>(record.wants.version));
  added_.wanted.add(encode(record.wants));
  added_.orders.add(encode(record.ordered));
  put(added_schedules_, one.now);
}

void record_writes::add_wanted(const record_in_hand& one) {
  wanted_.number.add(one.now.number);
  wanted_.wanted_version.add(static_cast<std::int64_t>(one.now.record.wants.version));
  wanted_.wanted.add(encode(one.now.record.wants));
}

void record_writes::add_orders(const record_in_hand& one) {
  ordered_.number.add(one.now.number);
  ordered_.orders.add(encode(one.now.record.ordered));
}

void record_writes::add_actual(const record_in_hand& one) {
  actual_.number.add(one.now.number);
  put_standing(actual_, one.now.record.is);
}

void record_writes::add_schedule(const record_in_hand& one) {
  put(schedules_, one.now);
}

void record_writes::add_story(const record_in_hand& one) {
  for (const story_line& each : one.lines) {
    latest_line_at_ = std::max(latest_line_at_.value_or(each.entry.at), each.entry.at);
    line_columns& into = each.line > one.told ? added_lines_ : lines_;
    into.hire.add(one.now.number);
    into.line.add(each.line);
    into.at.add(each.entry.at);
    into.what.add(each.entry.what);
    into.detail.add(each.entry.detail);
    into.count.add(std::int64_t{each.entry.count});
  }
}

questions record_writes::take() {
  questions asked;
  const auto ask = [&](const column& rows, const statement& what, const auto&... columns) {
    if (!rows.empty()) asked.push_back({&what, parameters::of(columns...)});
  };
  ask(wanted_.number, update_wanted, wanted_.number, wanted_.wanted_version, wanted_.wanted);
  ask(ordered_.number, update_orders, ordered_.number, ordered_.orders);
  ask(actual_.number, update_actual, actual_.number, actual_.standing, actual_.reason,
      actual_.ending, actual_.since, actual_.verified, actual_.upn, actual_.version,
      actual_.actual);
  ask(added_.number, insert_hires, added_.number, added_.population, added_.hire_id,
      added_.standing, added_.reason, added_.ending, added_.since, added_.verified, added_.upn,
      added_.wanted_version, added_.version, added_.wanted, added_.orders, added_.actual);
  for (const auto& [columns, what] :
       {std::pair{&added_schedules_, &insert_schedules}, {&schedules_, &update_schedules}}) {
    ask(columns->hire, *what, columns->hire, columns->due_at, columns->urgent, columns->lane,
        columns->activation_at);
  }
  ask(added_lines_.hire, insert_lines, added_lines_.hire, added_lines_.line, added_lines_.at,
      added_lines_.what, added_lines_.detail, added_lines_.count);
  ask(lines_.hire, update_lines, lines_.hire, lines_.line, lines_.at, lines_.count);
  return asked;
}

}  // namespace daypass::store::postgres
