// What Azure tells a machine (instance metadata) and a container (App Service) of themselves.
#include "simulators/entra/logic/handlers.hpp"
#include "simulators/entra/logic/text.hpp"

#include <optional>

namespace daypass::entra_simulator {
namespace {

/// Whom the question is for; nothing when no such identity is assigned.
std::optional<std::string> identity_asked(const graph_state& state, const call& asked) {
  const std::string own(asked.option("client_id").value_or(state.who.client_id));
  const bool assigned = state.set.identity_assigned && equal_folded(own, state.who.client_id);
  return assigned ? std::optional(own) : std::nullopt;
}

response metadata_refusal(std::string_view why) {
  return answer(400, {{"error", "invalid_request"}, {"error_description", why}});
}

response service_refusal(int status, std::string_view why) {
  return answer(status, {{"statusCode", status}, {"message", why}});
}

std::int64_t seconds_of(instant at) {
  return std::chrono::floor<seconds>(at).time_since_epoch().count();
}

}  // namespace

response issue_metadata_token(graph_state& state, const call& asked) {
  if (find_header(asked.asked->headers, "Metadata") != "true") {
    return metadata_refusal("Required metadata header not specified");
  }
  if (asked.option("api-version").value_or("").empty()) {
    return answer(400, {{"error", "Bad request. api-version was not specified in the request"}});
  }
  const auto resource = asked.option("resource").value_or("");
  if (resource.empty()) return metadata_refusal("Required query variable 'resource' is missing");
  const auto who = identity_asked(state, asked);
  if (!who) return metadata_refusal("Identity not found");
  const issued_token made = draw_token(state, asked, resource, {});
  const auto now = seconds_of(asked.at.graph);
  return answer(200, {{"access_token", made.text},
                      {"client_id", *who},
                      {"expires_in", std::to_string(made.lifetime_s)},
                      {"expires_on", std::to_string(now + made.lifetime_s)},
                      {"ext_expires_in", std::to_string(made.lifetime_s)},
                      {"not_before", std::to_string(now)},
                      {"resource", resource},
                      {"token_type", "Bearer"}});
}

response issue_service_token(graph_state& state, const call& asked) {
  if (find_header(asked.asked->headers, "X-IDENTITY-HEADER") != state.who.identity_header) {
    return service_refusal(401, "The X-IDENTITY-HEADER is not the one of this app.");
  }
  const auto resource = asked.option("resource").value_or("");
  if (asked.option("api-version") != "2019-08-01" || resource.empty()) {
    return service_refusal(400, "api-version and resource are required.");
  }
  const auto who = identity_asked(state, asked);
  if (!who) {
    return service_refusal(400,
                           "No User Assigned or Delegated Managed Identity found for specified "
                           "ClientId/ResourceId/PrincipalId.");
  }
  const issued_token made = draw_token(state, asked, resource, {});
  return answer(200, {{"access_token", made.text},
                      {"client_id", *who},
                      {"expires_on", std::to_string(seconds_of(asked.at.graph) + made.lifetime_s)},
                      {"resource", resource},
                      {"token_type", "Bearer"}});
}

}  // namespace daypass::entra_simulator
