#include "command_line.hpp"

#include "version.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

namespace daypass {

void add_config_option(CLI::App& verb, std::filesystem::path& file) {
  file = "/etc/daypass/daypassd.toml";
  verb.add_option("--config", file, "The configuration")
      ->envname("DAYPASS_CONFIG")
      ->capture_default_str();
}

void add_version(CLI::App& app, chosen_verb& chosen) {
  auto json = std::make_shared<bool>(false);
  auto* verb = app.add_subcommand("version", "Show the version of this program");
  verb->add_flag("--json", *json, "As JSON");
  verb->callback([&chosen, json] {
    chosen = [json] {
      fmt::print(stdout, fmt::runtime(*json ? "{{\"version\": \"{}\"}}\n" : "daypassd {}\n"),
                 version);
      return exit_code::fine;
    };
  });
}

}  // namespace daypass
