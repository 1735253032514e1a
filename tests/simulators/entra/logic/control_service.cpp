#include "simulators/entra/logic/control_service.hpp"

#include "simulators/entra/logic/text.hpp"

namespace daypass::entra_simulator {
namespace {

response switches_call(graph_service& graph, const request& asked) {
  switches& set = graph.state().set;
  if (asked.method == "PATCH") {
    const std::string wrong = apply_changes(set, parse_json(asked.body));
    if (!wrong.empty()) return refused_action(wrong);
  }
  return answer(200, to_json(set));
}

response action_call(graph_service& graph, const request& asked, std::string_view name, moment at) {
  action found = find_user_action(name);
  if (found == nullptr) found = find_tenant_action(name);
  if (found == nullptr) return simulator::no_such_call();
  const json body = asked.body.empty() ? json::object() : parse_json(asked.body);
  if (!body.is_object()) return refused_action("the body is not a JSON object");
  return found(graph, body, at);
}

response dispatch(graph_service& graph, const request& asked, instant now) {
  std::string_view path = asked.path;
  const auto under = [&](std::string_view folder) { return simulator::take_folder(path, folder); };
  if (under("/health")) return answer(200, {{"status", "ok"}});
  if (under("/switches")) return switches_call(graph, asked);
  if (under("/faults")) return simulator::faults_call(graph.state().faults, asked, path);
  if (under("/forget")) {
    graph.state().log.forget();
    return answer(200, json::object());
  }
  if (under("/actions") && asked.method == "POST") {
    return action_call(graph, asked, path, graph.at(now));
  }
  if (asked.method == "GET" && under("/inspect")) {
    auto shown = inspect(graph, path, form_fields(asked.query), graph.at(now));
    return shown ? answer(200, *shown) : simulator::no_such_call();
  }
  return simulator::no_such_call();
}

}  // namespace

user* user_of(graph_service& graph, const json& body) {
  const auto named = body.find("user");
  if (named == body.end() || !named->is_string()) return nullptr;
  const auto& key = named->get_ref<const std::string&>();
  directory_world& world = graph.state().world;
  if (user* found = world.find(key)) return found;
  if (user* found = world.find_ever(key)) return found;
  const auto sharing = world.with_employee_id(key);
  if (!sharing.empty()) return sharing.front();
  for (user* each : world.deleted()) {
    if (equal_folded(each->upn(), key) || equal_folded(each->values.text("employeeId"), key)) {
      return each;
    }
  }
  return nullptr;
}

response control_service::handle(const request& asked, instant now) {
  graph_.run_late_effects(now);
  response made;
  try {
    made = dispatch(graph_, asked, now);
  } catch (const json::exception&) {
    made = refused_action("a field of the body has the wrong type");
  }
  made.headers.push_back({"Content-Type", "application/json"});
  return made;
}

}  // namespace daypass::entra_simulator
