#include "held_leases.hpp"

#include <utility>

namespace daypass::store::postgres {
namespace {

/// Others' changes of hires that were leased here until just now; a few are kept for nothing.
constexpr std::size_t early_max = 10'000;

}  // namespace

void held_leases::add(const hire_key& key, const entry& given) {
  entries_[key] = given;
  keys_[given.number] = key;
  if (early_.erase(given.number) > 0) early_keys_.push_back(key);
}

void held_leases::release(const lease& held) {
  const auto found = entries_.find(held.key);
  if (found == entries_.end() || found->second.token != held.token) return;
  released_.push_back(found->second);
  keys_.erase(found->second.number);
  entries_.erase(found);
}

void held_leases::lose(const lease& held) {
  const auto found = entries_.find(held.key);
  if (found == entries_.end() || found->second.token != held.token) return;
  keys_.erase(found->second.number);
  entries_.erase(found);
}

void held_leases::lose_all() {
  entries_.clear();
  keys_.clear();
  released_.clear();
  early_.clear();
}

std::optional<held_leases::entry> held_leases::find(const lease& held) const {
  const auto found = entries_.find(held.key);
  if (found == entries_.end() || found->second.token != held.token) return std::nullopt;
  return found->second;
}

std::vector<held_leases::entry> held_leases::all() const {
  std::vector<entry> list;
  list.reserve(entries_.size());
  for (const auto& [key, one] : entries_) list.push_back(one);
  return list;
}

std::vector<hire_key> held_leases::keys() const {
  std::vector<hire_key> list;
  list.reserve(entries_.size());
  for (const auto& [key, one] : entries_) list.push_back(key);
  return list;
}

void held_leases::forget_released(std::size_t told) {
  released_.erase(released_.begin(), released_.begin() + static_cast<std::ptrdiff_t>(told));
}

std::optional<hire_key> held_leases::changed(std::int64_t number) {
  const auto found = keys_.find(number);
  if (found != keys_.end()) return found->second;
  if (early_.size() < early_max) early_.insert(number);
  return std::nullopt;
}

std::vector<hire_key> held_leases::take_early() {
  return std::exchange(early_keys_, {});
}

}  // namespace daypass::store::postgres
