#include "lease_table.hpp"

namespace daypass::store {

lease lease_table::grant(const stored_record& given, bool urgent) {
  lease held{given.record.key, next_token_++ * 2 + (urgent ? 1 : 0)};
  entries_[held.key] = {held.token, given.number, given};
  numbers_.insert(given.number);
  granted_.push_back(held);
  return held;
}

void lease_table::release(const lease& held) {
  const auto found = entries_.find(held.key);
  if (found == entries_.end() || found->second.token != held.token) return;
  numbers_.erase(found->second.number);
  entries_.erase(found);
}

bool lease_table::holds(const lease& held) const {
  const auto found = entries_.find(held.key);
  return found != entries_.end() && found->second.token == held.token;
}

std::optional<stored_record>* lease_table::copy_of(const hire_key& key) {
  const auto found = entries_.find(key);
  return found == entries_.end() ? nullptr : &found->second.copy;
}

void lease_table::undo_grants() {
  for (const lease& held : granted_) release(held);
  granted_.clear();
  forget_copies();
}

void lease_table::forget_copies() {
  for (auto& [key, held] : entries_) held.copy.reset();
}

}  // namespace daypass::store
