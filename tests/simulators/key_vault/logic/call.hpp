#pragma once
// One request on its way through the simulated vault, and how its answer is written.

#include "simulators/key_vault/logic/access.hpp"
#include "simulators/key_vault/logic/pace.hpp"
#include "simulators/key_vault/logic/vault_world.hpp"
#include "simulators/remote/control_calls.hpp"
#include "simulators/remote/fault_plan.hpp"
#include "simulators/remote/message.hpp"
#include "simulators/remote/request_log.hpp"
#include "simulators/remote/wait_book.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daypass::key_vault_simulator {

using simulator::answer;
using simulator::request;
using simulator::response;

/// Everything a handler may look at or change.
struct vault_state {
  vault_state(identity who_is, switches chosen, std::uint64_t seed);
  vault_state(const vault_state&) = delete;

  identity who;
  switches set;
  random_source random;
  vault_world world;
  token_book tokens;
  access_list access;
  pace budget;
  simulator::fault_plan faults;
  simulator::request_log log;
  simulator::wait_book waits;   ///< Given by the budget, or injected for a kind.
  std::uint64_t early = 0;      ///< Requests inside a Retry-After that had been given.
  std::uint64_t throttled = 0;  ///< 429s that the budget made.
};

struct call {
  const request* asked = nullptr;
  std::string name;     ///< Of the secret, as it stood in the path; empty for lists.
  std::string version;  ///< Where the path has one.
  std::vector<std::pair<std::string, std::string>> options;  ///< Query options.
  json body;                                                 ///< Of routes that take one.
  moment at;
  actor by = actor::client;
  token_claims caller;
  std::string request_id;
  std::string client_request_id;
  std::string origin;  ///< "https://host:port", for the ids that the vault writes.

  /// A query option, or nothing.
  [[nodiscard]] std::optional<std::string_view> option(std::string_view wanted) const;
};

/// Key Vault's error envelope; `inner` is innererror's code, if it has one.
[[nodiscard]] response error_answer(int status, std::string_view code, std::string_view message,
                                    std::string_view inner = {});

// The errors that more than one call gives, in the words in which they were recorded.
[[nodiscard]] response bad_parameter(std::string_view message);
[[nodiscard]] response invalid_value();
[[nodiscard]] response secret_not_found(const call& asked);
[[nodiscard]] response deleted_secret_not_found(const call& asked);
/// 409 to a write under a name whose holder is not live.
[[nodiscard]] response conflict(const call& asked, const secret& holder);
/// 409 to a recovery or purge that comes while the deletion is under way.
[[nodiscard]] response still_deleting();

/// 401 with the challenge.
[[nodiscard]] response unauthorized(const vault_state& state, std::string_view message);
/// 403 for want of a permission, in the words of the vault's access model.
[[nodiscard]] response forbidden(const vault_state& state, const call& asked, permission what);
[[nodiscard]] response forbidden_by_firewall(const vault_state& state, const call& asked);
[[nodiscard]] response purge_protected(const vault_state& state);
/// 429; `retry_after` is the header's text, if there is to be one.
[[nodiscard]] response too_many_requests(std::optional<std::string> retry_after);

}  // namespace daypass::key_vault_simulator
