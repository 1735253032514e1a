// The verbs that change something: orders, through the running daemon's socket.

#include "command_line.hpp"
#include "configuration.hpp"

#include "daypass/admin/operators_client.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

namespace daypass {
namespace {

struct order_options {
  std::filesystem::path file;
  std::string hire;
  std::string why;
  std::string reason_name;
  bool all = false;
};

std::optional<admin::operators_client> open_client(const std::filesystem::path& file) {
  const auto zones = open_zones();
  if (!zones) {
    fmt::print(stderr, "daypassd: {}\n", zones.error().what);
    return std::nullopt;
  }
  const config::loaded settings = config::load_file(file, *(*zones)->snapshot());
  if (!tell_problems(settings)) return std::nullopt;
  return admin::operators_client(settings.values.admin.socket);
}

exit_code refuse(const error& why) {
  fmt::print(stderr, "daypassd: {}\n", why.what);
  return why.kind == failure::retryable ? exit_code::unavailable : exit_code::failed;
}

exit_code give(const order_options& asked, order_kind kind) {
  const auto client = open_client(asked.file);
  if (!client) return exit_code::bad_config;
  const auto given = client->give(asked.hire, kind, asked.why);
  if (!given) return refuse(given.error());
  fmt::print(stdout, "order {} to {} of {} was taken\n", given->number, to_string(kind),
             given->hire);
  return exit_code::fine;
}

exit_code retry_many(const order_options& asked) {
  std::optional<reason> why;
  if (!asked.reason_name.empty()) {
    why = reason_named(asked.reason_name);
    if (!why) {
      fmt::print(stderr, "daypassd: no reason is called {}; list --parked shows those there are\n",
                 asked.reason_name);
      return exit_code::usage;
    }
  }
  const auto client = open_client(asked.file);
  if (!client) return exit_code::bad_config;
  const auto given = client->retry_all(why);
  if (!given) return refuse(given.error());
  fmt::print(stdout, "{} hires are tried again{}\n", given->given,
             given->more ? "; there may be more: repeat" : "");
  return exit_code::fine;
}

void add_order(CLI::App& app, chosen_verb& chosen, order_kind kind, const std::string& about,
               bool why_required) {
  auto asked = std::make_shared<order_options>();
  auto* verb = app.add_subcommand(std::string(to_string(kind)), about);
  add_config_option(*verb, asked->file);
  verb->add_option("HIRE", asked->hire, "population/ID, or the ID alone")->required();
  auto* why = verb->add_option("--why", asked->why, "The reason, for the hire's history");
  if (why_required) why->required();
  verb->callback([&chosen, asked, kind] { chosen = [asked, kind] { return give(*asked, kind); }; });
}

void add_retry(CLI::App& app, chosen_verb& chosen) {
  auto asked = std::make_shared<order_options>();
  auto* verb = app.add_subcommand("retry", "Try again now: one hire, or those that are stopped");
  add_config_option(*verb, asked->file);
  auto* which = verb->add_option_group("which")->require_option(1);
  which->add_option("HIRE", asked->hire, "population/ID, or the ID alone");
  which->add_option("--reason", asked->reason_name, "All that are held or parked for this reason");
  which->add_flag("--all", asked->all, "All that are held or parked");
  verb->add_option("--why", asked->why, "The reason, for the hire's history");
  verb->callback([&chosen, asked] {
    chosen = [asked] {
      return asked->hire.empty() ? retry_many(*asked) : give(*asked, order_kind::retry);
    };
  });
}

exit_code acknowledge(const std::filesystem::path& file) {
  const auto client = open_client(file);
  if (!client) return exit_code::bad_config;
  const auto done = client->acknowledge_events_lost();
  if (!done) return refuse(done.error());
  std::fputs(*done ? "acknowledged: readiness no longer waits for it\n"
                   : "there was nothing to acknowledge\n",
             stdout);
  return exit_code::fine;
}

void add_acknowledge(CLI::App& app, chosen_verb& chosen) {
  auto file = std::make_shared<std::filesystem::path>();
  auto* verb = app.add_subcommand("acknowledge", "Take note of what readiness waits for");
  add_config_option(*verb, *file);
  auto* what = verb->add_subcommand("events-lost", "HR was asked to send the lost events again");
  verb->require_subcommand(1);
  what->callback([&chosen, file] { chosen = [file] { return acknowledge(*file); }; });
}

}  // namespace

void add_order_verbs(CLI::App& app, chosen_verb& chosen) {
  add_retry(app, chosen);
  add_order(app, chosen, order_kind::revoke,
            "Lock a hire out now: withdraw the secret, delete the pass, disable the account", true);
  add_order(app, chosen, order_kind::release, "End a hold or a revoke", false);
  add_order(app, chosen, order_kind::hold, "Begin nothing new for a hire", true);
  add_order(app, chosen, order_kind::reissue, "Replace a hire's pass by a new one", true);
  add_order(app, chosen, order_kind::adopt, "Take the account found under a hire's name as ours",
            true);
  add_acknowledge(app, chosen);
}

}  // namespace daypass
