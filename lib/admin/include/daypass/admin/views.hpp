#pragma once
// What the reading verbs print, as text for people and as JSON for scripts. Pure.

#include "daypass/domain/onboarding.hpp"
#include "daypass/ports/state_store.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace daypass::admin {

/// An instant in a zone: `2026-11-30 08:00 CET (+01:00) Europe/Berlin` (interpreter::local_text).
using local_time_text = std::function<std::string(instant, const std::string& zone)>;

/// Everything about one hire.
struct hire_story {
  onboarding record;
  derived facts;  ///< interpreter::interpret of the record.
  std::vector<history_entry> history;
};

/// `list`: one line a hire, and how many.
[[nodiscard]] std::string list_as_text(std::span<const listed_onboarding> hires);
[[nodiscard]] std::string list_as_json(std::span<const listed_onboarding> hires);

/// `show HIRE`: where it stands and what to do about it; what HR wants, what operators said, what
/// is so; the history. Instants in UTC, and in the hire's zone where it is known.
[[nodiscard]] std::string story_as_text(const hire_story& story, const local_time_text& local);
[[nodiscard]] std::string story_as_json(const hire_story& story, const local_time_text& local);

/// `dead-letters`: what could not be used, where it lies, why. The JSON has the bytes as text.
[[nodiscard]] std::string dead_letters_as_text(std::span<const quarantined_event> events);
[[nodiscard]] std::string dead_letters_as_json(std::span<const quarantined_event> events);

/// Readiness and totals. `not_ready`: why not; empty: ready.
[[nodiscard]] std::string status_as_text(const state_totals& totals,
                                         const std::vector<std::string>& not_ready);
[[nodiscard]] std::string status_as_json(const state_totals& totals,
                                         const std::vector<std::string>& not_ready);

/// The cure of a reason, with the hire's key where it says HIRE.
[[nodiscard]] std::string cure_for(const hire_key& key, reason why);

}  // namespace daypass::admin
