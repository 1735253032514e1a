// The mishaps that come at times of their own: how each begins, and how all of them end.
#include "simulation/acts.hpp"
#include "simulation/player.hpp"

#include <fmt/format.h>

namespace daypass::simulation {
namespace {

constexpr int strict_lifetime_minutes = 60;

}  // namespace

/// It counts as struck where it could be carried out.
void player::begin(const timed_mishap& what) {
  if (world_.decides.ended()) return;
  bool struck = false;
  switch (what.id.first) {
    case mishap::policy_changed:
    case mishap::budget_cut:
    case mishap::tenant_clock:
      struck = begin_tenant(what);
      break;
    case mishap::rebalance:
    case mishap::broker_gone:
    case mishap::offsets_rewound:
    case mishap::offsets_reset:
      struck = begin_kafka(what);
      break;
    case mishap::clock_forward:
    case mishap::clock_back:
    case mishap::clock_drift:
    case mishap::zones_changed:
      struck = begin_clock(what);
      break;
    case mishap::disk_read_only:
    case mishap::passes_unwritable:
    case mishap::passes_full:
    case mishap::down_long:
      struck = begin_disk(what);
      break;
    case mishap::not_replicated:
    case mishap::flapping:
    case mishap::redelivered:
    case mishap::dst_night:
      return;  // Noticed where they happen.
    default:
      commit(what, what.at + hours{18});
      return;
  }
  if (struck) world_.decides.happened(what.id, {});
  ++world_.changes;
}

/// An act on an account or file that isn't there yet is tried again for some hours.
void player::commit(const timed_mishap& what, instant tried_until) {
  if (world_.decides.ended()) return;
  const hire_plan* hire = world_.hire(what.hire);
  if (hire == nullptr) return;
  if (commit_act(world_, checked_.folder(), what)) {
    checked_.note_act(*hire, what.id.first);
    world_.decides.happened(what.id, hire->who.hire_id);
    if (what.id.first != mishap::account_restored) return;
    agenda_.at(world_.now() + what.lasts, [this, hire] {
      for (const auto& one : world_.graph.state().world.everyone()) {
        if (one.values.text("employeeId") != hire->who.hire_id) continue;
        static_cast<void>(act(world_, "restore_user", {{"user", one.id}}));
      }
    });
    return;
  }
  if (world_.now() >= tried_until) return;
  agenda_.at(world_.now() + minutes{47}, [this, &what, tried_until] { commit(what, tried_until); });
}

bool player::begin_tenant(const timed_mishap& what) {
  entra_simulator::graph_state& tenant = world_.graph.state();
  const instant until = world_.now() + what.lasts;
  chance how(what.draw);
  switch (what.id.first) {
    case mishap::policy_changed:
      switch (how.below(3)) {
        case 0:
          tenant.world.policy.enabled = false;
          break;
        case 1:
          tenant.world.policy.maximum_lifetime_minutes = strict_lifetime_minutes;
          break;
        default:
          tenant.world.policy.once = true;
          break;
      }
      world_.until.policy_changed = std::max(world_.until.policy_changed, until);
      agenda_.at(until, [this] { restore_policy(); });
      return true;
    case mishap::budget_cut:
      tenant.set.authentication_limit = true;
      world_.until.budget_cut = std::max(world_.until.budget_cut, until);
      agenda_.at(until, [this] { world_.graph.state().set.authentication_limit = false; });
      return true;
    default:
      // From here on, and little enough to go on working: only our own clock jumps by hours.
      if (tenant.set.clock_offset != duration{0}) return false;
      tenant.set.clock_offset = how.between(-seconds{100}, seconds{100});
      return true;
  }
}

void player::restore_policy() {
  entra_simulator::pass_policy& policy = world_.graph.state().world.policy;
  policy = {};
  policy.enabled = true;
  ++world_.changes;
}

bool player::begin_kafka(const timed_mishap& what) {
  chance how(what.draw);
  const auto partition = static_cast<std::int32_t>(how.below(world_.plan.partitions));
  switch (what.id.first) {
    case mishap::rebalance:
      world_.topic.rebalance();
      return true;
    case mishap::broker_gone:
      world_.topic.broker_gone(world_.now() + what.lasts);
      return true;
    case mishap::offsets_rewound: {
      // Before anything is recorded, what is committed is an operator's word on where to begin.
      const auto committed = world_.topic.committed(partition);
      if (!committed || *committed == 0 || !world_.topic.highest_committed(partition)) return false;
      const auto bound = static_cast<std::uint64_t>(*committed);
      world_.topic.rewind(partition, static_cast<std::int64_t>(how.below(bound)));
      if (how.happens(500)) world_.topic.rebalance();
      return true;
    }
    default:
      switch (how.below(3)) {
        case 0:
          for (std::int32_t one = 0; one < world_.topic.partitions(); ++one) {
            if (!world_.topic.highest_committed(one)) continue;
            world_.topic.rewind(one, world_.topic.log_end(one));
          }
          break;
        case 1:
          world_.topic.forget_committed();
          break;
        default:
          world_.topic.rename_cluster(fmt::format("sim-{}", what.draw % 1000));
          break;
      }
      if (how.happens(700)) world_.topic.rebalance();
      return true;
  }
}

bool player::begin_clock(const timed_mishap& what) {
  chance how(what.draw);
  const instant until = world_.now() + what.lasts;
  if (what.id.first == mishap::zones_changed) {
    world_.zones = (world_.zones + 1 + how.below(2)) % made_up_zones::versions.size();
    world_.zones_since = world_.now();
    premises::here().use_zones(world_.zones);
    if (life_ && life_->running()) life_->zones_changed();
    return true;
  }
  world_.until.clock_off = std::max(world_.until.clock_off, until);
  if (what.id.first == mishap::clock_drift) {
    constexpr std::uint64_t ppm_most = 20'000;
    world_.time.drift(static_cast<std::int64_t>(how.below(2 * ppm_most)) -
                      static_cast<std::int64_t>(ppm_most));
  } else {
    const duration by = how.between(seconds{10}, hours{5});
    world_.time.step(what.id.first == mishap::clock_forward ? by : -by);
  }
  agenda_.at(until, [this] {
    world_.time.drift(0);
    world_.time.step(world_.now() - world_.time.now());
  });
  return true;
}

bool player::begin_disk(const timed_mishap& what) {
  const instant until = world_.now() + what.lasts;
  switch (what.id.first) {
    case mishap::disk_read_only:
      world_.until.disk_read_only = std::max(world_.until.disk_read_only, until);
      return true;
    case mishap::passes_unwritable:
      world_.until.passes_unwritable = std::max(world_.until.passes_unwritable, until);
      return true;
    case mishap::passes_full:
      world_.until.passes_full = std::max(world_.until.passes_full, until);
      return true;
    default:
      restart_at(std::max(until, start_at_.value_or(until)));
      if (life_) world_.dying = dying_how::killed;
      return true;
  }
}

void player::end_mishaps() {
  world_.decides.end();
  world_.until = {};
  world_.time.drift(0);
  world_.time.step(world_.now() - world_.time.now());
  world_.graph.state().set.authentication_limit = false;
  world_.graph.state().set.flap_probability = 0;
  restore_policy();
  if (start_at_) start_at_ = std::min(*start_at_, world_.now() + minutes{1});
}

}  // namespace daypass::simulation
