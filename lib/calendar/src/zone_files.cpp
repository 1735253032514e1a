#include "zone_files.hpp"

#include "refusal.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace daypass::calendar {
namespace {

constexpr std::string_view index_name = "tzdata.zi";
constexpr std::uintmax_t zone_file_max = 1 << 20;

std::unexpected<error> missing(const std::filesystem::path& folder, std::string_view why) {
  return refuse(calendar_errc::database_missing,
                fmt::format("tz database {}: {}; install the package tzdata, or name the folder "
                            "that has it",
                            folder.string(), why));
}

std::unexpected<error> damaged(const std::filesystem::path& folder, std::string_view why) {
  return refuse(
      calendar_errc::database_damaged,
      fmt::format("tz database {}: {}; reinstall the package tzdata", folder.string(), why));
}

/// The name in a line of tzdata.zi that begins a zone (`Z name ...`) or a link (`L target name`).
std::optional<std::string> name_in_line(std::string_view line) {
  std::string_view rest = line.substr(std::min<std::size_t>(2, line.size()));
  if (line.starts_with("L ")) {
    const auto space = rest.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(space + 1);
  } else if (!line.starts_with("Z ")) {
    return std::nullopt;
  }
  const auto name = rest.substr(0, rest.find(' '));
  if (name.empty() || name.front() == '/' || name.contains("..")) return std::nullopt;
  return std::string(name);
}

/// None when there is no such file, which is no error: links may be packaged apart.
std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  std::ifstream file(path, std::ios::binary);
  if (failed || !file) return std::nullopt;
  std::string bytes(std::min<std::uintmax_t>(size, zone_file_max), '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

result<zone_files> read_once(const std::filesystem::path& folder) {
  auto stamp = read_stamp(folder);
  if (!stamp) return std::unexpected(stamp.error());
  zone_files files{*stamp, {}};
  std::unordered_map<std::string_view, std::shared_ptr<const std::string>> by_bytes;
  std::ifstream index(folder / index_name);
  for (std::string line; std::getline(index, line);) {
    const auto name = name_in_line(line);
    // Factory is what an unconfigured machine has: no place is there.
    if (!name || *name == "Factory") continue;
    auto bytes = read_file(folder / *name);
    if (!bytes) continue;
    auto shared = by_bytes.find(*bytes);
    if (shared == by_bytes.end()) {
      auto kept = std::make_shared<const std::string>(std::move(*bytes));
      shared = by_bytes.emplace(*kept, kept).first;
    }
    files.zones.insert_or_assign(*name, shared->second);
  }
  if (files.zones.empty()) return missing(folder, "holds no zones");
  return files;
}

}  // namespace

result<folder_stamp> read_stamp(const std::filesystem::path& folder) {
  const auto path = folder / index_name;
  struct stat status{};
  std::ifstream file(path);
  if (!file || ::stat(path.c_str(), &status) != 0) {
    return missing(folder, "tzdata.zi can't be read");
  }
  constexpr std::string_view prefix = "# version ";
  std::string line;
  std::getline(file, line);
  if (!line.starts_with(prefix) || line.size() == prefix.size()) {
    return damaged(folder, "tzdata.zi doesn't begin with its version");
  }
  constexpr std::int64_t second_ns = 1'000'000'000;
  return folder_stamp{line.substr(prefix.size()),
                      status.st_mtim.tv_sec * second_ns + status.st_mtim.tv_nsec,
                      static_cast<std::uint64_t>(status.st_size), status.st_ino};
}

result<zone_files> read_zone_files(const std::filesystem::path& folder) {
  // A package manager may be replacing the files meanwhile: what was read must be of one state.
  constexpr int attempts = 3;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    auto files = read_once(folder);
    if (!files) return files;
    const auto after = read_stamp(folder);
    if (after && *after == files->stamp) return files;
  }
  auto changing = damaged(folder, "changed while it was read");
  changing.error().kind = failure::retryable;
  return changing;
}

bool same_zones(const zone_files& left, const zone_files& right) {
  return std::ranges::equal(left.zones, right.zones, [](const auto& one, const auto& other) {
    return one.first == other.first && *one.second == *other.second;
  });
}

}  // namespace daypass::calendar
