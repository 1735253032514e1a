#include "daypass/config/load.hpp"

#include "constraints.hpp"
#include "sections.hpp"

#include "daypass/calendar/zone_database.hpp"
#include "daypass/calendar/zone_name.hpp"

#include <array>
#include <fstream>
#include <utility>
#include <variant>

namespace daypass::config {
namespace {

/// A table whose keys are names that operators choose: reads each value by `read`.
template <typename Value, typename Read>
void read_named(const node& table, const std::string& key, std::size_t least, std::size_t name_max,
                loaded& into, std::map<std::string, Value, std::less<>>& values, Read read) {
  if (!reading{table, key, into}.is(node_kind::table, "a table: [" + key + ".NAME]")) return;
  if (table.entries.size() > named_max) {
    add_problem(into, config_errc::too_long, table.at,
                fmt::format("{} has {} entries", key, table.entries.size()),
                fmt::format("give at most {}", named_max));
    return;
  }
  if (table.entries.empty() && least > 0) {
    add_problem(into, config_errc::empty, table.at, fmt::format("{} is empty", key),
                fmt::format("give at least one: [{}.NAME]", key));
  }
  for (const node_entry& entry : table.entries) {
    if (entry.key.empty() || entry.key.size() > name_max) {
      add_problem(into, entry.key.empty() ? config_errc::empty : config_errc::too_long, entry.at,
                  fmt::format("{} has a name of {} characters", key, entry.key.size()),
                  fmt::format("give names of 1 to {}", name_max));
      continue;
    }
    const std::string name = key + "." + entry.key;
    into.places[name] = entry.at;
    Value value{};
    read(entry, name, value);
    values.insert_or_assign(entry.key, std::move(value));
  }
}

/// The name of a table below `section`, which is used elsewhere: it must be one.
void check_name(const node_entry& entry, std::string_view section, loaded& into) {
  const node key{.kind = node_kind::text, .at = entry.at, .text = entry.key};
  const std::string what = fmt::format("{}.{}", section, printable(entry.key, 64));
  std::string name;
  static_cast<void>(profile_name().read({key, what, into}, name));
}

void read_profiles(const node& table, loaded& into) {
  std::map<std::string, profile, std::less<>> read;
  read_named(table, "profiles", 1, 64, into, read,
             [&](const node_entry& entry, const std::string& name, profile& value) {
               check_name(entry, "profiles", into);
               value.name = entry.key;
               read_section(entry.value, name, profile_section(), into, value);
             });
  into.values.profiles.insert(read.begin(), read.end());
}

void read_key_vaults(const node& table, loaded& into) {
  read_named(table, "key_vaults", 0, 64, into, into.values.key_vaults,
             [&](const node_entry& entry, const std::string& name, key_vault_settings& value) {
               check_name(entry, "key_vaults", into);
               read_section(entry.value, name, key_vault_section(), into, value);
             });
}

void read_sites(const node& table, const calendar::zone_snapshot& zones, loaded& into) {
  std::map<std::string, std::string, std::less<>> read;
  read_named(table, "sites", 0, site_max, into, read,
             [&](const node_entry& entry, const std::string& name, std::string& value) {
               const std::string shown = "sites." + printable(entry.key, 64);
               const reading at{entry.value, shown, into};
               std::string given;
               if (!zone_name().read(at, given)) return;
               into.places[name] = entry.value.at;
               auto zone = calendar::resolve_zone(zones, given);
               if (zone) {
                 value = std::move(zone->id);
                 return;
               }
               static_cast<void>(at.refuse(config_errc::unknown_zone,
                                           "is no usable zone: " + zone.error().what,
                                           "write an IANA name such as \"Europe/Berlin\""));
             });
  into.values.sites.insert(read.begin(), read.end());
}

void read_sources(const node& table, loaded& into) {
  read_named(table, "sources", 1, source_max, into, into.values.sources,
             [&](const node_entry& entry, const std::string&, source_settings& value) {
               read_section(entry.value, "sources." + printable(entry.key, 100), source_section(),
                            into, value);
             });
}

struct top_level {
  std::string key;
  bool required;
  std::function<void(const node_entry&, loaded&)> read;
};

template <typename Section>
top_level plain(std::string key, bool needed, Section settings::* member,
                const section<Section>& (*rows)()) {
  return {std::move(key), needed, [=](const node_entry& entry, loaded& into) {
            read_section(entry.value, entry.key, rows(), into, into.values.*member);
          }};
}

std::vector<top_level> top_levels(const calendar::zone_snapshot& zones) {
  return {
      {"default_profile", true,
       [](const node_entry& entry, loaded& into) {
         const reading at{entry.value, entry.key, into};
         static_cast<void>(profile_name().read(at, into.values.default_profile));
       }},
      plain("state", false, &settings::state, &state_section),
      plain("kafka", true, &settings::kafka, &kafka_section),
      {"sources", true,
       [](const node_entry& entry, loaded& into) { read_sources(entry.value, into); }},
      plain("graph", true, &settings::graph, &graph_section),
      plain("sealed", false, &settings::sealed, &sealed_section),
      {"key_vaults", false,
       [](const node_entry& entry, loaded& into) { read_key_vaults(entry.value, into); }},
      {"profiles", true,
       [](const node_entry& entry, loaded& into) { read_profiles(entry.value, into); }},
      {"sites", false,
       [&zones](const node_entry& entry, loaded& into) { read_sites(entry.value, zones, into); }},
      plain("limits", false, &settings::limits, &limits_section),
      plain("admin", false, &settings::admin, &admin_section),
      plain("logging", false, &settings::logging, &logging_section),
      plain("process", false, &settings::process, &process_section),
  };
}

void read_document(const node& root, const calendar::zone_snapshot& zones, loaded& into) {
  const std::vector<top_level> tops = top_levels(zones);
  std::vector<std::string> known;
  known.reserve(tops.size());
  for (const top_level& one : tops) known.push_back(one.key);
  for (const node_entry& entry : root.entries) {
    const auto top = std::ranges::find(tops, entry.key, &top_level::key);
    if (top == tops.end()) {
      add_problem(into, config_errc::unknown_key, entry.at,
                  fmt::format("{} is no setting or section", printable(entry.key, 60)),
                  did_you_mean(entry.key, known));
      continue;
    }
    into.places[entry.key] = entry.value.at;
    top->read(entry, into);
  }
  into.values.seals = into.places.contains("sealed");
  for (const top_level& one : tops) {
    if (!one.required || into.places.contains(one.key)) continue;
    add_problem(into, config_errc::missing, {}, fmt::format("{} is missing", one.key),
                "config/daypassd.toml shows it with an example");
  }
}

}  // namespace

bool loaded::usable() const {
  return std::ranges::all_of(problems, &problem::is_warning);
}

void loaded::add(config_errc code, const std::string& setting, std::string what, std::string cure) {
  // What isn't given itself has the place of its section.
  std::string nearest_given = setting;
  while (!nearest_given.empty() && !places.contains(nearest_given)) {
    const auto dot = nearest_given.rfind('.');
    nearest_given.resize(dot == std::string::npos ? 0 : dot);
  }
  const place at = nearest_given.empty() ? place{} : places.at(nearest_given);
  add_problem(*this, code, at, setting + " " + what, cure);
}

loaded load_text(std::string_view text, const std::string& name,
                 const calendar::zone_snapshot& zones) {
  loaded made{.file = name, .text = std::string(text)};
  auto parsed = parse_document(text, name);
  if (auto* refused = std::get_if<problem>(&parsed)) {
    made.problems.push_back(std::move(*refused));
    return made;
  }
  read_document(std::get<node>(parsed), zones, made);
  check_constraints(made);
  sort_problems(made);
  return made;
}

loaded load_file(const std::filesystem::path& file, const calendar::zone_snapshot& zones) {
  std::ifstream from(file, std::ios::binary);
  std::string text(config_bytes_max + 1, '\0');
  from.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(from.gcount(), 0)));
  if (!from.is_open() || from.bad()) {
    loaded made{.file = file.string()};
    add_problem(made, config_errc::file_unreadable, {}, "the file can't be read",
                "check the path, and that the daemon's user may read it");
    return made;
  }
  return load_text(text, file.string(), zones);
}

loaded load_file(const std::filesystem::path& file, const calendar::zone_snapshot& zones,
                 const surroundings& around) {
  loaded made = load_file(file, zones);
  check_surroundings(made, around);
  sort_problems(made);
  return made;
}

}  // namespace daypass::config
