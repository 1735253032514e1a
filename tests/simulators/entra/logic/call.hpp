#pragma once
// One request on its way through the simulated Graph, and how its answer is written.

#include "simulators/entra/logic/assertions.hpp"
#include "simulators/entra/logic/fault_plan.hpp"
#include "simulators/entra/logic/journal.hpp"
#include "simulators/entra/logic/passes.hpp"
#include "simulators/entra/logic/throttle.hpp"
#include "simulators/entra/logic/token_desk.hpp"
#include "simulators/remote/control_calls.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daypass::entra_simulator {

/// Everything a handler may look at or change.
struct graph_state {
  graph_state(identity who_is, switches chosen, std::uint64_t seed)
      : who(std::move(who_is)), set(std::move(chosen)), random(seed), world(who, set, random) {}
  graph_state(const graph_state&) = delete;

  identity who;
  switches set;
  random_source random;
  directory_world world;
  token_desk tokens;
  assertion_desk assertions;
  throttle budgets;
  fault_plan faults;
  journal log;
};

struct call {
  const request* asked = nullptr;
  std::vector<std::string> names;  ///< What stood in the route's {placeholders}, decoded.
  std::vector<std::pair<std::string, std::string>> options;  ///< Query options.
  json body;  ///< Parsed, for routes that take one; null when empty.
  moment at;
  actor by = actor::client;
  std::string request_id;
  std::string client_request_id;
  std::string origin;  ///< "https://host:port", for what Graph writes as its own address.

  /// A query option ("$select"), or nothing.
  [[nodiscard]] std::optional<std::string_view> option(std::string_view name) const;
};

using simulator::answer;
[[nodiscard]] response no_content();

/// What an error body may carry beside code and message.
struct error_extras {
  json details;               ///< An array, or null.
  std::string inner_message;  ///< Repeated inside innerError, as the pass service does.
};

/// Graph's error envelope, with innerError's date and ids.
[[nodiscard]] response error_answer(const call& asked, int status, std::string_view code,
                                    std::string_view message, error_extras extras = {});

// The errors that more than one resource gives, in the words in which they were recorded.
[[nodiscard]] response resource_not_found(const call& asked, std::string_view key);
[[nodiscard]] response bad_request(const call& asked, std::string_view message);
[[nodiscard]] response object_conflict(const call& asked, std::string_view property);
[[nodiscard]] response invalid_value(const call& asked, std::string_view property);
[[nodiscard]] response unreadable_body(const call& asked);
/// 403 in the spelling of the directory, or of the authentication methods.
[[nodiscard]] response forbidden(const call& asked, bool authentication);

/// "{origin}/v1.0/$metadata#{rest}".
[[nodiscard]] std::string context(const call& asked, std::string_view rest);

}  // namespace daypass::entra_simulator
