#include "simulators/key_vault/logic/control_service.hpp"
#include "simulators/remote/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace daypass::key_vault_simulator {
namespace {

using simulator::precise_text;

std::string option_of(const std::vector<std::pair<std::string, std::string>>& options,
                      std::string_view name, std::string otherwise) {
  const auto found = std::ranges::find(options, name, [](const auto& each) { return each.first; });
  return found == options.end() ? otherwise : found->second;
}

template <typename T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

json version_json(const secret_version& each) {
  return {{"version", each.id},
          {"value", each.has.value.value_or("")},
          {"content_type", or_null(each.has.content_type)},
          {"tags", each.has.tags.value_or(json::object())},
          {"enabled", each.enabled()},
          {"nbf", or_null(each.has.not_before)},
          {"exp", or_null(each.has.expires)},
          {"created", each.created},
          {"updated", each.updated},
          {"made_by", to_string(each.made_by)}};
}

json all_secrets(vault_service& vault, std::string_view name, moment at) {
  json made = json::array();
  for (const secret& each : vault.state().world.ever(at)) {
    if (name.empty() || simulator::equal_folded(each.name, name)) {
      made.push_back(secret_json(each));
    }
  }
  return made;
}

json summary(vault_service& vault, moment at) {
  constexpr std::array states{standing::live,       standing::deleting, standing::deleted,
                              standing::recovering, standing::purging,  standing::purged};
  const auto& ever = vault.state().world.ever(at);
  json made{{"now", precise_text(at.host)}, {"vault_now", precise_text(at.vault)}};
  std::size_t versions = 0;
  for (const secret& each : ever) versions += each.versions.size();
  made["secrets_ever"] = ever.size();
  made["versions_ever"] = versions;
  for (const standing state : states) {
    made[std::string(to_string(state))] = std::ranges::count(ever, state, &secret::state);
  }
  made["faults_fired"] = vault.state().faults.fired();
  return made;
}

json counters(const vault_state& state) {
  return {{"total", state.log.total()},
          {"requests", state.log.counts()},
          {"throttled", state.throttled},
          {"inside_retry_after", state.early}};
}

/// When a client could read the value of a version, as things stand.
std::string_view value_readable(const secret& which, const secret_version& version) {
  switch (which.state) {
    case standing::live:
      return version.enabled() ? "now" : "when enabled";
    case standing::deleting:
    case standing::deleted:
      return "when recovered";
    case standing::recovering:
      return version.enabled() ? "soon" : "when enabled";
    case standing::purging:
    case standing::purged:
      break;
  }
  return "no";
}

/// When a client could list what stands beside the value, of a disabled version too.
std::string_view label_readable(const secret& which) {
  switch (which.state) {
    case standing::live:
    case standing::deleted:
      return "now";
    case standing::deleting:
    case standing::recovering:
      return "soon";
    case standing::purging:
    case standing::purged:
      break;
  }
  return "no";
}

struct place {
  const char* part;
  std::string_view readable;
};

std::vector<place> places_in(const secret& which, const secret_version& version,
                             std::string_view text) {
  const auto holds = [text](std::string_view part) {
    return part.find(text) != std::string_view::npos;
  };
  std::vector<place> made;
  if (holds(version.has.value.value_or(""))) {
    made.push_back({"value", value_readable(which, version)});
  }
  if (holds(which.name)) made.push_back({"name", label_readable(which)});
  if (holds(version.has.content_type.value_or(""))) {
    made.push_back({"content type", label_readable(which)});
  }
  const json tags = version.has.tags.value_or(json::object());
  for (const auto& [name, value] : tags.items()) {
    if (holds(name) || holds(value.get<std::string>())) {
      made.push_back({"tag", label_readable(which)});
    }
  }
  return made;
}

}  // namespace

json secret_json(const secret& which) {
  json versions = json::array();
  for (const auto& each : which.versions) versions.push_back(version_json(each));
  json history = json::array();
  for (const auto& each : which.history) {
    history.push_back({{"at", precise_text(each.at)},
                       {"by", to_string(each.by)},
                       {"what", each.what},
                       {"version", each.version}});
  }
  json made{{"name", which.name},
            {"state", to_string(which.state)},
            {"versions", std::move(versions)},
            {"history", std::move(history)}};
  if (which.deleted_date != 0) {
    made["deleted_date"] = which.deleted_date;
    made["purge_date"] = which.purge_date;
  }
  return made;
}

json places_json(vault_service& vault, std::string_view text, moment at) {
  json places = json::array();
  std::size_t now = 0;
  std::size_t ever_again = 0;
  for (const secret& each : vault.state().world.ever(at)) {
    for (const secret_version& version : each.versions) {
      for (const auto& [part, readable] : places_in(each, version, text)) {
        places.push_back({{"name", each.name},
                          {"version", version.id},
                          {"state", to_string(each.state)},
                          {"part", part},
                          {"readable", readable}});
        if (readable == "now") ++now;
        if (readable != "no") ++ever_again;
      }
    }
  }
  return {{"places", std::move(places)}, {"readable_now", now}, {"ever_again", ever_again}};
}

std::optional<json> inspect(vault_service& vault, std::string_view what,
                            const std::vector<std::pair<std::string, std::string>>& options,
                            moment at) {
  vault_state& state = vault.state();
  if (what == "summary") return summary(vault, at);
  if (what == "secrets") return all_secrets(vault, option_of(options, "name", ""), at);
  if (what == "counters") return counters(state);
  if (what == "requests") {
    const auto count = std::strtoull(option_of(options, "count", "1000").c_str(), nullptr, 10);
    return state.log.entries(option_of(options, "kind", ""), count);
  }
  if (what == "permissions") return state.access.shown(at.host);
  if (what == "budget") {
    return json{{"used", state.budget.used(at.host)}, {"of", state.set.requests_in_10_s}};
  }
  return std::nullopt;
}

}  // namespace daypass::key_vault_simulator
