#pragma once
// Everything a decision may look at: a record, what follows from it, the hour and the policy.

#include "daypass/domain/onboarding.hpp"
#include "daypass/domain/step.hpp"
#include "daypass/planner/policy.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace daypass::planner {

/// So far our clock may be from Graph's (design 6).
inline constexpr auto clock_offset_max = seconds{120};

/// A step that was started and has not been answered.
struct running_step {
  step_id id{};
  step_kind kind{};
};

/// A record whose parts may be in different places; borrowed as the situation is.
struct record_view {
  const hire_key& key;
  const wanted& wants;
  const orders& ordered;
  const actual& is;

  record_view(const onboarding& whole) : record_view(whole, whole.is) {}
  /// As `fresh`, but for what is so.
  record_view(const onboarding& fresh, const actual& now_is)
      : key(fresh.key), wants(fresh.wants), ordered(fresh.ordered), is(now_is) {}
};

/// Borrowed for the length of one call.
struct situation {
  record_view record;
  const derived& facts;
  const policy& rules;
  instant now{};
  std::span<const running_step> running;
  bool code_in_hand = false;    ///< The code of `actual.pass.id` is in memory.
  std::string_view fresh_name;  ///< A name never used, for the secret of a new intent.
  /// Graph's clock less ours; nothing: this process had no answer yet to compare them by.
  std::optional<duration> graph_ahead = duration{0};

  [[nodiscard]] instant by_graphs_clock() const { return now + graph_ahead.value_or(duration{0}); }
  /// Also where Graph's first answer to this process came after the rules were made.
  [[nodiscard]] bool clock_trusted() const {
    return rules.clock_trusted &&
           std::chrono::abs(graph_ahead.value_or(duration{0})) <= clock_offset_max;
  }
  [[nodiscard]] const actual& is() const { return record.is; }
  [[nodiscard]] bool is_running(step_kind kind) const {
    for (const running_step& one : running) {
      if (one.kind == kind) return true;
    }
    return false;
  }
};

}  // namespace daypass::planner
