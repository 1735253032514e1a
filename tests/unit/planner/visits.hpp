#pragma once
// A sample as the engine visits it, with every lane open.

#include "unit/planner/sample.hpp"

#include "daypass/planner/visit.hpp"

namespace daypass::planner {

[[nodiscard]] inline visit_input due(const sample& of) {
  return {.facts = of.facts,
          .rules = of.rules,
          .now = of.now,
          .running = of.running,
          .fresh_name = "fresh",
          .lane_open = {true, true, true, true}};
}

[[nodiscard]] inline visit_result visited(const sample& of) {
  return visit(of.record, due(of));
}

}  // namespace daypass::planner
