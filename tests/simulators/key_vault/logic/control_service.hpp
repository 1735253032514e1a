#pragma once
// The vault's part of the control API: switches, faults, what administrators do, and inspection, as
// JSON over requests of its own. The shell serves it under a folder; tests may call it in process.

#include "simulators/key_vault/logic/vault_service.hpp"

#include <string_view>

namespace daypass::key_vault_simulator {

class control_service {
 public:
  /// `vault` must outlive the service.
  explicit control_service(vault_service& vault) : vault_(vault) {}

  /// Answers 200 with JSON, 400 with {"error": why}, or 404.
  [[nodiscard]] response handle(const request& asked, instant now);

 private:
  vault_service& vault_;
};

/// One thing that an administrator or a test does. Null when no action has that name.
using action = response (*)(vault_service& vault, const json& body, moment at);
[[nodiscard]] action find_action(std::string_view name);

/// What GET /inspect/{what} shows; nothing when there is no such view.
[[nodiscard]] std::optional<json> inspect(
    vault_service& vault, std::string_view what,
    const std::vector<std::pair<std::string, std::string>>& options, moment at);

/// One secret with every version and its value, and its history.
[[nodiscard]] json secret_json(const secret& which);

/// Where a text stands in anything the vault ever held, and whether it can be read there.
[[nodiscard]] json places_json(vault_service& vault, std::string_view text, moment at);

}  // namespace daypass::key_vault_simulator
