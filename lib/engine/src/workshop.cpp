#include "workshop.hpp"

namespace daypass::engine {

workshop::workshop(parts given)
    : with(std::move(given)),
      rules(std::make_shared<planner::policy>(with.rules)),
      meaning(with.meaning),
      board(with.room),
      children(with.executor, with.time),
      work_to_do(with.executor),
      policy_asked(with.executor),
      letters_to_send(with.executor),
      quiet(with.executor) {}

void workshop::wake() {
  look_now = true;
  work_to_do.set();
}

}  // namespace daypass::engine
