// How sqlite_state takes away what has rested too long.
#include "quarantine_table.hpp"
#include "sqlite_state.hpp"

#include "daypass/domain/tombstone.hpp"

namespace daypass::store {

result<purge_receipt> sqlite_state::purge(const purge_request& request) {
  auto gone = attempt<purge_receipt>([&] {
    purge_receipt receipt;
    receipt.hires = purge_hires(request);
    receipt.event_ids = seen_.purge(request.before, request.max);
    receipt.quarantined = purge_quarantine(db_, request.before, request.max);
    receipt.done = receipt.hires < request.max && receipt.event_ids < request.max &&
                   receipt.quarantined < request.max;
    return receipt;
  });
  if (gone && gone->hires + gone->event_ids + gone->quarantined > 0) empty_log_ = true;
  return gone;
}

std::uint64_t sqlite_state::purge_hires(const purge_request& request) {
  std::vector<std::int64_t> rested;
  {
    statement query(db_,
                    "SELECT number FROM hires INDEXED BY hires_rested WHERE due_at IS NULL AND"
                    " (standing = 'settled' OR (standing = 'parked' AND reason = 'established'))"
                    " AND since < ? ORDER BY since, number LIMIT ?");
    query.with(request.before, request.max + leases_.size());
    while (rested.size() < request.max && query.next()) {
      if (!leases_.leased(query.integer(0))) rested.push_back(query.integer(0));
    }
  }
  statement remove(db_, "DELETE FROM hires WHERE number = ?");
  std::uint64_t purged = 0;
  for (const std::int64_t number : rested) {
    const auto found = records_.read(number);
    if (!found && db_.damaged()) {
      db_.take_failure();  // A row that can't be read waits for a person.
      continue;
    }
    if (!found) break;
    tombstones_.put(found->record.key, {tombstone_of(found->record.wants), request.now});
    remove.with(number).execute();
    ++purged;
  }
  return purged;
}

// The log still holds pages as they were before: emptied at once if no reader is in the way, else
// by later writes.
void sqlite_state::empty_log() {
  empty_log_ = false;
  db_.run("PRAGMA busy_timeout = 0");
  db_.integer("PRAGMA wal_checkpoint(TRUNCATE)");
  if (db_.failed()) db_.take_failure();
  db_.run("PRAGMA busy_timeout = " + std::to_string(busy_timeout_.count()));
}

}  // namespace daypass::store
