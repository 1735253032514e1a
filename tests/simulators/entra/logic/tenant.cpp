#include "simulators/entra/logic/handlers.hpp"

namespace daypass::entra_simulator {

response get_policy(graph_state& state, const call& asked) {
  json made{{"@odata.context", context(asked, "authenticationMethodConfigurations/$entity")}};
  made.update(to_json(state.world.policy));
  made["includeTargets@odata.context"] = context(
      asked,
      "policies/authenticationMethodsPolicy/authenticationMethodConfigurations('"
      "TemporaryAccessPass')/microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration/"
      "includeTargets");
  return answer(200, made);
}

response update_policy(graph_state& state, const call& asked) {
  const std::string wrong = apply_patch(state.world.policy, asked.body);
  if (wrong.empty()) return no_content();
  return error_answer(asked, 400, "badRequest", wrong, {nullptr, wrong});
}

response reset_policy(graph_state& state, const call&) {
  state.world.policy = pass_policy{};
  return no_content();
}

response list_organization(graph_state& state, const call& asked) {
  json domains = json::array();
  for (const auto& name : state.who.domains) {
    domains.push_back({{"capabilities", "Email, OfficeCommunicationsOnline"},
                       {"isDefault", domains.empty()},
                       {"isInitial", domains.empty()},
                       {"name", name},
                       {"type", "Managed"}});
  }
  json organization{{"id", state.who.tenant_id},
                    {"displayName", state.who.company_name},
                    {"countryLetterCode", "US"},
                    {"tenantType", "AAD"},
                    {"verifiedDomains", std::move(domains)}};
  return answer(200, {{"@odata.context", context(asked, "organization")},
                      {"value", json::array({std::move(organization)})}});
}

response list_domains(graph_state& state, const call& asked) {
  json value = json::array();
  for (const auto& name : state.who.domains) {
    value.push_back({{"authenticationType", "Managed"},
                     {"id", name},
                     {"isAdminManaged", true},
                     {"isDefault", value.empty()},
                     {"isInitial", value.empty()},
                     {"isRoot", true},
                     {"isVerified", true},
                     {"supportedServices", {"Email", "OfficeCommunicationsOnline"}}});
  }
  return answer(200, {{"@odata.context", context(asked, "domains")}, {"value", std::move(value)}});
}

}  // namespace daypass::entra_simulator
