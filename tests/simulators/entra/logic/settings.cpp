#include "simulators/entra/logic/settings.hpp"

#include <fmt/format.h>

namespace daypass::entra_simulator {
namespace {

/// Names every switch once, for reading and for writing.
template <typename Switches, typename Visitor>
void visit(Switches& s, Visitor&& with) {
  with("directory_lag_ms", s.directory_lag);
  with("index_lag_ms", s.index_lag);
  with("authentication_lag_ms", s.authentication_lag);
  with("reference_lag_ms", s.reference_lag);
  with("membership_lag_ms", s.membership_lag);
  with("flap_probability", s.flap_probability);
  with("flap_window_ms", s.flap_window);
  with("reference_lag_not_found", s.reference_lag_not_found);
  with("existing_pass_conflicts", s.existing_pass_conflicts);
  with("past_start", s.past_start);
  with("scope_enforced_on_create", s.scope_enforced_on_create);
  with("pass_delete_revokes_sessions", s.pass_delete_revokes_sessions);
  with("start_horizon_minutes", s.start_horizon_minutes);
  with("pass_usable_lag_ms", s.pass_usable_lag);
  with("unknown_user_code", s.unknown_user_code);
  with("unknown_user_message", s.unknown_user_message);
  with("deleted_holds_upn", s.deleted_holds_upn);
  with("mangle_deleted_upn", s.mangle_deleted_upn);
  with("protect_admins", s.protect_admins);
  with("revoke_status", s.revoke_status);
  with("throttling", s.throttling);
  with("directory_size", s.directory_size);
  with("authentication_limit", s.authentication_limit);
  with("omit_retry_after", s.omit_retry_after);
  with("retry_after_grace_ms", s.retry_after_grace);
  with("token_lifetime_min_s", s.token_lifetime_min_s);
  with("token_lifetime_max_s", s.token_lifetime_max_s);
  with("secret_expired", s.secret_expired);
  with("token_error", s.token_error);
  with("permissions", s.permissions);
  with("latency_ms", s.latency);
  with("clock_offset_ms", s.clock_offset);
}

double as_milliseconds(duration d) {
  return static_cast<double>(d.count()) / 1000.0;
}

struct writer {
  json& into;
  void operator()(const char* name, duration value) { into[name] = as_milliseconds(value); }
  void operator()(const char* name, const delay_range& value) {
    into[name] = {{"min", as_milliseconds(value.least)}, {"max", as_milliseconds(value.most)}};
  }
  template <typename T>
  void operator()(const char* name, const T& value) {
    into[name] = value;
  }
};

bool read(const json& from, bool& value) {
  if (!from.is_boolean()) return false;
  value = from.get<bool>();
  return true;
}

bool read(const json& from, int& value) {
  if (!from.is_number_integer()) return false;
  value = from.get<int>();
  return true;
}

bool read(const json& from, double& value) {
  if (!from.is_number()) return false;
  value = from.get<double>();
  return true;
}

bool read(const json& from, std::string& value) {
  if (!from.is_string()) return false;
  value = from.get<std::string>();
  return true;
}

bool read(const json& from, duration& value) {
  if (!from.is_number()) return false;
  value = duration{static_cast<std::int64_t>(from.get<double>() * 1000.0)};
  return true;
}

bool read(const json& from, delay_range& value) {
  if (from.is_number()) return read(from, value.least) && read(from, value.most);
  return from.is_object() && from.contains("min") && from.contains("max") &&
         read(from["min"], value.least) && read(from["max"], value.most);
}

bool read(const json& from, std::vector<std::string>& value) {
  if (!from.is_array()) return false;
  std::vector<std::string> made;
  for (const auto& each : from) {
    if (!each.is_string()) return false;
    made.push_back(each.get<std::string>());
  }
  value = std::move(made);
  return true;
}

struct reader {
  const json& from;
  std::size_t taken = 0;
  std::string wrong;
  template <typename T>
  void operator()(const char* name, T& value) {
    const auto found = from.find(name);
    if (found == from.end()) return;
    ++taken;
    if (!read(*found, value)) wrong = fmt::format("{} has the wrong type", name);
  }
};

}  // namespace

switches::switches()
    : permissions{"User.ReadWrite.All",
                  "User.DeleteRestore.All",
                  "User.RevokeSessions.All",
                  "UserAuthenticationMethod.ReadWrite.All",
                  "UserAuthMethod-TAP.ReadWrite.All",
                  "Policy.Read.All",
                  "Policy.ReadWrite.AuthenticationMethod",
                  "RoleManagement.Read.Directory",
                  "RoleEligibilitySchedule.Read.Directory",
                  "PrivilegedEligibilitySchedule.Read.AzureADGroup",
                  "GroupMember.ReadWrite.All",
                  "Organization.Read.All",
                  "Domain.Read.All"} {}

json to_json(const switches& set) {
  json made = json::object();
  visit(set, writer{made});
  return made;
}

std::string apply_changes(switches& set, const json& changes) {
  if (!changes.is_object()) return "switches are a JSON object";
  switches changed = set;
  reader taken{changes, 0, {}};
  visit(changed, taken);
  if (!taken.wrong.empty()) return taken.wrong;
  if (taken.taken != changes.size()) {
    const json known = to_json(set);
    for (const auto& [name, value] : changes.items()) {
      if (!known.contains(name)) return fmt::format("no switch is named {}", name);
    }
  }
  set = std::move(changed);
  return {};
}

}  // namespace daypass::entra_simulator
