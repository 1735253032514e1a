#include "simulators/entra/logic/control_service.hpp"
#include "simulators/entra/logic/text.hpp"

#include <algorithm>
#include <array>

namespace daypass::entra_simulator {
namespace {

constexpr std::string_view no_user = "no such user";

actor actor_of(const json& body) {
  return body.value("by", "administrator") == "user" ? actor::user : actor::administrator;
}

response user_shown(graph_service& graph, const user& whom, moment at) {
  return answer(200, account_json(graph, whom, at, true));
}

/// A user that is live; deleted ones can only be restored or purged.
user* live_user(graph_service& graph, const json& body) {
  user* found = user_of(graph, body);
  return found != nullptr && found->state == standing::live ? found : nullptr;
}

response create_account(graph_service& graph, const json& body, moment at) {
  directory_world& world = graph.state().world;
  property_values values;
  const json given = body.value("properties", json::object());
  for (const auto& [name, value] : given.items()) {
    if (property_index(name) < 0) return refused_action("no such property: " + name);
    values.set(name, value);
  }
  const std::string upn = values.text("userPrincipalName");
  if (upn.find('@') == std::string::npos) return refused_action("userPrincipalName is missing");
  if (world.holder_of(upn) != nullptr) return refused_action("userPrincipalName is taken");
  const bool guest = body.value("external_guest", false);
  if (values.find("accountEnabled") == nullptr) values.set("accountEnabled", true);
  if (values.find("userType") == nullptr) values.set("userType", guest ? "Guest" : "Member");
  if (values.find("displayName") == nullptr) values.set("displayName", upn);
  if (guest) values.set("creationType", "Invitation");
  user& made = world.create(std::move(values), at, actor::administrator);
  made.external_guest = guest;
  return user_shown(graph, made, at);
}

response set_properties(graph_service& graph, const json& body, moment at) {
  user* whom = live_user(graph, body);
  if (whom == nullptr) return refused_action(no_user);
  const json given = body.value("properties", json::object());
  for (const auto& [name, value] : given.items()) {
    if (property_index(name) < 0) return refused_action("no such property: " + name);
  }
  for (const auto& [name, value] : given.items()) {
    graph.state().world.set_property(*whom, property_index(name), value, at, actor_of(body));
  }
  return user_shown(graph, *whom, at);
}

response set_one(graph_service& graph, const json& body, moment at, std::string_view name,
                 json value) {
  user* whom = live_user(graph, body);
  if (whom == nullptr) return refused_action(no_user);
  graph.state().world.set_property(*whom, property_index(name), std::move(value), at,
                                   actor_of(body));
  return user_shown(graph, *whom, at);
}

response disable(graph_service& graph, const json& body, moment at) {
  return set_one(graph, body, at, "accountEnabled", false);
}

response enable(graph_service& graph, const json& body, moment at) {
  return set_one(graph, body, at, "accountEnabled", true);
}

response rename(graph_service& graph, const json& body, moment at) {
  const std::string upn = body.value("upn", "");
  if (upn.find('@') == std::string::npos) return refused_action("upn is missing");
  if (graph.state().world.holder_of(upn) != nullptr) return refused_action("upn is taken");
  return set_one(graph, body, at, "userPrincipalName", upn);
}

response delete_account(graph_service& graph, const json& body, moment at) {
  user* whom = live_user(graph, body);
  if (whom == nullptr) return refused_action(no_user);
  graph.state().world.remove(*whom, at, actor_of(body));
  return user_shown(graph, *whom, at);
}

response restore_account(graph_service& graph, const json& body, moment at) {
  user* whom = user_of(graph, body);
  if (whom == nullptr || whom->state != standing::deleted) return refused_action(no_user);
  if (graph.state().world.find(whom->upn()) != nullptr) return refused_action("the UPN is taken");
  graph.state().world.restore(*whom, at, actor::administrator);
  return user_shown(graph, *whom, at);
}

response purge_account(graph_service& graph, const json& body, moment at) {
  user* whom = user_of(graph, body);
  if (whom == nullptr || whom->state == standing::purged) return refused_action(no_user);
  if (whom->state == standing::live) graph.state().world.remove(*whom, at, actor::administrator);
  graph.state().world.purge(*whom, at, actor::administrator);
  return user_shown(graph, *whom, at);
}

response make_pass(graph_service& graph, const json& body, moment at) {
  user* whom = live_user(graph, body);
  if (whom == nullptr) return refused_action(no_user);
  pass_request wanted{at.graph, body.value("lifetime_minutes", 60),
                      body.value("once", graph.state().world.policy.once)};
  if (const std::string start = body.value("start", ""); !start.empty()) {
    const auto parsed = parse_time(start);
    if (!parsed) return refused_action("start is not a time with a zone");
    wanted.starts_at = *parsed;
  }
  issue_pass(graph.state().world, graph.state().random, *whom, wanted, at, actor_of(body));
  return user_shown(graph, *whom, at);
}

response remove_pass(graph_service& graph, const json& body, moment at) {
  user* whom = live_user(graph, body);
  if (whom == nullptr) return refused_action(no_user);
  if (!whom->current) return refused_action("the user has no pass");
  end_pass(graph.state().world, *whom, "deleted", at, actor_of(body));
  return user_shown(graph, *whom, at);
}

response try_code(graph_service& graph, const json& body, moment at, bool consume) {
  if (const std::string when = body.value("at", ""); !when.empty()) {
    const auto parsed = parse_time(when);
    if (!parsed || consume) return refused_action("at is for would_sign_in, and has a zone");
    at.graph = *parsed;
  }
  graph_state& state = graph.state();
  const auto outcome =
      sign_in(state.world, state.set, user_of(graph, body), body.value("code", ""), at, consume);
  return answer(200, {{"succeeded", outcome.succeeded}, {"reason", outcome.reason}});
}

response do_sign_in(graph_service& graph, const json& body, moment at) {
  return try_code(graph, body, at, true);
}

response would_sign_in(graph_service& graph, const json& body, moment at) {
  return try_code(graph, body, at, false);
}

response register_method(graph_service& graph, const json& body, moment at) {
  user* whom = live_user(graph, body);
  if (whom == nullptr) return refused_action(no_user);
  static constexpr std::array known{"fido2",
                                    "windowsHelloForBusiness",
                                    "microsoftAuthenticator",
                                    "softwareOath",
                                    "platformCredential",
                                    "passwordlessMicrosoftAuthenticator",
                                    "phone",
                                    "email"};
  const std::string type = body.value("type", "fido2");
  if (std::ranges::find(known, type) == known.end()) return refused_action("no such method type");
  whom->methods.push_back({graph.state().random.guid(), type,
                           body.value("display_name", type == "phone" ? "+1 2065555555" : type),
                           at.graph});
  graph.state().world.note(*whom, at, actor::user, "method registered", type);
  return user_shown(graph, *whom, at);
}

response remove_method(graph_service& graph, const json& body, moment at) {
  user* whom = live_user(graph, body);
  if (whom == nullptr) return refused_action(no_user);
  const std::string type = body.value("type", "");
  const auto gone = std::erase_if(
      whom->methods, [&](const auto& each) { return each.type == type || each.id == type; });
  if (gone == 0) return refused_action("no such method");
  graph.state().world.note(*whom, at, actor_of(body), "method removed", type);
  return user_shown(graph, *whom, at);
}

response revoke(graph_service& graph, const json& body, moment at) {
  user* whom = live_user(graph, body);
  if (whom == nullptr) return refused_action(no_user);
  graph.state().world.revoke_sessions(*whom, at, actor_of(body));
  return user_shown(graph, *whom, at);
}

response replicate(graph_service& graph, const json& body, moment at) {
  user* whom = user_of(graph, body);
  if (whom == nullptr) return refused_action(no_user);
  whom->visible_at.fill(at.host);
  return user_shown(graph, *whom, at);
}

struct named_user_action {
  std::string_view name;
  action run;
};

constexpr std::array user_actions{named_user_action{"create_user", create_account},
                                  named_user_action{"set_properties", set_properties},
                                  named_user_action{"disable_user", disable},
                                  named_user_action{"enable_user", enable},
                                  named_user_action{"rename_user", rename},
                                  named_user_action{"delete_user", delete_account},
                                  named_user_action{"restore_user", restore_account},
                                  named_user_action{"purge_user", purge_account},
                                  named_user_action{"make_pass", make_pass},
                                  named_user_action{"delete_pass", remove_pass},
                                  named_user_action{"sign_in", do_sign_in},
                                  named_user_action{"would_sign_in", would_sign_in},
                                  named_user_action{"register_method", register_method},
                                  named_user_action{"remove_method", remove_method},
                                  named_user_action{"revoke_sessions", revoke},
                                  named_user_action{"replicate_user", replicate}};

}  // namespace

action find_user_action(std::string_view name) {
  const auto found = std::ranges::find(user_actions, name, &named_user_action::name);
  return found == user_actions.end() ? nullptr : found->run;
}

}  // namespace daypass::entra_simulator
