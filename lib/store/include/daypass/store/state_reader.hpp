#pragma once
// The state, read only, for command-line verbs while the daemon runs or is down.

#include "daypass/base/error.hpp"
#include "daypass/ports/state_store.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace daypass::store {

/// Every call sees what was durably recorded when it began, and blocks its thread meanwhile. The
/// calls mean what those of state_store do. One thread at a time.
class state_reader {
 public:
  virtual ~state_reader() = default;

  virtual result<std::vector<listed_onboarding>> list(const list_filter& filter) = 0;
  virtual result<std::optional<onboarding>> find(const hire_key& key) = 0;
  virtual result<std::vector<history_entry>> history(const hire_key& key) = 0;
  virtual result<state_totals> totals(instant now) = 0;
  virtual result<std::vector<quarantined_event>> quarantine(std::size_t max) = 0;
};

/// Opens without the daemon's lock and writes nothing.
/// Errors: io (no such file, or no right to read it), refused (not a state, or another schema).
[[nodiscard]] result<std::unique_ptr<state_reader>> open_state_reader(
    const std::filesystem::path& file);

}  // namespace daypass::store
