#pragma once
// Plays one world: time goes from one thing that happens to the next.

#include "simulation/agenda.hpp"
#include "simulation/life.hpp"
#include "simulation/promises.hpp"
#include "simulation/simulation.hpp"

#include <memory>
#include <optional>
#include <string>

namespace daypass::simulation {

class player {
 public:
  player(std::uint64_t seed, const allowance& allowed, planted_bug* planted);
  /// Of a plan made by hand.
  player(world_plan made, planted_bug* planted);

  [[nodiscard]] verdict play();

 protected:
  void arrange();
  void arrange_people(const hire_plan& hire);
  void step();
  void move_on();

  void tell(const told_record& one);
  void order(const hire_plan& hire, order_kind kind, instant tried_until);
  void sign_in(const hire_plan& hire);

  // player_mishaps.cpp
  void begin(const timed_mishap& what);
  [[nodiscard]] bool begin_tenant(const timed_mishap& what);
  [[nodiscard]] bool begin_kafka(const timed_mishap& what);
  [[nodiscard]] bool begin_clock(const timed_mishap& what);
  [[nodiscard]] bool begin_disk(const timed_mishap& what);
  void commit(const timed_mishap& what, instant tried_until);
  void restore_policy();
  void end_mishaps();

  void start();
  void die();
  void restart_at(instant when);
  void note(std::uint64_t what) { told_.trace = (told_.trace ^ what) * 0x100000001B3ULL; }
  [[nodiscard]] verdict conclude();
  [[nodiscard]] std::vector<std::string> story_of(std::uint64_t hire);

  planted_bug* planted_;
  world world_;
  promises checked_;
  agenda agenda_;
  std::unique_ptr<life> life_;
  chance luck_;  ///< Of restarts.
  std::optional<instant> start_at_;
  std::optional<instant> crash_soon_;
  instant end_{};
  bool first_start_ = true;
  verdict told_;
};

}  // namespace daypass::simulation
