#pragma once
// The pure part of a recording: what a transition runs inside the store's transaction.

#include "daypass/planner/visit.hpp"
#include "daypass/ports/interpreter.hpp"
#include "daypass/ports/state_store.hpp"

#include <memory>

namespace daypass::engine {

/// What an interpreter made of HR's words, as long as neither changes: it looks up zones and
/// transliterates names, which is not for every step anew.
struct known_facts {
  std::shared_ptr<const interpreter> meaning;
  std::uint64_t wanted_version = 0;
  derived facts;
};

/// Those of this record: `before` where that is still so.
[[nodiscard]] std::shared_ptr<const known_facts> facts_of(
    const onboarding& record, std::shared_ptr<const interpreter> meaning,
    std::shared_ptr<const known_facts> before);

/// Everything a visit needs beside the fresh record, by value: the store runs it on its own thread
/// and may repeat it.
struct visit_order {
  std::shared_ptr<const interpreter> meaning;
  std::shared_ptr<const known_facts> known;  ///< Of an earlier visit, or none; renewed by a run.
  std::shared_ptr<const planner::policy> rules;
  instant now{};
  std::vector<planner::running_step> running;
  std::optional<outcome> happened;
  std::optional<pass_id> code_in_hand;
  std::string fresh_name;
  std::uint64_t random = 0;
  std::array<bool, lane_count> lane_open{};
  std::optional<duration> graph_ahead;  ///< Graph's clock less ours; nothing: not known yet.
  unsigned names_taken = 0;    ///< Reserved UPNs that the store refused: other hires' of ours.
  planner::visit_result told;  ///< What the last run gave, but `is`, which is the store's.
};

/// A transition over `order`; what it gave is in `order->told` afterwards.
[[nodiscard]] transition make_transition(std::shared_ptr<visit_order> order);

/// What folding an event means for the schedule: due now, unless nothing can be due before long.
[[nodiscard]] fold_function make_fold(std::shared_ptr<const interpreter> meaning,
                                      std::shared_ptr<const planner::policy> rules, instant now);

}  // namespace daypass::engine
