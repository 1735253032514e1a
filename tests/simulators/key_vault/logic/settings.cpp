#include "simulators/key_vault/logic/settings.hpp"

namespace daypass::key_vault_simulator {
namespace {

/// Names every switch once, for reading and for writing.
template <typename Switches, typename Visitor>
void visit(Switches& s, Visitor&& with) {
  with("delete_lag_ms", s.delete_lag);
  with("recover_lag_ms", s.recover_lag);
  with("purge_lag_ms", s.purge_lag);
  with("grant_lag_ms", s.grant_lag);
  with("purge_protection", s.purge_protection);
  with("recoverable_days", s.recoverable_days);
  with("access_model", s.access_model);
  with("firewall", s.firewall);
  with("challenge_scope", s.challenge_scope);
  with("tag_length_max", s.tag_length_max);
  with("throttling", s.throttling);
  with("requests_in_10_s", s.requests_in_10_s);
  with("omit_retry_after", s.omit_retry_after);
  with("retry_after_grace_ms", s.retry_after_grace);
  with("latency_ms", s.latency);
  with("clock_offset_ms", s.clock_offset);
}

}  // namespace

json to_json(const switches& set) {
  json made = json::object();
  visit(set, simulator::switch_writer{made});
  return made;
}

std::string apply_changes(switches& set, const json& changes) {
  switches changed = set;
  std::string wrong = simulator::change_switches(
      changed, changes, [](auto& each, auto&& with) { visit(each, with); });
  if (!wrong.empty()) return wrong;
  if (changed.recoverable_days < 7 || changed.recoverable_days > 90) {
    return "recoverable_days is 7 to 90";
  }
  if (changed.access_model != "rbac" && changed.access_model != "policy") {
    return "access_model is rbac or policy";
  }
  set = std::move(changed);
  return {};
}

}  // namespace daypass::key_vault_simulator
