// The configuration file.
#include "target.hpp"

#include "daypass/calendar/zone_database.hpp"
#include "daypass/config/load.hpp"

#include <string>

namespace daypass::fuzz {
namespace {

const calendar::zone_snapshot& zones() {
  static const auto loaded = calendar::zone_snapshot::load("/usr/share/zoneinfo").value();
  return *loaded;
}

void require_problem(const config::problem& found, std::size_t lines) {
  require_words(config::to_string(found), 2000);
  require_words(found.what, 600);
  require_words(found.cure, 1400);
  require(found.file == "d.toml", "a problem names its file");
  require(found.at.line <= lines, "a problem lies in the file");
  require((found.at.line == 0) == (found.at.column == 0), "a place has a line and a column");
}

}  // namespace

void read_one(std::string_view bytes) {
  const config::loaded made = config::load_text(bytes, "d.toml", zones());
  const auto lines = static_cast<std::size_t>(std::ranges::count(bytes, '\n')) + 1;
  for (const config::problem& found : made.problems) require_problem(found, lines);
  for (const auto& [name, at] : made.places) {
    require(at.line >= 1 && at.line <= lines, "a setting's place lies in the file");
  }
  const config::loaded again = config::load_text(bytes, "d.toml", zones());
  require(again.problems.size() == made.problems.size() && again.places == made.places,
          "the same text says the same");
  if (!made.usable()) return;
  require(made.values.profiles.contains(made.values.default_profile),
          "the default profile is there");
  require(!made.values.sources.empty() && !made.values.kafka.brokers.empty(),
          "there is something to read events from");
  for (const auto& [site, zone] : made.values.sites) {
    require(zones().knows(zone), "a site's zone exists");
  }
}

}  // namespace daypass::fuzz
