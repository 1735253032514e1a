#include "daypass/domain/step.hpp"

#include "daypass/base/assert.hpp"

#include <array>

namespace daypass {
namespace {

struct row {
  std::string_view name;
  lane budget;
  bool intent;
  bool revocation;
};

constexpr std::array<row, step_kind_count> rows = {{
    {"look_account", lane::reads, false, false},
    {"create_account", lane::writes, true, false},
    {"gather_evidence", lane::reads, false, false},
    {"update_account", lane::writes, false, false},
    {"link_manager", lane::writes, false, false},
    {"join_groups", lane::writes, false, false},
    {"enable_account", lane::writes, true, false},
    {"look_methods", lane::methods, false, false},
    {"issue_pass", lane::methods, true, false},
    {"publish_secret", lane::secrets, true, false},
    {"refresh_secret", lane::secrets, true, false},
    {"withdraw_secret", lane::secrets, false, true},
    {"delete_pass", lane::methods, false, true},
    {"disable_account", lane::writes, true, true},
    {"revoke_sessions", lane::writes, false, true},
    {"look_manager", lane::reads, false, false},
}};

const row& row_of(step_kind kind) {
  return rows[static_cast<std::size_t>(kind)];
}

}  // namespace

std::string_view to_string(step_kind kind) {
  return row_of(kind).name;
}
lane lane_of(step_kind kind) {
  return row_of(kind).budget;
}
bool has_intent(step_kind kind) {
  return row_of(kind).intent;
}
bool is_revocation(step_kind kind) {
  return row_of(kind).revocation;
}

std::optional<step_kind> step_kind_named(std::string_view name) {
  for (std::size_t index = 0; index < rows.size(); ++index) {
    if (rows[index].name == name) return static_cast<step_kind>(index);
  }
  return std::nullopt;
}

std::string_view to_string(lane which) {
  switch (which) {
    case lane::reads:
      return "reads";
    case lane::writes:
      return "writes";
    case lane::methods:
      return "methods";
    case lane::secrets:
      return "secrets";
  }
  assertion_failed("lane is one of its enumerators", std::source_location::current());
}

}  // namespace daypass
