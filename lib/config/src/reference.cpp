#include "daypass/config/reference.hpp"

#include "sections.hpp"

#include <fmt/format.h>

namespace daypass::config {
namespace {

struct part {
  std::string title;
  std::vector<reference_line> lines;
};

std::vector<part> parts() {
  const std::string site = "Zone of a site that events name: IANA name, Windows name or offset.";
  return {
      {"top level",
       {{"default_profile", profile_name().words, "required",
         "The profile of hires whose events name none."}}},
      {"[state]", lines_of("state", state_section())},
      {"[kafka]", lines_of("kafka", kafka_section())},
      {"[sources.\"SOURCE\"]", lines_of("sources.SOURCE", source_section())},
      {"[graph]", lines_of("graph", graph_section())},
      {"[sealed]", lines_of("sealed", sealed_section())},
      {"[key_vaults.STORE]", lines_of("key_vaults.STORE", key_vault_section())},
      {"[profiles.NAME]", lines_of("profiles.NAME", profile_section())},
      {"[sites]", {{"sites.SITE", zone_name().words, "none", site}}},
      {"[limits]", lines_of("limits", limits_section())},
      {"[admin]", lines_of("admin", admin_section())},
      {"[logging]", lines_of("logging", logging_section())},
      {"[process]", lines_of("process", process_section())},
  };
}

}  // namespace

std::vector<reference_line> reference() {
  std::vector<reference_line> all;
  for (part& one : parts()) {
    all.insert(all.end(), std::make_move_iterator(one.lines.begin()),
               std::make_move_iterator(one.lines.end()));
  }
  return all;
}

std::string reference_as_markdown() {
  std::string made;
  for (const part& one : parts()) {
    made += fmt::format(
        "### {}\n\n| setting | form | default | what it does |\n|---|---|---|---|\n", one.title);
    for (const reference_line& line : one.lines) {
      const auto dot = line.key.rfind('.');
      const std::string bare = dot == std::string::npos ? line.key : line.key.substr(dot + 1);
      made += fmt::format("| `{}` | {} | {} | {} |\n", bare, line.form, line.fallback, line.about);
    }
    made += '\n';
  }
  return made;
}

}  // namespace daypass::config
