#include "simulators/key_vault/logic/control_service.hpp"

#include "simulators/remote/text.hpp"

namespace daypass::key_vault_simulator {
namespace {

response switches_call(vault_state& state, const request& asked) {
  if (asked.method == "PATCH") {
    const std::string wrong = apply_changes(state.set, simulator::parse_json(asked.body));
    if (!wrong.empty()) return simulator::refused_action(wrong);
  }
  return answer(200, to_json(state.set));
}

response action_call(vault_service& vault, const request& asked, std::string_view name, moment at) {
  const action found = find_action(name);
  if (found == nullptr) return simulator::no_such_call();
  const json body = asked.body.empty() ? json::object() : simulator::parse_json(asked.body);
  if (!body.is_object()) return simulator::refused_action("the body is not a JSON object");
  return found(vault, body, at);
}

response dispatch(vault_service& vault, const request& asked, moment at) {
  vault_state& state = vault.state();
  std::string_view path = asked.path;
  const auto under = [&](std::string_view folder) { return simulator::take_folder(path, folder); };
  if (under("/health")) return answer(200, {{"status", "ok"}});
  if (under("/switches")) return switches_call(state, asked);
  if (under("/faults")) return simulator::faults_call(state.faults, asked, path);
  if (under("/forget")) {
    state.log.forget();
    state.early = state.throttled = 0;
    return answer(200, json::object());
  }
  if (under("/actions") && asked.method == "POST") return action_call(vault, asked, path, at);
  if (asked.method == "GET" && under("/inspect")) {
    auto shown = inspect(vault, path, simulator::form_fields(asked.query), at);
    return shown ? answer(200, *shown) : simulator::no_such_call();
  }
  return simulator::no_such_call();
}

}  // namespace

response control_service::handle(const request& asked, instant now) {
  vault_.run_late_effects(now);
  response made;
  try {
    made = dispatch(vault_, asked, vault_.at(now));
  } catch (const json::exception&) {
    made = simulator::refused_action("a field of the body has the wrong type");
  }
  made.headers.push_back({"Content-Type", "application/json"});
  return made;
}

}  // namespace daypass::key_vault_simulator
