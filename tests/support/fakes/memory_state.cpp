#include "support/fakes/memory_state.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace daypass::fakes {
namespace {

namespace asio = boost::asio;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return text;
}

// Urgent first, by due time; then by nearest activation, then by due time.
auto lease_rank(const memory_record& of) {
  return std::tuple(!of.due.urgent, of.due.urgent ? of.due.due_at : never,
                    of.due.activation_at.value_or(never), of.due.due_at, of.created);
}

bool passes(const memory_record& of, const lease_request& request) {
  if (of.due.due_at == never || of.due.due_at > request.now) return false;
  if (of.due.urgent) return true;
  if (request.urgent_only) return false;
  return !request.only_lane || *request.only_lane == of.due.next_lane;
}

bool late(const memory_record& of, instant now) {
  return of.due.activation_at && *of.due.activation_at < now &&
         of.record.is.stands.where != standing::settled &&
         of.record.is.pass.secret != secret_state::verified;
}

bool shown(const memory_record& of, const list_filter& filter) {
  const standing_state& stands = of.record.is.stands;
  if (filter.where && *filter.where != stands.where) return false;
  if (filter.why && *filter.why != stands.why) return false;
  if (filter.late && !late(of, filter.now)) return false;
  return !filter.text || lower(to_string(of.record.key)).contains(lower(*filter.text));
}

std::uint64_t wake_record(memory_record& woken, instant now) {
  woken.due.due_at = std::min(woken.due.due_at, now);
  return 1;
}

template <typename Key>
std::vector<std::pair<Key, std::uint64_t>> listed(const std::map<Key, std::uint64_t>& counts) {
  return {counts.begin(), counts.end()};
}

}  // namespace

void memory_record::add(const std::vector<history_entry>& entries) {
  for (const history_entry& entry : entries) {
    const bool alike =
        !story.empty() && story.back().what == entry.what && story.back().detail == entry.detail;
    if (alike) {
      story.back().count += entry.count;
      story.back().at = entry.at;
    } else {
      story.push_back(entry);
    }
  }
}

void memory_state::tell(memory_record& of, const std::vector<history_entry>& lines) {
  of.add(lines);
  for (const history_entry& line : lines) latest_line_at_ = std::max(latest_line_at_, line.at);
}

std::optional<error> memory_state::failure(std::string_view operation) {
  if (!fail_next_ || !fail_next_(operation)) return std::nullopt;
  return error{failure::retryable, failure_scope::lane, make_error_code(state_errc::io),
               "state: a fault of the test", std::nullopt};
}

asio::awaitable<result<std::vector<leased_onboarding>>> memory_state::lease_due(
    lease_request request) {
  if (const auto failed = failure("lease_due")) co_return std::unexpected(*failed);
  std::vector<const memory_record*> due;
  for (const auto& [key, one] : records_) {
    if (!leases_.contains(key) && passes(one, request)) due.push_back(&one);
  }
  std::ranges::sort(due, {}, [](const memory_record* one) { return lease_rank(*one); });
  if (due.size() > request.max) due.resize(request.max);
  std::vector<leased_onboarding> given;
  for (const memory_record* one : due) {
    leases_[one->record.key] = next_token_;
    given.push_back({{one->record.key, next_token_++}, one->record});
  }
  co_return given;
}

asio::awaitable<result<std::optional<instant>>> memory_state::next_due(instant after) {
  if (const auto failed = failure("next_due")) co_return std::unexpected(*failed);
  std::optional<instant> earliest;
  for (const auto& [key, one] : records_) {
    const bool later = one.due.due_at > after && one.due.due_at != never;
    if (!later || leases_.contains(key)) continue;
    earliest = std::min(earliest.value_or(never), one.due.due_at);
  }
  co_return earliest;
}

asio::awaitable<result<onboarding>> memory_state::update(lease held, transition change) {
  if (const auto failed = failure("update")) co_return std::unexpected(*failed);
  const auto lease = leases_.find(held.key);
  if (lease == leases_.end() || lease->second != held.token) {
    co_return fail(failure::permanent, state_errc::lease_lost, "state: the lease is not held");
  }
  memory_record& changed = records_.at(held.key);
  recording after = change(changed.record);
  const std::string upn = lower(after.is.account.reserved->user_principal_name);
  for (const auto& [key, one] : records_) {
    const bool same = lower(one.record.is.account.reserved->user_principal_name) == upn;
    if (upn.empty() || key == held.key || !same) continue;
    co_return fail(failure::permanent, state_errc::name_taken, "state: the UPN is taken");
  }
  after.is.version = changed.record.is.version + 1;
  changed.record.is = std::move(after.is);
  changed.due = after.due;
  tell(changed, after.history);
  co_return changed.record;
}

void memory_state::release(lease held) {
  const auto lease = leases_.find(held.key);
  if (lease != leases_.end() && lease->second == held.token) leases_.erase(lease);
}

asio::awaitable<result<std::uint64_t>> memory_state::add_order(hire_key key, order given) {
  if (const auto failed = failure("add_order")) co_return std::unexpected(*failed);
  const auto found = records_.find(key);
  if (found == records_.end()) {
    co_return fail(failure::permanent, state_errc::not_found, "state: no such hire");
  }
  memory_record& changed = found->second;
  orders& ordered = changed.record.ordered;
  given.number = ordered.empty() ? 1 : ordered.back().number + 1;
  ordered.push_back(given);
  changed.due.due_at = std::min(changed.due.due_at, given.at);
  changed.due.urgent = changed.due.urgent || given.kind == order_kind::revoke;
  const std::string what = "order " + std::string(to_string(given.kind));
  tell(changed, {{given.at, what, given.who + ": " + given.why}});
  co_return given.number;
}

asio::awaitable<result<std::uint64_t>> memory_state::wake(reason why, instant now) {
  if (const auto failed = failure("wake")) co_return std::unexpected(*failed);
  std::uint64_t woken = 0;
  for (auto& [key, one] : records_) {
    const standing_state& stands = one.record.is.stands;
    const bool stopped = stands.where == standing::held || stands.where == standing::parked;
    if (stopped && stands.why == why) woken += wake_record(one, now);
  }
  co_return woken;
}

asio::awaitable<result<std::uint64_t>> memory_state::wake_all(std::string basis, instant now) {
  if (const auto failed = failure("wake_all")) co_return std::unexpected(*failed);
  if (basis == basis_ && latest_line_at_ <= now) co_return 0;
  basis_ = std::move(basis);
  latest_line_at_ = now;
  std::uint64_t woken = 0;
  for (auto& [key, one] : records_) {
    if (one.record.is.stands.where != standing::settled) woken += wake_record(one, now);
  }
  co_return woken;
}

asio::awaitable<result<std::vector<listed_onboarding>>> memory_state::list(list_filter filter) {
  if (const auto failed = failure("list")) co_return std::unexpected(*failed);
  std::vector<listed_onboarding> rows;
  for (const auto& [key, one] : records_) {
    if (rows.size() == filter.max) break;
    if (!shown(one, filter)) continue;
    const actual& is = one.record.is;
    rows.push_back({key, is.stands.where, is.stands.why, is.ended, is.stands.since, one.due.due_at,
                    one.due.activation_at});
  }
  co_return rows;
}

asio::awaitable<result<std::optional<onboarding>>> memory_state::find(hire_key key) {
  if (const auto failed = failure("find")) co_return std::unexpected(*failed);
  const auto found = records_.find(key);
  if (found == records_.end()) co_return std::nullopt;
  co_return found->second.record;
}

asio::awaitable<result<std::vector<history_entry>>> memory_state::history(hire_key key) {
  if (const auto failed = failure("history")) co_return std::unexpected(*failed);
  const auto found = records_.find(key);
  co_return found == records_.end() ? std::vector<history_entry>{} : found->second.story;
}

asio::awaitable<result<state_totals>> memory_state::totals(instant now) {
  if (const auto failed = failure("totals")) co_return std::unexpected(*failed);
  state_totals totals;
  std::map<standing, std::uint64_t> by_standing;
  std::map<reason, std::uint64_t> by_reason;
  std::map<ending, std::uint64_t> by_ending;
  std::map<std::chrono::sys_days, std::uint64_t> by_day;
  for (const auto& [key, one] : records_) {
    const actual& is = one.record.is;
    const bool stopped = is.stands.where == standing::held || is.stands.where == standing::parked;
    ++by_standing[is.stands.where];
    if (stopped && is.stands.why != reason::none) ++by_reason[is.stands.why];
    if (is.ended != ending::none) ++by_ending[is.ended];
    const instant activation = one.due.activation_at.value_or(instant::min());
    if (one.due.due_at != never && activation >= now) {
      ++by_day[std::chrono::floor<days>(activation)];
    }
    if (one.due.due_at == never || one.due.due_at > now) continue;
    ++totals.due;
    totals.oldest_due_at = std::min(totals.oldest_due_at.value_or(never), one.due.due_at);
  }
  totals.by_standing = listed(by_standing);
  totals.by_reason = listed(by_reason);
  totals.by_ending = listed(by_ending);
  const auto less = [](const auto& left, const auto& right) { return left.second < right.second; };
  const auto busiest = std::ranges::max_element(by_day, less);
  if (busiest != by_day.end()) totals.busiest_day = busy_day{busiest->first, busiest->second};
  totals.quarantined = quarantine_.size();
  totals.undelivered = static_cast<std::uint64_t>(
      std::ranges::count(quarantine_, false, &quarantined_event::delivered));
  co_return totals;
}

}  // namespace daypass::fakes
