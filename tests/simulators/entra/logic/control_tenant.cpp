#include "simulators/entra/logic/control_service.hpp"
#include "simulators/entra/logic/text.hpp"

#include <algorithm>
#include <array>

namespace daypass::entra_simulator {
namespace {

/// Global Administrator's role template.
constexpr const char* default_role = "62e90394-69f5-4237-9190-012177145e10";

/// "principal" is a group's id or what user_of takes.
std::string principal_of(graph_service& graph, const json& body) {
  const std::string key = body.value("principal", "");
  if (const group* found = graph.state().world.find_group(key)) return found->id;
  const user* found = user_of(graph, json{{"user", key}});
  return found == nullptr ? std::string{} : found->id;
}

response make_group(graph_service& graph, const json& body, moment) {
  const group& made = graph.state().world.create_group(body.value("display_name", "Group"),
                                                       body.value("role_assignable", false));
  return answer(200, {{"id", made.id}});
}

response add_member(graph_service& graph, const json& body, moment at) {
  group* into = graph.state().world.find_group(body.value("group", ""));
  const std::string principal = principal_of(graph, body);
  if (into == nullptr || principal.empty()) return refused_action("no such group or principal");
  const bool added = graph.state().world.add_member(*into, principal, at);
  return answer(200, {{"added", added}});
}

response remove_member(graph_service& graph, const json& body, moment) {
  group* from = graph.state().world.find_group(body.value("group", ""));
  const std::string principal = principal_of(graph, body);
  if (from == nullptr || principal.empty()) return refused_action("no such group or principal");
  return answer(200, {{"removed", graph.state().world.remove_member(*from, principal)}});
}

response make_eligible_member(graph_service& graph, const json& body, moment at) {
  const group* into = graph.state().world.find_group(body.value("group", ""));
  const std::string principal = principal_of(graph, body);
  if (into == nullptr || principal.empty()) return refused_action("no such group or principal");
  graph.state().world.make_eligible(*into, principal, at);
  return answer(200, {{"eligible", true}});
}

response assign_role(graph_service& graph, const json& body, moment at) {
  const std::string principal = principal_of(graph, body);
  if (principal.empty()) return refused_action("no such principal");
  directory_world& world = graph.state().world;
  const bool eligible = body.value("eligible", false);
  const role_grant& made =
      world.grant_role(principal, body.value("role", default_role), eligible, at);
  if (user* whom = world.find_ever(principal)) {
    world.note(*whom, at, actor::administrator,
               eligible ? "made eligible for a role" : "given a role", made.role_definition_id);
  }
  return answer(200, {{"id", made.id}});
}

response remove_role(graph_service& graph, const json& body, moment) {
  const std::string principal = principal_of(graph, body);
  if (principal.empty()) return refused_action("no such principal");
  return answer(200, {{"removed", graph.state().world.revoke_role(principal, body.value("role", ""),
                                                                  body.value("eligible", false))}});
}

response set_policy(graph_service& graph, const json& body, moment) {
  json patch = body;
  patch["@odata.type"] = "#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration";
  const std::string wrong = apply_patch(graph.state().world.policy, patch);
  return wrong.empty() ? answer(200, to_json(graph.state().world.policy)) : refused_action(wrong);
}

response expire_tokens(graph_service& graph, const json&, moment) {
  graph.state().tokens.expire_all();
  return answer(200, {{"issued", graph.state().tokens.issued()}});
}

/// A claims challenge for every token so far, as after a risk that Entra sees.
response challenge_tokens(graph_service& graph, const json&, moment at) {
  graph.state().tokens.challenge_since(at.graph);
  return answer(200, {{"since", graph.state().tokens.challenged_since_s()}});
}

response set_secret(graph_service& graph, const json& body, moment) {
  graph.state().who.client_secret = body.value("secret", "");
  return answer(200, json::object());
}

/// {"pem": [...]}: the certificates of the application, in place of those before.
response register_certificates(graph_service& graph, const json& body, moment) {
  assertion_desk& desk = graph.state().assertions;
  desk.forget_certificates();
  for (const json& each : body.value("pem", json::array())) {
    if (!each.is_string() || !desk.register_certificate(each.get<std::string>())) {
      return refused_action("pem is no list of certificates");
    }
  }
  return answer(200, json::object());
}

/// {"issuer", "subject", "audience", "key"}: the federated credential of the application, in place
/// of those before; without "issuer" there is none.
response federate(graph_service& graph, const json& body, moment) {
  assertion_desk& desk = graph.state().assertions;
  desk.forget_federated();
  if (!body.contains("issuer")) return answer(200, json::object());
  federated_credential made{.issuer = body.value("issuer", ""),
                            .subject = body.value("subject", ""),
                            .key_pem = body.value("key", "")};
  made.audience = body.value("audience", made.audience);
  desk.federate(std::move(made));
  return answer(200, json::object());
}

struct named_tenant_action {
  std::string_view name;
  action run;
};

constexpr std::array tenant_actions{
    named_tenant_action{"create_group", make_group},
    named_tenant_action{"add_member", add_member},
    named_tenant_action{"remove_member", remove_member},
    named_tenant_action{"make_eligible_member", make_eligible_member},
    named_tenant_action{"assign_role", assign_role},
    named_tenant_action{"remove_role", remove_role},
    named_tenant_action{"set_policy", set_policy},
    named_tenant_action{"challenge_tokens", challenge_tokens},
    named_tenant_action{"register_certificates", register_certificates},
    named_tenant_action{"federate", federate},
    named_tenant_action{"set_secret", set_secret},
    named_tenant_action{"expire_tokens", expire_tokens}};

}  // namespace

action find_tenant_action(std::string_view name) {
  const auto found = std::ranges::find(tenant_actions, name, &named_tenant_action::name);
  return found == tenant_actions.end() ? nullptr : found->run;
}

}  // namespace daypass::entra_simulator
