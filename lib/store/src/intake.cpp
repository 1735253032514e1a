// How sqlite_state records a batch from the feed.
#include "quarantine_table.hpp"
#include "sqlite_state.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace daypass::store {
namespace {

void remove_repeats(std::vector<hire_key>& list) {
  std::unordered_set<hire_key> met;
  std::erase_if(list, [&](const hire_key& key) { return !met.insert(key).second; });
}

// Where each partition stands after the batch.
std::vector<position> last_positions(const std::vector<intake_item>& items) {
  std::vector<position> last;
  for (const intake_item& item : items) {
    const auto found = std::ranges::find_if(last, [&](const position& one) {
      return one.partition == item.after.partition && one.cluster == item.after.cluster;
    });
    if (found == last.end()) {
      last.push_back(item.after);
    } else {
      found->next_offset = item.after.next_offset;
    }
  }
  return last;
}

// An event that the database refuses, as the quarantine keeps it.
quarantined_event refused_event(const intake_item& item, const error& why) {
  quarantined_event kept;
  if (item.origin) {
    kept.raw = *item.origin;
  } else {
    kept.raw.partition = item.after.partition;
    kept.raw.offset = item.after.next_offset - 1;
    if (item.event) kept.raw.received_at = item.event->received_at;
  }
  kept.code = "state_refused";
  kept.what = "the state refuses what this event folds to: " + why.what;
  kept.at = kept.raw.received_at;
  return kept;
}

history_entry reuse_of(const event_id& id, instant at) {
  return {at, "event id_reused",
          "HR sent another event under the id " + id.id + " of " + id.source};
}

// Intake brings a record forward and never postpones it, nor takes its urgency.
schedule merged(const schedule& before, const schedule& after) {
  schedule due = after;
  due.due_at = std::min(before.due_at, after.due_at);
  due.urgent = before.urgent || after.urgent;
  if (!due.activation_at) due.activation_at = before.activation_at;
  return due;
}

}  // namespace

result<intake_receipt> sqlite_state::record_batch(const std::vector<intake_item>& items,
                                                  const fold_function& fold) {
  auto receipt = attempt<intake_receipt>([&] { return record_all(items, fold); });
  const bool refused = !receipt && receipt.error().code == make_error_code(state_errc::refused);
  if (refused && !broken_) {
    receipt = attempt<intake_receipt>([&] { return record_singly(items, fold); });
  }
  if (!receipt) return receipt;
  remove_repeats(receipt->touched);
  remove_repeats(receipt->urgent);
  return receipt;
}

intake_receipt sqlite_state::record_all(const std::vector<intake_item>& items,
                                        const fold_function& fold) {
  intake_receipt receipt;
  for (const intake_item& item : items) {
    receipt.results.push_back(record(item, fold, receipt));
    if (db_.failed()) return receipt;
  }
  write_positions(db_, last_positions(items));
  return receipt;
}

// Each item on its own, so that the one that is refused is found and quarantined.
result<intake_receipt> sqlite_state::record_singly(const std::vector<intake_item>& items,
                                                   const fold_function& fold) {
  intake_receipt receipt;
  for (const intake_item& item : items) {
    const std::size_t touched = receipt.touched.size();
    const std::size_t urgent = receipt.urgent.size();
    auto done = attempt<intake_result>([&] { return record(item, fold, receipt); });
    if (!done && done.error().code == make_error_code(state_errc::refused)) {
      receipt.touched.resize(touched);
      receipt.urgent.resize(urgent);
      const quarantined_event kept = refused_event(item, done.error());
      done = attempt<intake_result>([&] {
        return add_quarantined(db_, kept, item.after.cluster) ? intake_result::quarantined
                                                              : intake_result::duplicate;
      });
    }
    if (!done) return std::unexpected(done.error());
    receipt.results.push_back(*done);
  }
  write_positions(db_, last_positions(items));
  return receipt;
}

intake_result sqlite_state::record(const intake_item& item, const fold_function& fold,
                                   intake_receipt& receipt) {
  if (item.event) return record_event(*item.event, fold, receipt);
  if (!item.quarantine) return intake_result::passed_over;
  return add_quarantined(db_, *item.quarantine, item.after.cluster) ? intake_result::quarantined
                                                                    : intake_result::duplicate;
}

intake_result sqlite_state::record_event(const hire_event& event, const fold_function& fold,
                                         intake_receipt& receipt) {
  const auto seen = seen_.look(event);
  if (db_.failed() || seen == seen_table::verdict::duplicate) return intake_result::duplicate;
  seen_.add(event);
  auto before = known_before(event.key);
  if (db_.failed()) return intake_result::duplicate;
  folded after = fold(before ? &before->record : nullptr, event);
  const bool reused = seen == seen_table::verdict::reused;
  if (reused) after.history.push_back(reuse_of(event.id, event.received_at));
  const bool changed = write_folded(event, std::move(after), std::move(before), receipt);
  if (reused) return intake_result::id_reused;
  return changed ? intake_result::folded : intake_result::no_change;
}

// The record, or what is left of a purged one, which has no row: number 0.
std::optional<stored_record> sqlite_state::known_before(const hire_key& key) {
  auto record = fresh(key);
  if (record || db_.failed()) return record;
  auto left = tombstones_.find(key);
  if (!left) return std::nullopt;
  record.emplace();
  record->record.key = key;
  record->record.wants = std::move(left->stamps);
  record->record.is.purged_at = left->purged_at;
  return record;
}

// Whether it changed what is wanted.
bool sqlite_state::write_folded(const hire_event& event, folded after,
                                std::optional<stored_record> before, intake_receipt& receipt) {
  const bool changed = !before || after.wants.version != before->record.wants.version;
  stored_record record = before ? std::move(*before) : stored_record{};
  const bool known = record.number != 0;
  if (!known && !changed) return false;  // Older than a tombstone: nobody is brought back.
  const bool urgent = after.due.urgent;
  if (changed) {
    record.record.wants = std::move(after.wants);
    record.due = known ? merged(record.due, after.due) : after.due;
    if (known) {
      records_.write_wanted(record);
    } else {
      record.record.key = event.key;
      records_.insert(record);
    }
    window_.note(record.due);
    receipt.touched.push_back(event.key);
    if (urgent) receipt.urgent.push_back(event.key);
  }
  write_story(record.number, after.history, !known);
  if (auto* copy = leases_.copy_of(event.key)) *copy = std::move(record);
  return changed;
}

}  // namespace daypass::store
