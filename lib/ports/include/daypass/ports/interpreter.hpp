#pragma once
// What follows from HR's words, the configuration and the tz database: zone, instant, UPN.

#include "daypass/domain/onboarding.hpp"

#include <memory>
#include <string>

namespace daypass {

/// Immutable; a new configuration or tz database is a new interpreter. Any thread.
class interpreter {
 public:
  virtual ~interpreter() = default;

  /// Pure: the same words give the same facts.
  [[nodiscard]] virtual derived interpret(const hire_key& key, const wanted& wants) const = 0;

  /// What its answers rest on, in a few characters: two interpreters whose basis is the same answer
  /// alike, also when the process has been restarted in between.
  [[nodiscard]] virtual std::string basis() const = 0;

  /// An instant in that zone, for a person: `2026-11-30 08:00 CET (+01:00) Europe/Berlin`.
  [[nodiscard]] virtual std::string local_text(instant at, const std::string& zone) const = 0;
};

}  // namespace daypass
