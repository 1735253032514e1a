#pragma once
// What the simulated directory holds.

#include "simulators/entra/logic/properties.hpp"

#include "daypass/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace daypass::entra_simulator {

/// One instant on two clocks: the host's, which paces lags and budgets, and Graph's, which
/// everything that a client reads is written in.
struct moment {
  instant host;
  instant graph;
};

/// Who did something: the Graph client, a late effect of one of its requests, an administrator,
/// the user.
enum class actor : std::uint8_t { client, late, administrator, user };
[[nodiscard]] std::string_view to_string(actor by);

/// The services behind Graph that learn of a new user each in its own time.
enum class replica : std::uint8_t { directory, index, authentication, references };
inline constexpr std::size_t replica_count = 4;

struct pass {
  std::string id;
  std::string code;
  instant created_at;  ///< Graph's clock, as the window is.
  instant starts_at;
  int lifetime_minutes = 60;
  bool once = false;
  actor made_by = actor::client;
  std::optional<instant> used_at;
  std::optional<instant> ended_at;  ///< Deleted or replaced.
  std::string ended_how;            ///< "deleted", "replaced", "account deleted".
  std::optional<actor> ended_by;

  [[nodiscard]] instant ends_at() const { return starts_at + minutes{lifetime_minutes}; }
};

struct auth_method {
  std::string id;
  std::string type;  ///< "fido2", as in #microsoft.graph.fido2AuthenticationMethod.
  std::string display_name;
  instant created_at;
};

struct history_entry {
  instant at;  ///< Host clock.
  actor by = actor::client;
  std::string what;
  std::string detail;  ///< Never a code.
};

enum class standing : std::uint8_t { live, deleted, purged };

struct user {
  std::string id;
  property_values values;
  standing state = standing::live;
  actor made_by = actor::client;
  instant born_at;  ///< Host clock.
  std::optional<instant> deleted_at;
  std::array<instant, replica_count> visible_at{};
  std::string manager_id;
  bool external_guest = false;
  std::optional<pass> current;  ///< The one that a list shows, usable or not.
  std::vector<pass> former;
  std::vector<auth_method> methods;  ///< Beside password and pass.
  std::vector<history_entry> history;
  std::size_t live_sessions = 0;
  std::size_t times_enabled = 0;  ///< Created enabled counts as one.

  [[nodiscard]] std::string upn() const { return values.text("userPrincipalName"); }
  [[nodiscard]] bool enabled() const { return values.truth("accountEnabled"); }
};

struct group {
  std::string id;
  std::string display_name;
  bool role_assignable = false;
  std::vector<std::string> members;                         ///< Ids of users and groups.
  std::unordered_map<std::string, instant> effective_from;  ///< As the pass policy sees it.
};

struct role_grant {
  std::string id;
  std::string principal_id;
  std::string role_definition_id;
  bool eligible = false;  ///< Eligible through PIM, rather than active.
  instant created_at;
};

/// A group that someone may become a member of by their own act, through PIM for Groups.
struct group_eligibility {
  std::string id;
  std::string group_id;
  std::string principal_id;
  instant created_at;
};

/// How many accounts one employeeId had.
struct employee_record {
  std::vector<std::string> ever;  ///< User ids, in the order in which they got it.
  std::size_t now = 0;            ///< Live accounts.
  std::size_t most = 0;           ///< Most live accounts at any time.
};

struct sign_in_entry {
  instant at;
  std::string user_id;
  bool succeeded = false;
  std::string reason;
};

}  // namespace daypass::entra_simulator
