#include "simulators/remote/control_calls.hpp"

#include <charconv>

namespace daypass::simulator {

response answer(int status, const json& body) {
  response made;
  made.status = status;
  made.body = written(body);
  return made;
}

response refused_action(std::string_view why) {
  return answer(400, {{"error", why}});
}

response no_such_call() {
  return answer(404, {{"error", "no such control call"}});
}

response faults_call(fault_plan& plan, const request& asked, std::string_view rest) {
  if (asked.method == "POST") {
    fault_rule rule;
    const std::string wrong = read_rule(parse_json(asked.body), rule);
    if (!wrong.empty()) return refused_action(wrong);
    return answer(200, {{"id", plan.add(std::move(rule))}});
  }
  if (asked.method == "DELETE") {
    std::uint64_t id = 0;
    if (rest.empty()) {
      plan.clear();
    } else if (std::from_chars(rest.data(), rest.data() + rest.size(), id).ec != std::errc{} ||
               !plan.remove(id)) {
      return answer(404, {{"error", "no such fault"}});
    }
  }
  json rules = json::array();
  for (const auto& each : plan.rules()) rules.push_back(to_json(each));
  return answer(200, {{"fired", plan.fired()}, {"faults", std::move(rules)}});
}

bool take_folder(std::string_view& path, std::string_view folder) {
  if (!path.starts_with(folder)) return false;
  const auto rest = path.substr(folder.size());
  if (!rest.empty() && rest.front() != '/') return false;
  path = rest.empty() ? rest : rest.substr(1);
  return true;
}

}  // namespace daypass::simulator
