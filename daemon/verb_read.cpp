// The verbs that read: the state itself, whether the daemon runs or not.

#include "command_line.hpp"
#include "configuration.hpp"
#include "meaning.hpp"
#include "system_clock.hpp"

#include "daypass/admin/find_hire.hpp"
#include "daypass/admin/operators_client.hpp"
#include "daypass/admin/views.hpp"
#include "daypass/store/state_reader.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace daypass {
namespace {

struct read_options {
  std::filesystem::path file;
  std::string hire;
  std::string reason_name;
  std::string text;
  std::map<std::string, bool> standings;
  bool late = false;
  bool json = false;
  std::size_t max = 1000;
};

/// The settings, the tz database and the state, opened for one verb.
struct archive {
  std::unique_ptr<calendar::zone_database> zones;
  config::loaded settings;
  std::unique_ptr<store::state_reader> state;
  instant now{};
};

exit_code refuse(const std::string& why, exit_code code = exit_code::failed) {
  fmt::print(stderr, "daypassd: {}\n", why);
  return code;
}

/// Opens, or says why not and leaves the exit code in `refused`.
std::optional<archive> open_archive(const std::filesystem::path& file, exit_code& refused) {
  archive made;
  auto zones = open_zones();
  if (!zones) {
    refused = refuse(zones.error().what);
    return std::nullopt;
  }
  made.zones = std::move(*zones);
  made.settings = config::load_file(file, *made.zones->snapshot());
  if (!tell_problems(made.settings)) {
    refused = exit_code::bad_config;
    return std::nullopt;
  }
  auto state = store::open_state_reader(made.settings.values.state.path);
  if (!state) {
    refused = refuse(state.error().what, exit_code::no_input);
    return std::nullopt;
  }
  made.state = std::move(*state);
  boost::asio::io_context context(1);
  made.now = make_system_clock(context.get_executor())->now();
  return made;
}

/// Prints what a verb made of the state.
template <typename Make>
exit_code print_from(const std::filesystem::path& file, Make make) {
  exit_code refused{};
  auto opened = open_archive(file, refused);
  if (!opened) return refused;
  const result<std::string> made = make(*opened);
  if (!made) return refuse(made.error().what);
  std::fputs(made->c_str(), stdout);
  return exit_code::fine;
}

result<std::string> list(archive& from, const read_options& asked) {
  list_filter filter{.late = asked.late, .now = from.now, .max = asked.max};
  if (!asked.text.empty()) filter.text = asked.text;
  if (!asked.reason_name.empty()) {
    filter.why = reason_named(asked.reason_name);
    if (!filter.why) {
      return fail(failure::permanent, std::make_error_code(std::errc::invalid_argument),
                  "no reason is called " + asked.reason_name);
    }
  }
  for (const standing where : {standing::working, standing::waiting, standing::held,
                               standing::parked, standing::settled}) {
    if (asked.standings.at(std::string(to_string(where)))) filter.where = where;
  }
  const auto hires = from.state->list(filter);
  if (!hires) return std::unexpected(hires.error());
  return asked.json ? admin::list_as_json(*hires) : admin::list_as_text(*hires);
}

result<std::string> show(archive& from, const read_options& asked) {
  std::set<std::string> populations;
  for (const auto& [name, source] : from.settings.values.sources) {
    populations.insert(source.population);
  }
  const auto exists = [&](const hire_key& key) -> result<bool> {
    const auto found = from.state->find(key);
    if (!found) return std::unexpected(found.error());
    return found->has_value();
  };
  const auto key = admin::find_hire(asked.hire, {populations.begin(), populations.end()}, exists);
  if (!key) return std::unexpected(key.error());
  auto record = from.state->find(*key);
  auto history = from.state->history(*key);
  if (!record) return std::unexpected(record.error());
  if (!history) return std::unexpected(history.error());
  const meaning interpreter(from.settings.values, {}, from.zones->snapshot());
  derived facts = interpreter.interpret(*key, (*record)->wants);
  const admin::hire_story story{std::move(**record), std::move(facts), std::move(*history)};
  const auto local = [&](instant at, const std::string& zone) {
    return interpreter.local_text(at, zone);
  };
  return asked.json ? admin::story_as_json(story, local) : admin::story_as_text(story, local);
}

result<std::string> dead_letters_of(archive& from, const read_options& asked) {
  const auto events = from.state->quarantine(asked.max);
  if (!events) return std::unexpected(events.error());
  return asked.json ? admin::dead_letters_as_json(*events) : admin::dead_letters_as_text(*events);
}

/// Why the running daemon isn't ready; that it can't be asked is one such reason.
std::vector<std::string> ask_daemon(const config::settings& settings) {
  const auto said = admin::operators_client(settings.admin.socket).status();
  if (!said) return {"the daemon can't be asked: " + said.error().what};
  const auto parsed = nlohmann::json::parse(*said, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("not_ready")) return {"the daemon's answer is odd"};
  return parsed["not_ready"].get<std::vector<std::string>>();
}

result<std::string> status(archive& from, const read_options& asked) {
  const auto totals = from.state->totals(from.now);
  if (!totals) return std::unexpected(totals.error());
  const std::vector<std::string> why = ask_daemon(from.settings.values);
  return asked.json ? admin::status_as_json(*totals, why) : admin::status_as_text(*totals, why);
}

using reading = result<std::string> (*)(archive&, const read_options&);

std::pair<CLI::App*, std::shared_ptr<read_options>> add_reading(CLI::App& app, chosen_verb& chosen,
                                                                const char* name, const char* about,
                                                                reading read) {
  auto asked = std::make_shared<read_options>();
  auto* verb = app.add_subcommand(name, about);
  add_config_option(*verb, asked->file);
  verb->add_flag("--json", asked->json, "As JSON");
  verb->callback([&chosen, asked, read] {
    chosen = [asked, read] {
      return print_from(asked->file, [&](archive& from) { return read(from, *asked); });
    };
  });
  return {verb, asked};
}

void add_list(CLI::App& app, chosen_verb& chosen) {
  auto [verb, asked] = add_reading(app, chosen, "list", "Show the hires, one a line", &list);
  auto* which = verb->add_option_group("standing")->require_option(0, 1);
  for (const standing where : {standing::working, standing::waiting, standing::held,
                               standing::parked, standing::settled}) {
    const std::string name(to_string(where));
    which->add_flag("--" + name, asked->standings[name], "Only those " + name);
  }
  verb->add_flag("--late", asked->late, "Only those past their start without a ready pass");
  verb->add_option("--reason", asked->reason_name, "Only those held or parked for this reason");
  verb->add_option("--text", asked->text, "Only those with this in their key");
  verb->add_option("--max", asked->max, "At most so many")->capture_default_str();
}

}  // namespace

void add_reading_verbs(CLI::App& app, chosen_verb& chosen) {
  add_list(app, chosen);
  auto [show_verb, shown] =
      add_reading(app, chosen, "show", "Tell everything about one hire", &show);
  show_verb->add_option("HIRE", shown->hire, "population/ID, or the ID alone")->required();
  auto [letters, wanted] = add_reading(app, chosen, "dead-letters",
                                       "Show the events that could not be used", &dead_letters_of);
  letters->add_option("--max", wanted->max, "At most so many, newest first")->capture_default_str();
  add_reading(app, chosen, "status", "Show readiness and totals", &status);
}

}  // namespace daypass
