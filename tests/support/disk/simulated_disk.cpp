#include "support/disk/simulated_disk.hpp"

#include <set>
#include <utility>

namespace daypass::support {
namespace {

// Of the names in one folder, which lie together in the table.
std::vector<std::string> names_in(const disk_names::table& table, std::string_view folder) {
  std::vector<std::string> found;
  const std::string start = folder.empty() ? std::string() : std::string(folder) + "/";
  for (auto one = table.lower_bound(start); one != table.end(); ++one) {
    if (!one->first.starts_with(start)) break;
    if (folder_of(one->first) == folder) found.push_back(one->first.substr(start.size()));
  }
  return found;
}

}  // namespace

std::error_code error_of(disk_verdict verdict) {
  const auto make = [](std::errc code) {
    return std::error_code(static_cast<int>(code), std::system_category());
  };
  switch (verdict) {
    case disk_verdict::go_on:
    case disk_verdict::pretend:
    case disk_verdict::crash_after:
      return {};
    case disk_verdict::fail_io:
    case disk_verdict::crash_before:
      return make(std::errc::io_error);
    case disk_verdict::fail_no_space:
    case disk_verdict::short_write:
      return make(std::errc::no_space_on_device);
    case disk_verdict::fail_read_only:
      return make(std::errc::read_only_file_system);
    case disk_verdict::refuse_lock:
      return make(std::errc::resource_unavailable_try_again);
  }
  return make(std::errc::io_error);
}

simulated_disk::simulated_disk(std::uint64_t seed, const disk_image& image) : chance_(seed) {
  for (const auto& [name, contents] : *image) {
    names_.put(name, std::make_shared<disk_file>(contents));
  }
}

void simulated_disk::end_processes() {
  ++life_;
  for (const auto& [name, file] : names_.seen()) file->drop_locks();
}

void simulated_disk::kill() {
  end_processes();
}

void simulated_disk::crash(std::uint64_t seed) {
  disk_chance chance(seed);
  names_.crash(chance);
  // A file may have several names by now.
  std::set<const disk_file*> done;
  for (const auto& [name, file] : names_.seen()) {
    if (done.insert(file.get()).second) file->crash(chance);
  }
  end_processes();
}

std::optional<std::string_view> simulated_disk::contents(std::string_view name) const {
  const auto& seen = names_.seen();
  const auto found = seen.find(name);
  if (found == seen.end()) return std::nullopt;
  return found->second->seen();
}

std::optional<std::string_view> simulated_disk::durable(std::string_view name) const {
  const auto& durable = names_.durable();
  const auto found = durable.find(name);
  if (found == durable.end()) return std::nullopt;
  return found->second->durable();
}

std::vector<std::string> simulated_disk::names(std::string_view folder) const {
  return names_in(names_.seen(), folder);
}

std::vector<std::string> simulated_disk::durable_names(std::string_view folder) const {
  return names_in(names_.durable(), folder);
}

void simulated_disk::put(std::string_view name, std::string_view contents) {
  auto file = std::make_shared<disk_file>();
  file->write(0, contents);
  names_.link(name, std::move(file));
}

bool simulated_disk::remove(std::string_view name) {
  return names_.unlink(name);
}

disk_image simulated_disk::image() const {
  auto made = std::make_shared<std::map<std::string, std::string>>();
  for (const auto& [name, file] : names_.seen()) made->emplace(name, file->seen());
  return made;
}

disk_verdict simulated_disk::ask(std::uint64_t life, disk_call call) {
  if (fenced_ || life != life_) return disk_verdict::crash_before;
  call.number = ++calls_;
  ++counts_.at(std::to_underlying(call.kind));
  if (!on_call) return disk_verdict::go_on;
  const disk_verdict said = on_call(call);
  if (said == disk_verdict::crash_before) fence();
  if (fenced_ || life != life_) return disk_verdict::crash_before;
  return possible(call.kind, said) ? said : disk_verdict::go_on;
}

std::error_code simulated_disk::done(disk_verdict verdict) {
  if (verdict != disk_verdict::crash_after) return {};
  fence();
  return error_of(disk_verdict::crash_before);
}

std::error_code simulated_disk::unlink(std::uint64_t life, std::string_view name) {
  const auto verdict = ask(life, {.kind = disk_call_kind::unlink, .name = name});
  if (const auto trouble = error_of(verdict)) return trouble;
  const bool found = names_.unlink(name);
  if (const auto crashed = done(verdict)) return crashed;
  if (found) return {};
  return {static_cast<int>(std::errc::no_such_file_or_directory), std::system_category()};
}

std::error_code simulated_disk::rename(std::uint64_t life, std::string_view from,
                                       std::string_view to) {
  const auto verdict = ask(life, {.kind = disk_call_kind::rename, .name = to});
  if (const auto trouble = error_of(verdict)) return trouble;
  const bool found = names_.rename(from, to);
  if (const auto crashed = done(verdict)) return crashed;
  if (found) return {};
  return {static_cast<int>(std::errc::no_such_file_or_directory), std::system_category()};
}

std::error_code simulated_disk::sync_folder(std::uint64_t life, std::string_view folder) {
  const auto verdict = ask(life, {.kind = disk_call_kind::sync_folder, .name = folder});
  if (verdict == disk_verdict::pretend) return {};
  const bool shut_out = verdict == disk_verdict::crash_before;
  if (const auto trouble = error_of(verdict)) {
    if (!shut_out) names_.sync_partly(folder, chance_);
    return trouble;
  }
  names_.sync(folder);
  return done(verdict);
}

}  // namespace daypass::support
