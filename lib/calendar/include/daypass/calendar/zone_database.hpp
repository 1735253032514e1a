#pragma once
// The tz database of the system: local times to instants and back, under one version of tzdata.

#include "daypass/base/error.hpp"
#include "daypass/calendar/local_time.hpp"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::calendar {

/// One version of tzdata, read whole when loaded and never changed after: an update of the files
/// on disk doesn't reach it. All calls are const and may come from any thread. Zones are parsed
/// at first use and kept by the process; to_instant and to_local take well under a microsecond
/// then.
///
/// A zone id is an IANA name or link of this version, or a fixed offset as resolve_zone writes it
/// (`UTC`, `UTC+05:30`).
class zone_snapshot {
 public:
  /// Reads `folder`, laid out as /usr/share/zoneinfo is: TZif files (RFC 9636) beside a
  /// `tzdata.zi` that names the version and the zones. Errors: database_missing,
  /// database_damaged. Reads about half a megabyte; a repeat is safe.
  [[nodiscard]] static result<std::shared_ptr<const zone_snapshot>> load(
      const std::filesystem::path& folder);

  ~zone_snapshot();
  zone_snapshot(const zone_snapshot&) = delete;
  zone_snapshot& operator=(const zone_snapshot&) = delete;

  /// The version of tzdata, such as `2026f`.
  [[nodiscard]] const std::string& version() const;

  /// SHA-256 in hex over all names and the bytes of their files: a distributor may change a rule
  /// under the same version. Computed at each call, within milliseconds.
  [[nodiscard]] std::string digest() const;

  /// Whether `zone_id` can be given to to_instant and to_local.
  [[nodiscard]] bool knows(std::string_view zone_id) const;

  /// Whether `name` is an IANA name or link of this version; exact case.
  [[nodiscard]] bool has_name(std::string_view name) const;

  /// The name that differs from `name` in case only, or in a space for an underscore.
  [[nodiscard]] std::optional<std::string> name_spelled_like(std::string_view name) const;

  /// All IANA names and links, sorted. The views live as long as the snapshot.
  [[nodiscard]] std::vector<std::string_view> names() const;

  /// The instant at which clocks in the zone show `local`. A skipped time is moved forward by the
  /// length of the gap, of a repeated one the earlier is taken (RFC 5545 3.3.5). Errors:
  /// unknown_zone, no_such_date, date_out_of_range (years 1970 to 2199), malformed_time (not in
  /// [00:00, 24:00)), database_damaged.
  [[nodiscard]] result<resolved_instant> to_instant(std::string_view zone_id,
                                                    const local_time_point& local) const;

  /// What clocks in the zone show at `at`. Errors: unknown_zone, date_out_of_range,
  /// database_damaged.
  [[nodiscard]] result<zone_reading> to_local(std::string_view zone_id, instant at) const;

 private:
  struct state;
  explicit zone_snapshot(std::unique_ptr<state> loaded);

  std::unique_ptr<state> state_;
  friend class zone_database;
};

/// The snapshot in force, and its replacement when tzdata is updated. Thread-safe.
class zone_database {
 public:
  /// Loads the first snapshot; errors as zone_snapshot::load.
  [[nodiscard]] static result<std::unique_ptr<zone_database>> open(
      std::filesystem::path folder = "/usr/share/zoneinfo");

  zone_database(const zone_database&) = delete;
  zone_database& operator=(const zone_database&) = delete;

  /// The snapshot in force. Whoever holds it may keep using it after a reload.
  [[nodiscard]] std::shared_ptr<const zone_snapshot> snapshot() const;

  /// Looks whether the files have changed, and if so puts a new snapshot in force. True when the
  /// version or any zone differs from before: pending instants are to be computed again. Nothing
  /// changed costs one stat and one line read. After an error the old snapshot stays in force and
  /// a repeat is safe.
  [[nodiscard]] result<bool> reload();

 private:
  zone_database(std::filesystem::path folder, std::shared_ptr<const zone_snapshot> first);

  const std::filesystem::path folder_;
  std::mutex reloading_;
  mutable std::mutex mutex_;
  std::shared_ptr<const zone_snapshot> current_;
};

}  // namespace daypass::calendar
