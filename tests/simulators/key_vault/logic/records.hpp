#pragma once
// What the simulated vault holds.

#include "simulators/remote/json.hpp"

#include "daypass/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace daypass::key_vault_simulator {

using simulator::json;

/// One instant on two clocks: the host's, which paces lags and budgets, and the vault's, which
/// everything that a client reads is written in.
struct moment {
  instant host;
  instant vault;
};

/// Who did something: a client, a late effect of one of its requests, an administrator, the vault.
enum class actor : std::uint8_t { client, late, administrator, retention };
[[nodiscard]] std::string_view to_string(actor by);

/// What a PUT or PATCH says of a version; what it leaves out is absent. Times are Unix seconds.
struct version_draft {
  std::optional<std::string> value;
  std::optional<std::string> content_type;
  std::optional<json> tags;
  std::optional<bool> enabled;
  std::optional<std::int64_t> not_before;
  std::optional<std::int64_t> expires;
};

struct secret_version {
  std::string id;  ///< 32 hexadecimal digits.
  version_draft has;
  std::int64_t created = 0;  ///< Unix seconds of the vault's clock.
  std::int64_t updated = 0;
  actor made_by = actor::client;

  [[nodiscard]] bool enabled() const { return has.enabled.value_or(true); }
};

/// Where a secret is on its way. Its name is taken until it is purged.
enum class standing : std::uint8_t {
  live,
  deleting,    ///< Gone from the secrets, and not among the deleted ones yet.
  deleted,     ///< Recoverable, whole.
  recovering,  ///< Gone from the deleted ones, and not among the secrets yet.
  purging,     ///< Gone, and its name not free yet.
  purged,
};
[[nodiscard]] std::string_view to_string(standing state);

struct history_entry {
  instant at;  ///< Host clock.
  actor by = actor::client;
  std::string what;
  std::string version;  ///< Where it concerns one.
};

struct secret {
  std::string name;                      ///< As it was first written.
  std::vector<secret_version> versions;  ///< The newest last.
  standing state = standing::live;
  instant until = never;  ///< Host clock: the end of deleting, recovering and purging.
  std::int64_t deleted_date = 0;
  std::int64_t purge_date = 0;
  std::vector<history_entry> history;

  /// That of an id in any case, or the newest for an empty one; null when there is none.
  [[nodiscard]] secret_version* find_version(std::string_view id);
  [[nodiscard]] const secret_version& newest() const { return versions.back(); }
};

}  // namespace daypass::key_vault_simulator
