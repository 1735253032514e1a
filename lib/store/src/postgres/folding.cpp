#include "folding.hpp"

#include "intake_rules.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace daypass::store::postgres {
namespace {

const statement insert_seen{
    "INSERT INTO seen_events (event, digest, received_at)"
    " SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[])"
    " ON CONFLICT (event, digest) DO NOTHING"};

std::string digest_of(const hire_event& event) {
  return {reinterpret_cast<const char*>(event.digest.data()), event.digest.size()};
}

}  // namespace

std::string event_hash(const event_id& id) {
  const std::string text = id.source + std::string(1, '\0') + id.id;
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

void folding::know(record_in_hand record) {
  const hire_key key = record.now.record.key;
  hands_[key].record = std::move(record);
}

void folding::know_unreadable(const hire_key& key, sql_failure why) {
  unreadable_.emplace(key, std::move(why));
}

void folding::know(const hire_key& key, tombstone left) {
  tombstones_.emplace(key, std::move(left));
}

void folding::know_seen(const std::string& event, std::string digest) {
  seen_[event].push_back(std::move(digest));
}

outcome<intake_result> folding::add(const hire_event& event, intake_receipt& receipt) {
  const std::string hash = event_hash(event.id);
  const std::string digest = digest_of(event);
  std::vector<std::string>& digests = seen_[hash];
  const bool reused = !digests.empty();
  if (std::ranges::find(digests, digest) != digests.end()) return intake_result::duplicate;
  if (const auto bad = unreadable_.find(event.key); bad != unreadable_.end()) {
    return std::unexpected(bad->second);
  }
  digests.push_back(digest);
  fresh_.push_back({hash, digest, event.received_at});
  try {
    const bool changed = fold_in(event, reused, receipt);
    if (reused) return intake_result::id_reused;
    return changed ? intake_result::folded : intake_result::no_change;
  } catch (const std::exception& thrown) {
    return std::unexpected(
        plain(failure::defect, state_errc::refused, std::string("state: ") + thrown.what()));
  }
}

// Whether it changed what is wanted.
bool folding::fold_in(const hire_event& event, bool reused, intake_receipt& receipt) {
  const auto known = hands_.find(event.key);
  onboarding left;
  const onboarding* before = nullptr;
  if (known != hands_.end()) {
    before = &known->second.record.now.record;
  } else if (const auto grave = tombstones_.find(event.key); grave != tombstones_.end()) {
    left.key = event.key;
    left.wants = grave->second.stamps;
    left.is.purged_at = grave->second.purged_at;
    before = &left;
  }
  folded after = (*fold_)(before, event);
  if (reused) after.history.push_back(reuse_of(event.id, event.received_at));
  const bool changed = before == nullptr || after.wants.version != before->wants.version;
  if (known == hands_.end() && !changed) return false;  // Older than a tombstone.
  hand& into = hands_[event.key];
  stored_record& now = into.record.now;
  if (known == hands_.end()) {
    left.key = event.key;
    now.record = std::move(left);
    now.number = numbers_->front();
    numbers_->pop_front();
    into.record.added = true;
    now.due = after.due;
  } else if (changed) {
    now.due = merged(now.due, after.due);
  }
  if (changed) {
    now.record.wants = std::move(after.wants);
    into.wanted_changed = true;
    receipt.touched.push_back(event.key);
    if (after.due.urgent) receipt.urgent.push_back(event.key);
  }
  into.record.tell(after.history);
  if (!std::exchange(into.to_write, true)) order_.push_back(event.key);
  return changed;
}

questions folding::take_writes() {
  record_writes writes;
  for (const hire_key& key : order_) {
    const hand& one = hands_.at(key);
    if (one.record.added) {
      writes.add_new(one.record);
    } else if (one.wanted_changed) {
      writes.add_wanted(one.record);
      writes.add_schedule(one.record);
      changed_.add(one.record.now.number);
    }
    writes.add_story(one.record);
  }
  latest_line_at_ = writes.latest_line_at();
  questions asked = writes.take();
  if (fresh_.empty()) return asked;
  column events(element::bytes);
  column digests(element::bytes);
  column received(element::integer);
  for (const seen_row& one : fresh_) {
    events.add(one.event);
    digests.add(one.digest);
    received.add(one.received_at);
  }
  asked.push_back({&insert_seen, parameters::of(events, digests, received)});
  return asked;
}

}  // namespace daypass::store::postgres
