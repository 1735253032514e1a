#pragma once
// One look at one record, from beginning to end: what the engine runs inside a transaction.

#include "daypass/domain/outcome.hpp"
#include "daypass/planner/decide.hpp"
#include "daypass/planner/situation.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace daypass::planner {

struct visit_input {
  const derived& facts;
  const policy& rules;
  instant now{};
  std::span<const running_step> running;  ///< With the one that was just answered, if any.
  const outcome* happened = nullptr;      ///< Borrowed; none: the record was only due or nudged.
  std::optional<pass_id> code_in_hand;    ///< Of which pass the code is in memory.
  std::string_view fresh_name;
  std::uint64_t random = 0;
  std::array<bool, lane_count> lane_open{};  ///< May a forward step start on this lane now?
  unsigned names_taken = 0;  ///< How many numbers from here on other hires of ours reserved.
  /// Graph's clock less ours; nothing: this process had no answer yet to compare them by.
  std::optional<duration> graph_ahead = duration{0};
};

/// One line of the hire's story.
struct story_line {
  std::string what;
  std::string detail;
};

struct visit_result {
  actual is;  ///< To be written; its intents are in it.
  decision verdict;
  std::vector<step> starts;          ///< To be started once the write is durable.
  bool steps_running = false;        ///< Something started earlier is not answered yet.
  bool lane_full = false;            ///< The forward step waits for room on its lane.
  bool standing_changed = false;     ///< Held, parked or settled, or going on after that.
  bool late = false;                 ///< Activation has come without a ready pass: told once.
  bool revocation_stuck = false;     ///< The lock-out takes too long: told once.
  bool became_ready = false;         ///< The verified pass is in the store, for the first time.
  bool became_locked_out = false;    ///< Every revocation effect is confirmed.
  bool rescission_unheeded = false;  ///< Or a revoke: our authority had ended, nothing changes.
  std::optional<std::string_view> manager_left_out;  ///< Of the pass about to be issued, and why.
  std::vector<story_line> story;
};

/// Reconcile, absorb, decide, and intend what starts. Pure.
[[nodiscard]] visit_result visit(const onboarding& fresh, const visit_input& input);

}  // namespace daypass::planner
