#include "support/disk/open_file.hpp"

#include <algorithm>
#include <utility>

namespace daypass::support {
namespace {

std::error_code system_error_of(std::errc code) {
  return {static_cast<int>(code), std::system_category()};
}

}  // namespace

std::error_code open_file::open(simulated_disk& disk, std::string name, open_mode mode,
                                open_file& into, bool& read_only) {
  const std::uint64_t life = disk.life();
  const auto verdict = disk.ask(life, {.kind = disk_call_kind::open, .name = name});
  disk_file_ptr file = mode == open_mode::nameless ? nullptr : disk.files().find(name);
  read_only = verdict == disk_verdict::fail_read_only && file && mode != open_mode::new_only;
  if (const auto trouble = error_of(verdict); trouble && !read_only) return trouble;
  if (file && mode == open_mode::new_only) return system_error_of(std::errc::file_exists);
  if (!file && mode == open_mode::existing) {
    return system_error_of(std::errc::no_such_file_or_directory);
  }
  if (!file) {
    file = std::make_shared<disk_file>();
    if (mode != open_mode::nameless) disk.files().link(name, file);
  }
  into.disk_ = &disk;
  into.file_ = std::move(file);
  into.name_ = std::move(name);
  into.life_ = life;
  return disk.done(verdict);
}

disk_verdict open_file::ask(disk_call_kind kind) {
  return disk_->ask(life_, {.kind = kind, .name = name_});
}

std::error_code open_file::read(std::uint64_t offset, std::span<char> into, std::size_t& got) {
  got = 0;
  const auto verdict = disk_->ask(
      life_, {.kind = disk_call_kind::read, .name = name_, .offset = offset, .size = into.size()});
  if (const auto trouble = error_of(verdict)) return trouble;
  const std::string_view seen = file_->seen();
  if (offset < seen.size()) {
    got = std::min<std::size_t>(into.size(), seen.size() - offset);
    std::ranges::copy(seen.substr(offset, got), into.begin());
  }
  return disk_->done(verdict);
}

std::error_code open_file::write(std::uint64_t offset, std::string_view bytes) {
  const auto verdict = disk_->ask(
      life_,
      {.kind = disk_call_kind::write, .name = name_, .offset = offset, .size = bytes.size()});
  if (verdict == disk_verdict::short_write && !bytes.empty()) {
    file_->write(offset, bytes.substr(0, disk_->chance().below(bytes.size())));
  }
  if (const auto trouble = error_of(verdict)) return trouble;
  file_->write(offset, bytes);
  return disk_->done(verdict);
}

std::error_code open_file::truncate(std::uint64_t size) {
  const auto verdict =
      disk_->ask(life_, {.kind = disk_call_kind::truncate, .name = name_, .size = size});
  if (const auto trouble = error_of(verdict)) return trouble;
  file_->truncate(size);
  return disk_->done(verdict);
}

std::error_code open_file::sync() {
  const auto verdict = ask(disk_call_kind::sync);
  if (verdict == disk_verdict::pretend) return {};
  const auto trouble = error_of(verdict);
  if (trouble && verdict != disk_verdict::crash_before) file_->sync_partly(disk_->chance());
  if (trouble) return trouble;
  file_->sync();
  return disk_->done(verdict);
}

}  // namespace daypass::support
