#include "daypass/calendar/zone_database.hpp"

#include "zone_files.hpp"
#include "zone_snapshot.hpp"

namespace daypass::calendar {

zone_database::zone_database(std::filesystem::path folder,
                             std::shared_ptr<const zone_snapshot> first)
    : folder_(std::move(folder)), current_(std::move(first)) {}

result<std::unique_ptr<zone_database>> zone_database::open(std::filesystem::path folder) {
  auto first = zone_snapshot::load(folder);
  if (!first) return std::unexpected(first.error());
  return std::unique_ptr<zone_database>(new zone_database(std::move(folder), std::move(*first)));
}

std::shared_ptr<const zone_snapshot> zone_database::snapshot() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

result<bool> zone_database::reload() {
  // Reading takes milliseconds: only other reloads wait for it, never snapshot().
  const std::lock_guard one_at_a_time(reloading_);
  const auto before = snapshot();
  const auto stamp = read_stamp(folder_);
  if (!stamp) return std::unexpected(stamp.error());
  if (*stamp == before->state_->files.stamp) return false;
  auto after = zone_snapshot::load(folder_);
  if (!after) return std::unexpected(after.error());
  const bool changed = (*after)->version() != before->version() ||
                       !same_zones((*after)->state_->files, before->state_->files);
  const std::lock_guard lock(mutex_);
  current_ = std::move(*after);
  return changed;
}

}  // namespace daypass::calendar
