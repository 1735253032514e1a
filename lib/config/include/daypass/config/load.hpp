#pragma once
// The configuration file into settings, with everything that is wrong at once.

#include "daypass/config/problem.hpp"
#include "daypass/config/settings.hpp"
#include "daypass/config/surroundings.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::calendar {
class zone_snapshot;
}

namespace daypass::config {

/// The largest configuration that is read.
inline constexpr std::size_t config_bytes_max = 256 * 1024;

/// What came of a file. With problems that are not warnings the settings may not be used.
struct loaded {
  settings values;
  std::vector<problem> problems;        ///< In the order of the file.
  std::map<std::string, place> places;  ///< Setting (`graph.client_secret`) -> where it is given.

  [[nodiscard]] bool usable() const;

  /// A finding of someone else's about a setting, put in its place. For `check`, which asks the
  /// modules that configuration knows nothing of.
  void add(config_errc code, const std::string& setting, std::string what, std::string cure);

  std::string file;  ///< The name that problems carry.
  std::string text;  ///< What was read; it holds no secret, only where secrets are.
};

/// Reads text as a configuration: form, ranges, and what settings say of each other. Looks at
/// nothing outside. `name` is for messages. Any text gives an answer; time and stack are bounded.
/// TOML that can't be parsed gives its first problem only. Any thread.
[[nodiscard]] loaded load_text(std::string_view text, const std::string& name,
                               const calendar::zone_snapshot& zones);

/// Adds what is wrong between the settings and the machine: files, folders, groups, secrets.
/// Leaves out what load_text refused already. Writes nothing.
void check_surroundings(loaded& into, const surroundings& around);

/// Reads the file as load_text does its text. Blocks on the disk.
[[nodiscard]] loaded load_file(const std::filesystem::path& file,
                               const calendar::zone_snapshot& zones);

/// The same, and what is wrong between it and the machine.
[[nodiscard]] loaded load_file(const std::filesystem::path& file,
                               const calendar::zone_snapshot& zones, const surroundings& around);

}  // namespace daypass::config
