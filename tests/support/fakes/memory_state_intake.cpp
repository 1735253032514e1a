// What memory_state records from the feed.
#include "support/fakes/memory_state.hpp"

#include <algorithm>
#include <utility>

namespace daypass::fakes {
namespace {

namespace asio = boost::asio;

// What the columns of the real state refuse.
bool refused(const hire_event& event) {
  const auto length_fits = [](const std::string& text) {
    return !text.empty() && text.size() <= 64;
  };
  return !length_fits(event.key.population) || !length_fits(event.key.hire_id) ||
         event.id.id.empty();
}

quarantined_event refused_event(const intake_item& item) {
  quarantined_event kept;
  kept.raw.partition = item.after.partition;
  kept.raw.offset = item.after.next_offset - 1;
  kept.raw.received_at = item.event->received_at;
  if (item.origin) kept.raw = *item.origin;
  kept.code = "state_refused";
  kept.what = "the state refuses what this event folds to";
  kept.at = kept.raw.received_at;
  return kept;
}

schedule merged(const schedule& before, schedule after) {
  after.due_at = std::min(before.due_at, after.due_at);
  after.urgent = before.urgent || after.urgent;
  if (!after.activation_at) after.activation_at = before.activation_at;
  return after;
}

void add_once(std::vector<hire_key>& list, const hire_key& key) {
  if (std::ranges::find(list, key) == list.end()) list.push_back(key);
}

}  // namespace

asio::awaitable<result<intake_receipt>> memory_state::record_batch(intake_batch items,
                                                                   fold_function fold) {
  if (const auto failed = failure("record_batch")) co_return std::unexpected(*failed);
  intake_receipt receipt;
  for (const intake_item& item : *items) {
    receipt.results.push_back(take(item, fold, receipt));
    positions_[{item.after.cluster, item.after.partition}] = item.after.next_offset;
  }
  co_return receipt;
}

intake_result memory_state::take(const intake_item& item, const fold_function& fold,
                                 intake_receipt& receipt) {
  if (!item.event) {
    if (!item.quarantine) return intake_result::passed_over;
    return put_aside(*item.quarantine, item.after.cluster);
  }
  const auto seen = seen_.find(item.event->id);
  if (seen != seen_.end() && seen->second.contains(item.event->digest)) {
    return intake_result::duplicate;
  }
  if (refused(*item.event)) return put_aside(refused_event(item), item.after.cluster);
  return take_event(item, fold, receipt);
}

intake_result memory_state::take_event(const intake_item& item, const fold_function& fold,
                                       intake_receipt& receipt) {
  const hire_event& event = *item.event;
  const bool known = records_.contains(event.key);
  const std::optional<onboarding> before = known_before(event.key);
  folded after = fold(before ? &*before : nullptr, event);
  const bool changed = !before || after.wants.version != before->wants.version;
  auto& digests = seen_[event.id];
  const bool reused = !digests.empty();
  digests.insert(event.digest);
  arrivals_.push_back({event.id, event.digest, event.received_at});
  if (!known && !changed) {
    return reused ? intake_result::id_reused : intake_result::no_change;
  }
  memory_record& record = records_[event.key];
  if (!known) {
    if (before) record.record = *before;
    record.record.key = event.key;
    record.created = next_created_++;
  }
  if (changed) {
    record.record.wants = std::move(after.wants);
    record.due = known ? merged(record.due, after.due) : after.due;
    add_once(receipt.touched, event.key);
    if (after.due.urgent) add_once(receipt.urgent, event.key);
  }
  if (reused) {
    after.history.push_back(
        {event.received_at, "event id_reused",
         "HR sent another event under the id " + event.id.id + " of " + event.id.source});
  }
  tell(record, after.history);
  if (reused) return intake_result::id_reused;
  return changed ? intake_result::folded : intake_result::no_change;
}

intake_result memory_state::put_aside(const quarantined_event& event, const std::string& cluster) {
  const raw_event& raw = event.raw;
  const origin from{cluster, raw.partition, raw.offset, raw.produced_at, raw.key, raw.value};
  if (std::ranges::find(origins_, from) != origins_.end()) return intake_result::duplicate;
  origins_.push_back(from);
  quarantine_.push_back(event);
  quarantine_.back().number = next_number_++;
  return intake_result::quarantined;
}

asio::awaitable<result<std::vector<position>>> memory_state::positions() {
  if (const auto failed = failure("positions")) co_return std::unexpected(*failed);
  std::vector<position> list;
  for (const auto& [of, next] : positions_) list.push_back({of.second, next, of.first});
  co_return list;
}

asio::awaitable<result<std::vector<quarantined_event>>> memory_state::quarantine(std::size_t max) {
  if (const auto failed = failure("quarantine")) co_return std::unexpected(*failed);
  std::vector<quarantined_event> list(quarantine_.rbegin(), quarantine_.rend());
  if (list.size() > max) list.resize(max);
  co_return list;
}

asio::awaitable<result<std::vector<quarantined_event>>> memory_state::undelivered(
    std::uint64_t after, std::size_t max) {
  if (const auto failed = failure("undelivered")) co_return std::unexpected(*failed);
  std::vector<quarantined_event> list;
  for (const quarantined_event& one : quarantine_) {
    if (one.number > after && !one.delivered && list.size() < max) list.push_back(one);
  }
  co_return list;
}

asio::awaitable<result<void>> memory_state::mark_delivered(std::vector<std::uint64_t> numbers) {
  if (const auto failed = failure("mark_delivered")) co_return std::unexpected(*failed);
  for (quarantined_event& one : quarantine_) {
    if (std::ranges::find(numbers, one.number) != numbers.end()) one.delivered = true;
  }
  co_return result<void>{};
}

}  // namespace daypass::fakes
