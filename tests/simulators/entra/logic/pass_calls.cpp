#include "simulators/entra/logic/handlers.hpp"
#include "simulators/entra/logic/text.hpp"

#include <fmt/format.h>

namespace daypass::entra_simulator {
namespace {

constexpr std::string_view password_method_id = "28c10230-6103-485e-b985-444c60001490";
/// A start this little past is taken as now: the request was on its way.
constexpr duration past_tolerance = minutes{1};

response unknown_user(graph_state& state, const call& asked) {
  return error_answer(asked, 404, state.set.unknown_user_code, state.set.unknown_user_message,
                      {nullptr, state.set.unknown_user_message});
}

response unknown_pass(const call& asked) {
  return error_answer(asked, 404, "resourceNotFound", "Method not found.",
                      {nullptr, "Method not found."});
}

/// 400 badRequest, the message repeated inside innerError.
response refuse(const call& asked, const std::string& message) {
  return error_answer(asked, 400, "badRequest", message, {nullptr, message});
}

json pass_json(graph_state& state, const call& asked, const user& whom, const pass& shown,
               bool with_code) {
  const usability judged = usability_of(state.world, whom, shown, asked.at);
  return {{"id", shown.id},
          {"temporaryAccessPass", with_code ? json(shown.code) : json{}},
          {"createdDateTime", precise_text(shown.created_at)},
          {"startDateTime", precise_text(shown.starts_at)},
          {"lifetimeInMinutes", shown.lifetime_minutes},
          {"isUsableOnce", shown.once},
          {"isUsable", judged.usable},
          {"methodUsabilityReason", judged.reason}};
}

json typed_pass_json(graph_state& state, const call& asked, const user& whom, const pass& shown,
                     bool with_code) {
  json made{{"@odata.type", "#microsoft.graph.temporaryAccessPassAuthenticationMethod"}};
  made.update(pass_json(state, asked, whom, shown, with_code));
  return made;
}

std::string pass_context(const call& asked, bool entity) {
  return context(asked,
                 fmt::format("users('{}')/authentication/temporaryAccessPassMethods{}",
                             percent_encoded(asked.names.front()), entity ? "/$entity" : ""));
}

/// What is wrong with the request, or the pass it asks for.
struct judged_request {
  std::string wrong;
  pass_request wanted;
};

std::string judge_start(const graph_state& state, const call& asked, const json& body,
                        pass_request& wanted) {
  wanted.starts_at = asked.at.graph;
  const auto start = body.find("startDateTime");
  if (start == body.end() || start->is_null()) return {};
  const auto parsed =
      start->is_string() ? parse_time(start->get_ref<const std::string&>()) : std::nullopt;
  if (!parsed) return "Invalid StartDateTime specified.";
  const bool past = *parsed < asked.at.graph - past_tolerance;
  if (past && state.set.past_start == "refuse") {
    return "Invalid StartDateTime specified. The start time must not be in the past.";
  }
  const int horizon = state.set.start_horizon_minutes;
  if (horizon > 0 && *parsed > asked.at.graph + minutes{horizon}) {
    return "Invalid StartDateTime specified. The start time is too far in the future.";
  }
  if (!past || state.set.past_start == "keep") wanted.starts_at = *parsed;
  return {};
}

judged_request judge_request(const graph_state& state, const call& asked) {
  const json& body = asked.body;
  const pass_policy& policy = state.world.policy;
  judged_request result;
  result.wanted.lifetime_minutes = policy.default_lifetime_minutes;
  result.wanted.once = policy.once;
  for (const auto& [name, value] : body.items()) {
    const bool known = name.starts_with("@odata.") || name == "startDateTime" ||
                       name == "lifetimeInMinutes" || name == "isUsableOnce";
    if (!known) result.wrong = fmt::format("The property '{}' cannot be set.", name);
  }
  if (!result.wrong.empty()) return result;
  result.wrong = judge_start(state, asked, body, result.wanted);
  if (const auto life = body.find("lifetimeInMinutes"); life != body.end() && !life->is_null()) {
    const std::int64_t asked_for = life->is_number_integer() ? life->get<std::int64_t>() : -1;
    if (asked_for < policy.minimum_lifetime_minutes ||
        asked_for > policy.maximum_lifetime_minutes) {
      result.wrong =
          fmt::format("Invalid LifetimeInMinutes specified. The valid range between {} and {}.",
                      policy.minimum_lifetime_minutes, policy.maximum_lifetime_minutes);
    }
    result.wanted.lifetime_minutes = static_cast<int>(asked_for);
  }
  if (const auto once = body.find("isUsableOnce"); once != body.end() && !once->is_null()) {
    if (!once->is_boolean()) {
      result.wrong = "Invalid IsUsableOnce specified.";
    } else if (policy.once && !once->get<bool>()) {
      result.wrong =
          "Invalid IsUsableOnce specified. Tenant Policy does not allow multiple use temporary "
          "access pass method.";
    } else {
      result.wanted.once = once->get<bool>();
    }
  }
  return result;
}

/// Whether there is a pass that is still good or will be: one that a create replaces.
bool has_valid_pass(graph_state& state, const call& asked, const user& whom) {
  if (!whom.current) return false;
  const auto reason = usability_of(state.world, whom, *whom.current, asked.at).reason;
  return reason != "Expired" && reason != "OneTimeUsed";
}

json method_json(const auth_method& shown) {
  json made{{"@odata.type", fmt::format("#microsoft.graph.{}AuthenticationMethod", shown.type)},
            {"id", shown.id}};
  if (shown.type == "phone") {
    made["phoneNumber"] = shown.display_name;
    made["phoneType"] = "mobile";
    made["smsSignInState"] = "notAllowedByPolicy";
  } else if (shown.type != "softwareOath") {
    made["displayName"] = shown.display_name;
    made["createdDateTime"] = seconds_text(shown.created_at);
  }
  return made;
}

}  // namespace

response list_methods(graph_state& state, const call& asked) {
  const user* whom = visible_user(state, asked, replica::authentication);
  if (whom == nullptr) return unknown_user(state, asked);
  json value = json::array({{{"@odata.type", "#microsoft.graph.passwordAuthenticationMethod"},
                             {"id", password_method_id},
                             {"password", nullptr},
                             {"createdDateTime", whom->values.text("createdDateTime")}}});
  if (whom->current) {
    value.push_back(typed_pass_json(state, asked, *whom, *whom->current, false));
  }
  for (const auto& each : whom->methods) value.push_back(method_json(each));
  return answer(
      200, {{"@odata.context", context(asked, fmt::format("users('{}')/authentication/methods",
                                                          percent_encoded(asked.names.front())))},
            {"value", std::move(value)}});
}

response list_passes(graph_state& state, const call& asked) {
  const user* whom = visible_user(state, asked, replica::authentication);
  if (whom == nullptr) return unknown_user(state, asked);
  json value = json::array();
  if (whom->current) value.push_back(pass_json(state, asked, *whom, *whom->current, false));
  return answer(200, {{"@odata.context", pass_context(asked, false)}, {"value", std::move(value)}});
}

response get_pass(graph_state& state, const call& asked) {
  const user* whom = visible_user(state, asked, replica::authentication);
  if (whom == nullptr) return unknown_user(state, asked);
  if (!whom->current || !equal_folded(whom->current->id, asked.names[1])) {
    return unknown_pass(asked);
  }
  json made{{"@odata.context", pass_context(asked, true)}};
  made.update(pass_json(state, asked, *whom, *whom->current, false));
  return answer(200, made);
}

response create_pass(graph_state& state, const call& asked) {
  user* whom = visible_user(state, asked, replica::authentication);
  if (whom == nullptr) return unknown_user(state, asked);
  if (!asked.body.is_object()) return unreadable_body(asked);
  if (whom->external_guest) {
    return refuse(asked, "Temporary Access Pass cannot be added to an external guest user.");
  }
  const bool in_scope = state.world.in_policy_scope(*whom, asked.at);
  if (!state.world.policy.enabled || (state.set.scope_enforced_on_create && !in_scope)) {
    return refuse(asked,
                  "Converged UserCredentialPolicy does not allow creating or updating this "
                  "authentication method. AuthMethodType [TemporaryAccessPass].");
  }
  const judged_request judged = judge_request(state, asked);
  if (!judged.wrong.empty()) return refuse(asked, judged.wrong);
  if (state.set.existing_pass_conflicts && has_valid_pass(state, asked, *whom)) {
    return refuse(asked, "A Temporary Access Pass already exists for this user.");
  }
  const pass& made =
      issue_pass(state.world, state.random, *whom, judged.wanted, asked.at, asked.by);
  json body{{"@odata.context", pass_context(asked, true)}};
  body.update(typed_pass_json(state, asked, *whom, made, true));
  return answer(201, body);
}

response delete_pass(graph_state& state, const call& asked) {
  user* whom = visible_user(state, asked, replica::authentication);
  if (whom == nullptr) return unknown_user(state, asked);
  if (!whom->current || !equal_folded(whom->current->id, asked.names[1])) {
    return unknown_pass(asked);
  }
  const bool valid = has_valid_pass(state, asked, *whom);
  end_pass(state.world, *whom, "deleted", asked.at, asked.by);
  if (valid && state.set.pass_delete_revokes_sessions) {
    state.world.revoke_sessions(*whom, asked.at, asked.by);
  }
  return no_content();
}

}  // namespace daypass::entra_simulator
