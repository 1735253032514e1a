#pragma once
// The verbs of daypassd: how each is called, and where it is carried out.

#include "exit_code.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <functional>

namespace daypass {

/// What the command line chose: set by the verb that was named, called when all of it was read.
using chosen_verb = std::function<exit_code()>;

/// Each adds its verbs to `app`; parsing sets `chosen`. Both outlive the parsing and the call.
void add_run(CLI::App& app, chosen_verb& chosen);
void add_check(CLI::App& app, chosen_verb& chosen);
void add_explain(CLI::App& app, chosen_verb& chosen);
void add_reading_verbs(CLI::App& app, chosen_verb& chosen);
void add_order_verbs(CLI::App& app, chosen_verb& chosen);
void add_version(CLI::App& app, chosen_verb& chosen);

/// The option `--config`, the same for every verb.
void add_config_option(CLI::App& verb, std::filesystem::path& file);

}  // namespace daypass
