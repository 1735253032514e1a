#pragma once
// The control API: switches, faults, what administrators and users do, and inspection, as JSON over
// requests of its own. The shell serves it on a port apart; tests may call it in process.

#include "simulators/entra/logic/graph_service.hpp"
#include "simulators/remote/control_calls.hpp"

#include <string_view>

namespace daypass::entra_simulator {

class control_service {
 public:
  /// `graph` must outlive the service.
  explicit control_service(graph_service& graph) : graph_(graph) {}

  /// Answers 200 with JSON, 400 with {"error": why}, or 404.
  [[nodiscard]] response handle(const request& asked, instant now);

 private:
  graph_service& graph_;
};

// What the control API does, for each part in its own file.

/// One thing that an administrator or a user does. Null when no action has that name.
using action = response (*)(graph_service& graph, const json& body, moment at);
[[nodiscard]] action find_user_action(std::string_view name);
[[nodiscard]] action find_tenant_action(std::string_view name);

/// What GET /inspect/{what} shows; nothing when there is no such view.
[[nodiscard]] std::optional<json> inspect(
    graph_service& graph, std::string_view what,
    const std::vector<std::pair<std::string, std::string>>& options, moment at);

/// One account with passes, codes, methods and history.
[[nodiscard]] json account_json(graph_service& graph, const user& whom, moment at,
                                bool with_history);

/// The user that a body's "user" means: id (of a deleted one too), UPN or employeeId.
[[nodiscard]] user* user_of(graph_service& graph, const json& body);

using simulator::refused_action;

}  // namespace daypass::entra_simulator
