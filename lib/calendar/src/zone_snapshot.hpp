#pragma once
// What a snapshot holds.

#include "cctz_zone.hpp"
#include "zone_files.hpp"

#include "daypass/calendar/zone_database.hpp"

#include <cctz/time_zone.h>

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace daypass::calendar {

/// One zone, parsed by the first who asks.
struct zone_slot {
  explicit zone_slot(const std::string& bytes) : tzif(bytes) {}

  const std::string& tzif;  ///< Owned by zone_files.
  mutable std::once_flag once;
  mutable std::optional<cctz::time_zone> zone;
};

struct name_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const noexcept {
    return std::hash<std::string_view>{}(name);
  }
};

struct zone_snapshot::state {
  explicit state(zone_files read);

  /// Errors: unknown_zone, database_damaged.
  [[nodiscard]] result<cctz::time_zone> find(std::string_view zone_id) const;

  zone_files files;
  std::unordered_map<std::string, zone_slot, name_hash, std::equal_to<>> zones;
};

}  // namespace daypass::calendar
