// daypassd: parses the command line and calls the verb.

#include "command_line.hpp"

#include <cstdio>
#include <exception>
#include <string>

namespace {

constexpr auto about =
    "daypassd gives every new hire a first key to a passwordless account: it turns hire events\n"
    "from Kafka into Entra ID members, each with a Temporary Access Pass that is usable from the\n"
    "right local hour, sealed for those who hand it over; and takes it back with the offer.";

/// Parses, and runs the verb that was named.
daypass::exit_code run_verb(int count, char** words) {
  CLI::App app{about, "daypassd"};
  app.require_subcommand(1);
  app.set_help_all_flag("--help-all", "Help for all verbs");
  app.footer(
      "Settings: config/README.md. The file is --config, or DAYPASS_CONFIG, or\n"
      "/etc/daypass/daypassd.toml.");
  daypass::chosen_verb chosen;
  daypass::add_run(app, chosen);
  daypass::add_check(app, chosen);
  daypass::add_explain(app, chosen);
  daypass::add_reading_verbs(app, chosen);
  daypass::add_order_verbs(app, chosen);
  daypass::add_version(app, chosen);
  app.add_subcommand("help", "Show this text")->callback([&] {
    chosen = [&] {
      // app.help() would give that of the verb which was named: of this one.
      std::fputs(app.get_formatter()->make_help(&app, "", CLI::AppFormatMode::Normal).c_str(),
                 stdout);
      return daypass::exit_code::fine;
    };
  });
  const auto named = [&](const CLI::App* verb) { return verb->get_name() == words[1]; };
  if (count > 1 && words[1][0] != '-' && app.get_subcommands(named).empty()) {
    std::fprintf(stderr, "daypassd: no verb is called %s; daypassd help lists them\n", words[1]);
    return daypass::exit_code::usage;
  }
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& refused) {
    const bool asked_for_help = app.exit(refused) == 0;
    return asked_for_help ? daypass::exit_code::fine : daypass::exit_code::usage;
  }
  return chosen();
}

}  // namespace

int main(int count, char** words) {
  auto ended = daypass::exit_code::failed;
  try {
    ended = run_verb(count, words);
  } catch (const std::exception& broken) {
    std::fprintf(stderr, "daypassd: %s\n", broken.what());
  }
  return static_cast<int>(ended);
}
