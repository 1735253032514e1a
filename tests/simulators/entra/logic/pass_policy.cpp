#include "simulators/entra/logic/pass_policy.hpp"

#include <fmt/format.h>

namespace daypass::entra_simulator {
namespace {

constexpr std::string_view odata_type =
    "#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration";

bool read_number(const json& body, const char* name, int least, int most, int& into) {
  const auto found = body.find(name);
  if (found == body.end()) return true;
  if (!found->is_number_integer()) return false;
  const auto value = found->get<std::int64_t>();
  if (value < least || value > most) return false;
  into = static_cast<int>(value);
  return true;
}

bool read_targets(const json& body, const char* name, std::vector<policy_target>& into) {
  const auto found = body.find(name);
  if (found == body.end()) return true;
  if (!found->is_array()) return false;
  std::vector<policy_target> made;
  for (const auto& each : *found) {
    if (!each.is_object()) return false;
    const std::string type = each.value("targetType", "");
    const std::string id = each.value("id", "");
    if ((type != "group" && type != "user") || id.empty()) return false;
    made.push_back({type, id});
  }
  into = std::move(made);
  return true;
}

json targets_json(const std::vector<policy_target>& targets, bool with_registration) {
  json made = json::array();
  for (const auto& each : targets) {
    json target{{"targetType", each.type}, {"id", each.id}};
    if (with_registration) target["isRegistrationRequired"] = false;
    made.push_back(std::move(target));
  }
  return made;
}

}  // namespace

json to_json(const pass_policy& policy) {
  return {{"@odata.type", odata_type},
          {"id", "TemporaryAccessPass"},
          {"state", policy.enabled ? "enabled" : "disabled"},
          {"defaultLifetimeInMinutes", policy.default_lifetime_minutes},
          {"defaultLength", policy.default_length},
          {"minimumLifetimeInMinutes", policy.minimum_lifetime_minutes},
          {"maximumLifetimeInMinutes", policy.maximum_lifetime_minutes},
          {"isUsableOnce", policy.once},
          {"excludeTargets", targets_json(policy.exclude, false)},
          {"includeTargets", targets_json(policy.include, true)}};
}

std::string apply_patch(pass_policy& policy, const json& body) {
  if (!body.is_object()) return "A policy is a JSON object.";
  if (body.value("@odata.type", "") != odata_type) {
    return fmt::format("The body must carry @odata.type {}.", odata_type);
  }
  pass_policy changed = policy;
  if (const auto state = body.find("state"); state != body.end()) {
    if (*state != "enabled" && *state != "disabled") return "Invalid value for state.";
    changed.enabled = *state == "enabled";
  }
  if (const auto once = body.find("isUsableOnce"); once != body.end()) {
    if (!once->is_boolean()) return "Invalid value for isUsableOnce.";
    changed.once = once->get<bool>();
  }
  const auto lifetime = [&](const char* name, int& into) {
    return read_number(body, name, 10, 43200, into);
  };
  if (!lifetime("minimumLifetimeInMinutes", changed.minimum_lifetime_minutes) ||
      !lifetime("maximumLifetimeInMinutes", changed.maximum_lifetime_minutes) ||
      !lifetime("defaultLifetimeInMinutes", changed.default_lifetime_minutes)) {
    return "Invalid lifetime. The valid range is 10 to 43200 minutes.";
  }
  if (!read_number(body, "defaultLength", 8, 48, changed.default_length)) {
    return "Invalid defaultLength. The valid range is 8 to 48.";
  }
  if (changed.minimum_lifetime_minutes > changed.maximum_lifetime_minutes ||
      changed.default_lifetime_minutes < changed.minimum_lifetime_minutes ||
      changed.default_lifetime_minutes > changed.maximum_lifetime_minutes) {
    return "Invalid lifetime. The default must lie between minimum and maximum.";
  }
  if (!read_targets(body, "includeTargets", changed.include) ||
      !read_targets(body, "excludeTargets", changed.exclude)) {
    return "Invalid targets.";
  }
  policy = std::move(changed);
  return {};
}

}  // namespace daypass::entra_simulator
