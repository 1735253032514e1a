#include "support/disk/disk_file.hpp"

#include "support/disk/disk_locks.hpp"

#include <algorithm>
#include <utility>

namespace daypass::support {
namespace {

constexpr std::size_t bytes_kept_max = 1U << 20U;

void put(std::string& into, std::uint64_t offset, std::string_view bytes) {
  if (into.size() < offset + bytes.size()) into.resize(offset + bytes.size());
  std::ranges::copy(bytes, into.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

disk_file::disk_file() : locks_(std::make_shared<disk_locks>()) {}

disk_file::disk_file(std::string durable)
    : seen_(durable), durable_(std::move(durable)), locks_(std::make_shared<disk_locks>()) {}

void disk_file::write(std::uint64_t offset, std::string_view bytes) {
  put(seen_, offset, bytes);
  waiting_.push_back({.offset = offset, .from = bytes_.size(), .size = bytes.size()});
  bytes_ += bytes;
}

void disk_file::truncate(std::uint64_t size) {
  seen_.resize(size);
  waiting_.push_back({.offset = size, .truncates = true});
}

void disk_file::sync() {
  for (const change& one : waiting_) apply(one);
  forget_changes();
}

void disk_file::sync_partly(disk_chance& chance) {
  survive(chance);
  forget_changes();
}

void disk_file::crash(disk_chance& chance) {
  sync_partly(chance);
  seen_ = durable_;
}

void disk_file::drop_locks() {
  locks_ = std::make_shared<disk_locks>();
}

void disk_file::forget_changes() {
  waiting_.clear();
  bytes_.clear();
  if (bytes_.capacity() > bytes_kept_max) bytes_.shrink_to_fit();
}

void disk_file::apply(const change& one) {
  if (one.truncates) {
    durable_.resize(one.offset);
  } else {
    put(durable_, one.offset, std::string_view(bytes_).substr(one.from, one.size));
  }
}

// Of a write, the bytes [from, to) of the file.
void disk_file::apply_part(const change& one, std::uint64_t from, std::uint64_t to) {
  from = std::max(from, one.offset);
  to = std::min(to, one.offset + one.size);
  if (from >= to) return;
  const auto start = one.from + (from - one.offset);
  put(durable_, from, std::string_view(bytes_).substr(start, to - from));
}

// Up to some sector, or from some sector on.
void disk_file::apply_torn(const change& one, disk_chance& chance) {
  if (one.truncates || one.size == 0) return;
  const std::uint64_t first = one.offset / sector_bytes;
  const std::uint64_t last = (one.offset + one.size - 1) / sector_bytes;
  const std::uint64_t tear = (first + chance.below(last - first + 2)) * sector_bytes;
  if (chance.coin()) {
    apply_part(one, 0, tear);
  } else {
    apply_part(one, tear, one.offset + one.size);
  }
}

void disk_file::apply_sectors(const change& one, disk_chance& chance) {
  if (one.truncates) {
    if (chance.coin()) apply(one);
    return;
  }
  const std::uint64_t end = one.offset + one.size;
  for (std::uint64_t at = one.offset / sector_bytes * sector_bytes; at < end; at += sector_bytes) {
    if (chance.coin()) apply_part(one, at, at + sector_bytes);
  }
}

// The file grew, and what was written there is lost: zeros, or what the disk held before.
void disk_file::apply_size(const change& one, disk_chance& chance) {
  const std::uint64_t end = one.offset + one.size;
  if (one.truncates || durable_.size() >= end) return;
  const char filling = chance.coin() ? '\0' : static_cast<char>(chance.below(256));
  durable_.resize(end, filling);
}

// Each way of losing writes is tried as a whole, besides any mixture: with many writes waiting, a
// mixture alone would hardly ever lose all of them or just the last.
void disk_file::survive(disk_chance& chance) {
  if (waiting_.empty()) return;
  enum way : std::uint8_t { none, all, up_to_some, any_whole, any_torn, any_sectors, ways };
  const auto chosen = static_cast<way>(chance.below(ways));
  const std::uint64_t cut = chance.below(waiting_.size());
  for (std::size_t index = 0; index < waiting_.size(); ++index) {
    const change& one = waiting_[index];
    const bool whole = chosen == all || (chosen == up_to_some && index < cut) ||
                       (chosen == any_whole && chance.coin()) ||
                       (chosen == any_torn && chance.below(3) == 0);
    if (whole) {
      apply(one);
    } else if (chosen == any_sectors) {
      apply_sectors(one, chance);
    } else if ((chosen == up_to_some && index == cut) || (chosen == any_torn && chance.coin())) {
      apply_torn(one, chance);
    } else if (chosen == any_torn && chance.coin()) {
      apply_size(one, chance);
    }
  }
}

}  // namespace daypass::support
