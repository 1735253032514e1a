// How sqlite_state records a batch from the feed.
#include "intake_rules.hpp"
#include "quarantine_table.hpp"
#include "sqlite_state.hpp"

#include <utility>

namespace daypass::store {
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
