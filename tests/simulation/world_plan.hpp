#pragma once
// What will happen in one world, drawn beforehand: hires and HR's words, orders, what users and
// administrators do, and the mishaps that come at times of their own. Each hire and each mishap
// draws from its own stream, so that leaving one out changes no other.

#include "simulation/fate.hpp"
#include "simulation/hr_words.hpp"

#include "daypass/domain/order.hpp"

#include <string>
#include <vector>

namespace daypass::simulation {

struct planned_order {
  instant at{};
  order_kind kind{};
};

/// What stands in a hire's way in the tenant from the beginning.
enum class obstacle_kind : std::uint8_t {
  none,
  upn_taken,       ///< Somebody else has the name that the template makes.
  deleted_holder,  ///< A soft-deleted account holds it.
  colleague,       ///< An account with the hire's employeeId works here already.
};

struct hire_plan {
  std::uint64_t number = 0;  ///< From 1.
  hire_names who;
  std::vector<told_record> told;  ///< By time.
  std::vector<planned_order> orders;
  obstacle_kind obstacle = obstacle_kind::none;
  bool signs_in = false;      ///< With the sealed code, after activation.
  bool registers = false;     ///< A strong method, when signed in.
  duration signs_in_after{};  ///< From activation.
};

/// One that comes at a time of its own.
struct timed_mishap {
  mishap_id id;
  instant at{};
  duration lasts{};        ///< Of those that last.
  std::uint64_t hire = 0;  ///< Number, of what concerns one hire's account.
  std::uint64_t draw = 0;  ///< For its particulars.
};

struct world_plan {
  std::uint64_t seed = 0;
  instant begins{};
  instant mishaps_end{};
  std::size_t configuration = 0;  ///< Which of premises' configurations.
  std::size_t zones = 0;          ///< Version of the tz database at the beginning.
  unsigned partitions = 1;
  bool rush = false;             ///< All hires are announced within seconds: requests queue up.
  bool brisk = false;            ///< Awaits pause for milliseconds alone.
  bool short_authority = false;  ///< Authority and retention of three days: hires are purged.
  std::vector<hire_plan> hires;
  std::vector<told_record> poison;
  std::vector<timed_mishap> mishaps;  ///< By time; those that fate has in this world.
};

/// Draws the whole plan of a seed. Nothing that is not allowed is in it.
[[nodiscard]] world_plan draw_plan(const chance& seed, const fate& decides,
                                   const allowance& allowed);

}  // namespace daypass::simulation
