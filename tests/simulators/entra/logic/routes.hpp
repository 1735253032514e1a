#pragma once
// Which calls there are: method and path template, the kind by which faults and counters name them,
// the budgets they draw on, and the application permissions of which one must be granted.

#include "simulators/entra/logic/handlers.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::entra_simulator {

enum class route_body : std::uint8_t { none, optional, required };

struct route {
  std::string_view method;
  std::string_view path;  ///< Below /v1.0 for Graph's calls, from the root for the others.
  std::string_view kind;
  lane budgets = lane::directory;
  std::string_view permissions;  ///< Any of these, separated by spaces; empty needs no token.
  route_body body = route_body::none;
  response (*handler)(graph_state&, const call&) = nullptr;
};

[[nodiscard]] std::span<const route> all_routes();

struct routed {
  const route* found = nullptr;  ///< Null when there is no such call.
  bool known_path = false;       ///< The path exists for another method.
  std::vector<std::string> names;
};

/// Finds the route of a request; literals are compared without case, as Graph does.
[[nodiscard]] routed find_route(std::string_view method, std::string_view path);

}  // namespace daypass::entra_simulator
