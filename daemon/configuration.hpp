#pragma once
// The configuration, judged by everyone who knows something about it.

#include "daypass/calendar/zone_database.hpp"
#include "daypass/config/load.hpp"
#include "daypass/vault/recipient.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace daypass {

/// What a daemon is made from.
struct configuration {
  config::loaded loaded;
  std::vector<vault::recipient> recipients;  ///< Of `sealed.recipients`; those usable.
};

/// The tz database of this machine: $TZDIR, or /usr/share/zoneinfo. Errors as zone_database::open.
[[nodiscard]] result<std::unique_ptr<calendar::zone_database>> open_zones();

/// Reads the file and adds what its surroundings, the naming rules and the certificates say of it.
/// Makes the secret memory, whose size the file tells: call it before anything that holds a secret.
/// Blocks on the disk.
[[nodiscard]] configuration load_configuration(const std::filesystem::path& file,
                                               const calendar::zone_snapshot& zones, instant now);

/// Prints every problem to stderr, one a line. True when the settings may be used.
[[nodiscard]] bool tell_problems(const config::loaded& loaded);

}  // namespace daypass
