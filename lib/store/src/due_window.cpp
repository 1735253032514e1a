#include "due_window.hpp"

#include "lease_table.hpp"

#include <algorithm>
#include <string_view>

namespace daypass::store {
namespace {

constexpr std::size_t read_at_once = 1'000;
constexpr auto order_kept_for = milliseconds{250};

}  // namespace

due_window::due_window(database& db)
    : db_(db),
      due_(db,
           "SELECT number FROM hires WHERE due_at <= ? AND urgent = 0 AND lane = ?"
           " ORDER BY activation_at IS NULL, activation_at, due_at, number LIMIT ?"),
      next_(db, "SELECT min(due_at) FROM hires WHERE due_at > ?") {}

void due_window::forget() {
  for (view& one : views_) one = {};
}

void due_window::note(const schedule& due) {
  if (due.due_at == never || due.urgent) return;
  view& one = views_[static_cast<std::size_t>(due.next_lane)];
  if (due.due_at <= one.read_at) {
    one.news = true;
  } else {
    one.next_at = std::min(one.next_at, due.due_at);
  }
}

void due_window::read(lane which, instant now, const lease_table& leases) {
  view fresh{.news = false, .read_at = now};
  // As many more as are leased may have to be passed over.
  const std::size_t most = read_at_once + leases.size();
  due_.with(now, to_string(which), most);
  while (due_.next()) fresh.numbers.push_back(due_.integer(0));
  due_.reset();
  fresh.complete = fresh.numbers.size() < most;
  if (next_.with(now).next()) fresh.next_at = next_.at(0).value_or(never);
  next_.reset();
  if (!db_.failed()) views_[static_cast<std::size_t>(which)] = std::move(fresh);
}

std::optional<std::int64_t> due_window::next(lane which, instant now, const lease_table& leases) {
  view& one = views_[static_cast<std::size_t>(which)];
  if (now < one.read_at) one = {};  // The clock was set back.
  if (now >= one.next_at) one.news = true;
  const bool in_order = one.given < one.numbers.size() && now < one.read_at + order_kept_for;
  if (one.news && !in_order) read(which, now, leases);
  for (;;) {
    while (one.given < one.numbers.size()) {
      const std::int64_t number = one.numbers[one.given++];
      if (!leases.leased(number)) return number;
    }
    if ((one.complete && !one.news) || db_.failed()) return std::nullopt;
    read(which, now, leases);
    if (std::ranges::all_of(one.numbers, [&](auto each) { return leases.leased(each); })) {
      return std::nullopt;
    }
  }
}

}  // namespace daypass::store
