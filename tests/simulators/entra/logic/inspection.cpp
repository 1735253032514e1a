#include "simulators/entra/logic/control_service.hpp"
#include "simulators/entra/logic/text.hpp"

#include <algorithm>
#include <cstdlib>

namespace daypass::entra_simulator {
namespace {

using option_list = std::vector<std::pair<std::string, std::string>>;

std::string option_of(const option_list& options, std::string_view name,
                      std::string_view otherwise = {}) {
  const auto found = std::ranges::find(options, name, &option_list::value_type::first);
  return std::string(found == options.end() ? otherwise : std::string_view(found->second));
}

std::string_view to_string(standing state) {
  switch (state) {
    case standing::live:
      return "live";
    case standing::deleted:
      return "deleted";
    case standing::purged:
      return "purged";
  }
  return "";
}

json time_or_null(const std::optional<instant>& at) {
  return at ? json(precise_text(*at)) : json{};
}

json pass_json(graph_service& graph, const user& whom, const pass& shown, moment at) {
  json made{{"id", shown.id},
            {"code", shown.code},
            {"created_at", precise_text(shown.created_at)},
            {"starts_at", precise_text(shown.starts_at)},
            {"ends_at", precise_text(shown.ends_at())},
            {"lifetime_minutes", shown.lifetime_minutes},
            {"once", shown.once},
            {"made_by", to_string(shown.made_by)},
            {"used_at", time_or_null(shown.used_at)}};
  if (shown.ended_at) {
    made["ended_at"] = precise_text(*shown.ended_at);
    made["ended_how"] = shown.ended_how;
    made["ended_by"] = to_string(*shown.ended_by);
  } else {
    const usability judged = usability_of(graph.state().world, whom, shown, at);
    made["usable"] = judged.usable;
    made["reason"] = judged.reason;
  }
  return made;
}

json all_accounts(graph_service& graph, const option_list& options, moment at) {
  const bool with_history = option_of(options, "history", "1") == "1";
  json made = json::array();
  if (const std::string key = option_of(options, "user"); !key.empty()) {
    if (const user* found = user_of(graph, json{{"user", key}})) {
      made.push_back(account_json(graph, *found, at, with_history));
    }
    return made;
  }
  for (const user& each : graph.state().world.everyone()) {
    made.push_back(account_json(graph, each, at, with_history));
  }
  return made;
}

json employees_json(graph_service& graph, bool only_shared) {
  json made = json::array();
  for (const auto& [id, record] : graph.state().world.employees()) {
    if (only_shared && record.ever.size() < 2) continue;
    made.push_back({{"employee_id", id},
                    {"accounts_ever", record.ever},
                    {"accounts_now", record.now},
                    {"accounts_most", record.most}});
  }
  return made;
}

json summary_json(graph_service& graph, moment at) {
  directory_world& world = graph.state().world;
  std::size_t enabled = 0;
  std::size_t usable = 0;
  std::size_t not_yet = 0;
  std::size_t passes_ever = 0;
  std::size_t made_by_client = 0;
  for (const user& each : world.everyone()) {
    passes_ever += each.former.size() + (each.current ? 1 : 0);
    if (each.made_by != actor::administrator) ++made_by_client;
    if (each.state != standing::live) continue;
    if (each.enabled()) ++enabled;
    if (!each.current) continue;
    const usability judged = usability_of(world, each, *each.current, at);
    if (judged.usable) ++usable;
    if (judged.reason == "NotYetValid") ++not_yet;
  }
  return {{"now", precise_text(at.host)},
          {"graph_now", precise_text(at.graph)},
          {"accounts_ever", world.everyone().size()},
          {"accounts_made_by_client", made_by_client},
          {"accounts_live", world.live_count()},
          {"accounts_deleted", world.deleted_count()},
          {"accounts_enabled", enabled},
          {"passes_ever", passes_ever},
          {"passes_usable", usable},
          {"passes_not_yet_valid", not_yet},
          {"employees_with_several_accounts", employees_json(graph, true).size()},
          {"tokens_issued", graph.state().tokens.issued()},
          {"faults_fired", graph.state().faults.fired()}};
}

json sign_ins_json(graph_service& graph) {
  json made = json::array();
  for (const auto& each : graph.state().world.sign_ins) {
    made.push_back({{"at", precise_text(each.at)},
                    {"user", each.user_id},
                    {"succeeded", each.succeeded},
                    {"reason", each.reason}});
  }
  return made;
}

}  // namespace

json account_json(graph_service& graph, const user& whom, moment at, bool with_history) {
  json properties = json::object();
  for (const property& each : user_properties()) {
    if (const json* value = whom.values.find(each.name))
      properties[std::string(each.name)] = *value;
  }
  json methods = json::array();
  for (const auto& each : whom.methods) methods.push_back({{"id", each.id}, {"type", each.type}});
  json former = json::array();
  for (const auto& each : whom.former) former.push_back(pass_json(graph, whom, each, at));
  json made{{"id", whom.id},
            {"upn", whom.upn()},
            {"employee_id", whom.values.text("employeeId")},
            {"state", to_string(whom.state)},
            {"enabled", whom.enabled()},
            {"times_enabled", whom.times_enabled},
            {"made_by", to_string(whom.made_by)},
            {"born_at", precise_text(whom.born_at)},
            {"manager_id", whom.manager_id},
            {"live_sessions", whom.live_sessions},
            {"properties", std::move(properties)},
            {"pass", whom.current ? pass_json(graph, whom, *whom.current, at) : json{}},
            {"former_passes", std::move(former)},
            {"methods", std::move(methods)}};
  json groups = json::array();
  for (const group* each : graph.state().world.groups_of(whom.id, true)) groups.push_back(each->id);
  made["groups"] = std::move(groups);
  if (!with_history) return made;
  json history = json::array();
  for (const auto& each : whom.history) {
    history.push_back({{"at", precise_text(each.at)},
                       {"by", to_string(each.by)},
                       {"what", each.what},
                       {"detail", each.detail}});
  }
  made["history"] = std::move(history);
  return made;
}

std::optional<json> inspect(graph_service& graph, std::string_view what, const option_list& options,
                            moment at) {
  if (what == "summary") return summary_json(graph, at);
  if (what == "accounts") return all_accounts(graph, options, at);
  if (what == "employees") {
    return employees_json(graph, option_of(options, "several", "0") == "1");
  }
  if (what == "counters") return graph.state().log.counters();
  if (what == "requests") {
    const auto count = std::strtoull(option_of(options, "count", "1000").c_str(), nullptr, 10);
    return graph.state().log.entries(option_of(options, "kind"), count);
  }
  if (what == "budgets") return graph.state().budgets.left(at.host);
  if (what == "sign_ins") return sign_ins_json(graph);
  if (what == "policy") return to_json(graph.state().world.policy);
  return std::nullopt;
}

}  // namespace daypass::entra_simulator
