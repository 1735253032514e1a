#pragma once
// Whether the daemon can do all of its work, and what a person should know when it can't.

#include "daypass/engine/engine.hpp"

#include <string>
#include <vector>

namespace daypass {

struct readiness_facts {
  engine::condition engine;
  bool draining = false;
  bool feed_connected = false;
  std::vector<std::string> events_lost;  ///< Not acknowledged.
};

/// One line for each thing that is in the way, with its cure; empty: ready. Pure.
[[nodiscard]] std::vector<std::string> why_not_ready(const readiness_facts& facts);

}  // namespace daypass
