#include "support/disk/disk_locks.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace daypass::support {

static_assert(SQLITE_SHM_NLOCK == 8);

bool disk_locks::raise(const void* who, int& held, int wanted) {
  const auto other = [&](const void* owner) { return owner != nullptr && owner != who; };
  if (held < SQLITE_LOCK_SHARED) {
    if (pending_ != nullptr) return false;
    ++shared_;
    held = SQLITE_LOCK_SHARED;
  }
  if (wanted == SQLITE_LOCK_RESERVED && held < wanted) {
    if (other(reserved_)) return false;
    reserved_ = who;
    held = wanted;
  }
  if (wanted == SQLITE_LOCK_EXCLUSIVE && held < wanted) {
    if (other(pending_) || other(reserved_)) return false;
    pending_ = who;
    held = SQLITE_LOCK_PENDING;
    if (shared_ > 1) return false;
    held = wanted;
  }
  return true;
}

void disk_locks::lower(const void* who, int& held, int wanted) {
  if (held <= wanted) return;
  if (reserved_ == who) reserved_ = nullptr;
  if (pending_ == who) pending_ = nullptr;
  if (wanted == SQLITE_LOCK_NONE) --shared_;
  held = wanted;
}

void* disk_locks::region(std::size_t index, std::size_t size, bool make) {
  while (make && regions_.size() <= index) regions_.push_back(std::make_unique<char[]>(size));
  return index < regions_.size() ? regions_[index].get() : nullptr;
}

void disk_locks::detach() {
  if (--attached_ == 0) regions_.clear();
}

bool disk_locks::take_slots(const void* who, std::size_t first, std::size_t count, bool exclusive) {
  const auto in_the_way = [&](const slot& one) {
    if (one.owner != nullptr && one.owner != who) return true;
    return exclusive && std::ranges::any_of(one.sharing, [&](const void* it) { return it != who; });
  };
  const auto begin = slots_.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = begin + static_cast<std::ptrdiff_t>(count);
  if (std::any_of(begin, end, in_the_way)) return false;
  for (auto one = begin; one != end; ++one) {
    if (exclusive) {
      one->owner = who;
    } else if (std::ranges::find(one->sharing, who) == one->sharing.end()) {
      one->sharing.push_back(who);
    }
  }
  return true;
}

void disk_locks::give_slots(const void* who, std::size_t first, std::size_t count) {
  for (std::size_t index = first; index < first + count; ++index) {
    slot& one = slots_.at(index);
    if (one.owner == who) one.owner = nullptr;
    std::erase(one.sharing, who);
  }
}

}  // namespace daypass::support
