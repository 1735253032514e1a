// daypassd explain: what would be done about the events of a file, and when.

#include "command_line.hpp"
#include "configuration.hpp"
#include "decoding.hpp"
#include "meaning.hpp"
#include "rehearsal.hpp"
#include "system_clock.hpp"

#include "daypass/admin/views.hpp"
#include "daypass/calendar/format.hpp"
#include "daypass/planner/fold.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace daypass {
namespace {

using json = nlohmann::ordered_json;

struct explain_options {
  std::filesystem::path file;
  std::filesystem::path events;
  bool json = false;
};

/// What became of one event of the file.
struct explained_event {
  std::size_t number = 0;
  std::string what;  ///< The hire that it is of, or why it can't be used.
  bool usable = false;
};

/// What would become of one hire.
struct explained_hire {
  hire_key key;
  derived facts;
  rehearsal played;
};

struct explanation {
  std::vector<explained_event> events;
  std::vector<explained_hire> hires;
};

/// The texts of the events: one JSON value, an array of them, or one a line.
std::vector<std::string> split(const std::string& text) {
  const auto whole = nlohmann::json::parse(text, nullptr, false);
  if (whole.is_object()) return {text};
  std::vector<std::string> parts;
  if (whole.is_array()) {
    for (const auto& one : whole) parts.push_back(one.dump());
    return parts;
  }
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.find_first_not_of(" \t\r") != std::string::npos) parts.push_back(line);
  }
  return parts;
}

/// The record that Kafka would have brought.
raw_event record_of(std::string text, std::size_t number, instant now) {
  return {.partition = {"explained", 0},
          .offset = static_cast<std::int64_t>(number),
          .value = std::move(text),
          .headers = {{"content-type", "application/cloudevents+json"}},
          .produced_at = now,
          .received_at = now};
}

explanation explain(const std::vector<std::string>& texts, const config::settings& settings,
                    const calendar::zone_database& zones, instant now) {
  explanation made;
  std::map<hire_key, onboarding> records;
  const auto decoder = make_event_decoder(settings, zones);
  for (std::size_t index = 0; index < texts.size(); ++index) {
    const intake_item item = decoder->decode(record_of(texts[index], index, now), "");
    explained_event said{.number = index + 1, .usable = !item.quarantine};
    if (item.quarantine) {
      said.what = item.quarantine->code + ": " + item.quarantine->what;
    } else if (!item.event) {
      said.what = "is of a type that is not ours: counted and passed over";
    } else {
      said.what = fmt::format("{} {}", to_string(item.event->kind), to_string(item.event->key));
      onboarding& record = records[item.event->key];
      record.key = item.event->key;
      record.wants = planner::fold(std::move(record.wants), *item.event);
    }
    made.events.push_back(std::move(said));
  }
  const meaning interpreter(settings, {}, zones.snapshot());
  const planner::policy rules = config::make_policy(settings);
  for (auto& [key, record] : records) {
    explained_hire hire{.key = key, .facts = interpreter.interpret(key, record.wants)};
    hire.played = rehearse(std::move(record), hire.facts, rules, now);
    made.hires.push_back(std::move(hire));
  }
  return made;
}

/// Why nothing more can be planned; empty: nothing is in the way.
std::string obstacle_of(const explained_hire& hire) {
  if (!hire.facts.when) return hire.facts.when.error().what;
  if (!hire.facts.who) return hire.facts.who.error().what;
  return {};
}

std::string as_text(const explanation& made, const interpreter& local) {
  std::string text;
  for (const explained_event& event : made.events) {
    text += fmt::format("event {}: {}\n", event.number, event.what);
  }
  for (const explained_hire& hire : made.hires) {
    const standing_state& stands = hire.played.record.is.stands;
    const std::string zone = hire.facts.when ? hire.facts.when->zone : "UTC";
    text += fmt::format("\n{}\n", to_string(hire.key));
    if (hire.facts.who) text += fmt::format("  account  {}\n", hire.facts.who->user_principal_name);
    text += fmt::format("  profile  {}\n", hire.facts.profile_name);
    if (hire.facts.when) {
      text += fmt::format("  start    {} = {}\n",
                          local.local_text(hire.facts.when->activation_at, zone),
                          calendar::format_timestamp(hire.facts.when->activation_at));
    }
    if (const std::string obstacle = obstacle_of(hire); !obstacle.empty()) {
      text += fmt::format("  trouble  {}\n", obstacle);
    }
    for (const rehearsed_step& one : hire.played.steps) {
      text += fmt::format("  {}  {:<16} {}\n", calendar::format_timestamp(one.at),
                          to_string(one.kind), local.local_text(one.at, zone));
    }
    if (stands.where == standing::settled) {
      text += fmt::format("  settled: {}\n", to_string(hire.played.record.is.ended));
    } else if (stands.why != reason::none) {
      text += fmt::format("  {}: {}: {}\n", to_string(stands.where), to_string(stands.why),
                          admin::cure_for(hire.key, stands.why));
    }
  }
  return text;
}

json as_json(const explained_hire& hire, const interpreter& local) {
  const actual& is = hire.played.record.is;
  json made = {{"hire", to_string(hire.key)}, {"profile", hire.facts.profile_name}};
  if (hire.facts.who) made["account"] = hire.facts.who->user_principal_name;
  if (hire.facts.when) {
    made["start_utc"] = calendar::format_timestamp(hire.facts.when->activation_at);
    made["start_local"] = local.local_text(hire.facts.when->activation_at, hire.facts.when->zone);
  }
  made["trouble"] = obstacle_of(hire);
  made["steps"] = json::array();
  for (const rehearsed_step& one : hire.played.steps) {
    made["steps"].push_back(
        {{"at", calendar::format_timestamp(one.at)}, {"step", std::string(to_string(one.kind))}});
  }
  made["standing"] = std::string(to_string(is.stands.where));
  made["reason"] = std::string(to_string(is.stands.why));
  made["ending"] = std::string(to_string(is.ended));
  return made;
}

std::string as_json(const explanation& made, const interpreter& local) {
  json events = json::array();
  for (const explained_event& event : made.events) {
    events.push_back({{"event", event.number}, {"usable", event.usable}, {"what", event.what}});
  }
  json hires = json::array();
  for (const explained_hire& hire : made.hires) hires.push_back(as_json(hire, local));
  const json whole = {{"events", events}, {"hires", hires}};
  return whole.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

exit_code explain_file(const explain_options& asked) {
  const auto zones = open_zones();
  if (!zones) {
    fmt::print(stderr, "daypassd: {}\n", zones.error().what);
    return exit_code::failed;
  }
  const config::loaded settings = config::load_file(asked.file, *(*zones)->snapshot());
  if (!tell_problems(settings)) return exit_code::bad_config;
  std::ifstream from(asked.events, std::ios::binary);
  std::stringstream text;
  text << from.rdbuf();
  if (!from || text.str().empty()) {
    fmt::print(stderr, "daypassd: {} can't be read, or is empty\n", asked.events.string());
    return exit_code::no_input;
  }
  boost::asio::io_context context(1);
  const instant now = make_system_clock(context.get_executor())->now();
  const explanation made = explain(split(text.str()), settings.values, **zones, now);
  const meaning local(settings.values, {}, (*zones)->snapshot());
  std::fputs((asked.json ? as_json(made, local) : as_text(made, local)).c_str(), stdout);
  return std::ranges::all_of(made.events, &explained_event::usable) ? exit_code::fine
                                                                    : exit_code::bad_input;
}

}  // namespace

void add_explain(CLI::App& app, chosen_verb& chosen) {
  auto asked = std::make_shared<explain_options>();
  auto* verb = app.add_subcommand(
      "explain", "Tell what would be done about the events in a file, and when; does nothing");
  add_config_option(*verb, asked->file);
  verb->add_option("EVENT-FILE", asked->events,
                   "CloudEvents in JSON: one, an array of them, or one a line")
      ->required();
  verb->add_flag("--json", asked->json, "As JSON");
  verb->callback([&chosen, asked] { chosen = [asked] { return explain_file(*asked); }; });
}

}  // namespace daypass
