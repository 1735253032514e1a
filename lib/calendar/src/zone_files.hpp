#pragma once
// The files of a tz database, read whole.

#include "daypass/base/error.hpp"

#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace daypass::calendar {

/// What tells one state of a zoneinfo folder from another without reading its zones: the identity
/// of its tzdata.zi and the version that file names.
struct folder_stamp {
  std::string version;
  std::int64_t modified_ns = 0;
  std::uint64_t size = 0;
  std::uint64_t inode = 0;

  friend bool operator==(const folder_stamp&, const folder_stamp&) = default;
};

/// The TZif bytes of each IANA name and link; links share their target's bytes.
struct zone_files {
  folder_stamp stamp;
  std::map<std::string, std::shared_ptr<const std::string>, std::less<>> zones;
};

/// Errors: database_missing, database_damaged.
[[nodiscard]] result<folder_stamp> read_stamp(const std::filesystem::path& folder);

/// Reads every zone that tzdata.zi names and the folder has; a packager may leave old links out.
/// Errors: database_missing, database_damaged; retryable when the folder was being replaced.
[[nodiscard]] result<zone_files> read_zone_files(const std::filesystem::path& folder);

/// Whether both hold the same zones with the same bytes.
[[nodiscard]] bool same_zones(const zone_files& left, const zone_files& right);

}  // namespace daypass::calendar
