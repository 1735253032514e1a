#include "recipients.hpp"

#include <algorithm>

namespace daypass::planner {
namespace {

constexpr std::uint32_t manager_failures_max = 5;

bool manager_known(const situation& at) {
  const account_state& account = at.is().account;
  return account.manager_looked_at && account.manager_address == at.facts.manager_address;
}

}  // namespace

std::vector<std::string> recipients_of(const situation& at) {
  std::vector<std::string> all = at.facts.recipients;
  if (manager_known(at) && at.is().account.manager_enabled) {
    const std::vector<std::string>& managers = at.facts.manager_certificates;
    all.insert(all.end(), managers.begin(), managers.end());
  }
  std::ranges::sort(all);
  const auto repeats = std::ranges::unique(all);
  all.erase(repeats.begin(), repeats.end());
  return all;
}

std::optional<std::string_view> manager_left_out(const situation& at) {
  if (at.facts.manager_address.empty()) return std::nullopt;
  if (at.facts.manager_certificates.empty()) return "no_certificate";
  if (!manager_known(at)) return "not_looked_up";
  if (!at.is().account.manager_enabled) return "no_enabled_member";
  return std::nullopt;
}

std::optional<step> manager_look(const situation& at, duration fresh_for) {
  if (at.facts.manager_certificates.empty()) return std::nullopt;
  if (manager_known(at) && at.now < *at.is().account.manager_looked_at + fresh_for) {
    return std::nullopt;
  }
  const retry_state& retry = retry_of(at, step_kind::look_manager);
  if (retry.permanent || retry.failures >= manager_failures_max) return std::nullopt;
  step next = new_step(at, step_kind::look_manager);
  next.user = {};
  next.manager = at.facts.manager_address;
  return next;
}

std::optional<decision> look_before_issue(const situation& at) {
  auto look = manager_look(at, at.rules.bounds.evidence_fresh_for);
  if (!look) return std::nullopt;
  const bool backing_off = retry_of(at, step_kind::look_manager).not_before > at.now;
  const bool near = at.now >= at.facts.when->activation_at - at.rules.bounds.verify_ahead;
  if (backing_off && near) return std::nullopt;
  return start(at, std::move(*look));
}

}  // namespace daypass::planner
