#include "support/disk/disk_names.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace daypass::support {

std::string_view folder_of(std::string_view name) {
  const auto slash = name.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
}

disk_file_ptr disk_names::find(std::string_view name) const {
  const auto found = seen_.find(name);
  return found == seen_.end() ? nullptr : found->second;
}

void disk_names::put(std::string name, disk_file_ptr file) {
  durable_[name] = file;
  seen_[std::move(name)] = std::move(file);
}

void disk_names::link(std::string_view name, disk_file_ptr file) {
  waiting_.push_back({std::string(name), file, {}});
  seen_[std::string(name)] = std::move(file);
}

bool disk_names::unlink(std::string_view name) {
  const auto found = seen_.find(name);
  if (found == seen_.end()) return false;
  seen_.erase(found);
  waiting_.push_back({std::string(name), nullptr, {}});
  return true;
}

bool disk_names::rename(std::string_view from, std::string_view to) {
  const auto found = seen_.find(from);
  if (found == seen_.end()) return false;
  const disk_file_ptr file = found->second;
  seen_.erase(found);
  seen_[std::string(to)] = file;
  waiting_.push_back({std::string(to), file, std::string(from)});
  return true;
}

void disk_names::sync(std::string_view folder) {
  std::erase_if(waiting_, [&](const change& one) {
    if (folder_of(one.name) != folder) return false;
    apply(one);
    return true;
  });
}

void disk_names::sync_partly(std::string_view folder, disk_chance& chance) {
  std::vector<change> failed;
  std::ranges::copy_if(waiting_, std::back_inserter(failed),
                       [&](const change& one) { return folder_of(one.name) == folder; });
  survive(failed, chance);
}

void disk_names::crash(disk_chance& chance) {
  survive(waiting_, chance);
  waiting_.clear();
  seen_ = durable_;
}

void disk_names::apply(const change& one) {
  if (!one.from.empty()) {
    const auto found = durable_.find(one.from);
    if (found != durable_.end() && found->second == one.file) durable_.erase(found);
  }
  if (one.file) {
    durable_[one.name] = one.file;
  } else {
    durable_.erase(one.name);
  }
}

// As of writes: none, all, those up to some moment, or any.
void disk_names::survive(const std::vector<change>& changes, disk_chance& chance) {
  if (changes.empty()) return;
  enum way : std::uint8_t { none, all, up_to_some, any, ways };
  const auto chosen = static_cast<way>(chance.below(ways));
  const std::uint64_t cut = chance.below(changes.size());
  for (std::size_t index = 0; index < changes.size(); ++index) {
    if (chosen == all || (chosen == up_to_some && index <= cut) ||
        (chosen == any && chance.coin())) {
      apply(changes[index]);
    }
  }
}

}  // namespace daypass::support
