#include "simulation/world.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace daypass::simulation {
namespace {

namespace sim = entra_simulator;

sim::identity tenant_identity() {
  sim::identity who;
  who.domains = {mail_domain};
  who.canary = canary;
  return who;
}

sim::switches tenant_switches(const fate& decides, chance luck) {
  sim::switches set;
  set.latency = {milliseconds{5}, milliseconds{200}};
  if (decides.has(mishap::not_replicated)) {
    const duration most = luck.between(seconds{5}, minutes{4});
    set.directory_lag = {duration(0), most / 4};
    set.index_lag = {duration(0), most};
    set.authentication_lag = {duration(0), most};
    set.reference_lag = {duration(0), most};
    set.reference_lag_not_found = luck.happens(500);
  }
  if (decides.has(mishap::flapping)) {
    constexpr double flap_usual = 0.15;
    set.flap_probability = flap_usual;
    set.flap_window = luck.between(minutes{1}, minutes{8});
  }
  set.pass_delete_revokes_sessions = luck.happens(300);
  set.existing_pass_conflicts = luck.happens(200);
  set.revoke_status = luck.happens(500) ? 200 : 204;
  set.mangle_deleted_upn = luck.happens(300);
  return set;
}

sim::user& add_account(world& of, const std::string& upn, const std::string& employee_id) {
  sim::property_values values;
  values.set("userPrincipalName", upn);
  values.set("displayName", upn);
  values.set("userType", "Member");
  values.set("accountEnabled", true);
  if (!employee_id.empty()) values.set("employeeId", employee_id);
  const sim::moment long_ago = of.graph.at(of.now() - days{100});
  sim::user& made =
      of.graph.state().world.create(std::move(values), long_ago, sim::actor::administrator);
  made.visible_at.fill(long_ago.host);
  return made;
}

void put_in_the_way(world& of, const hire_plan& hire) {
  const std::string upn = fmt::format("{}.doe@{}", hire.who.given_name, mail_domain);
  sim::directory_world& directory = of.graph.state().world;
  switch (hire.obstacle) {
    case obstacle_kind::none:
      return;
    case obstacle_kind::upn_taken:
      if (directory.holder_of(upn) == nullptr) add_account(of, upn, "X" + hire.who.hire_id);
      return;
    case obstacle_kind::deleted_holder:
      if (directory.holder_of(upn) == nullptr) {
        sim::user& holder = add_account(of, upn, "");
        directory.remove(holder, of.graph.at(of.now()), sim::actor::administrator);
      }
      return;
    case obstacle_kind::colleague:
      add_account(of, fmt::format("old.{}@{}", hire.who.hire_id, mail_domain), hire.who.hire_id);
      return;
  }
}

}  // namespace

world::world(std::uint64_t number, const allowance& allowed)
    : seed(number),
      time(std::chrono::sys_days(std::chrono::year{2026} / 11 / 2)),
      decides(
          seed.stream("fate"), allowed, [this] { return now(); },
          [this] { return hire_in_flight(); }),
      plan(draw_plan(seed, decides, allowed)),
      luck(seed.stream("luck")),
      topic([this] { return now(); }, static_cast<std::int32_t>(plan.partitions)),
      graph(tenant_identity(), tenant_switches(decides, seed.stream("tenant")), number),
      disk(seed.stream("disk").next()),
      leaks(canary),
      zones(plan.zones) {
  set_up_disk_and_zones();
}

world::world(world_plan made)
    : seed(made.seed),
      time(made.begins),
      decides([this] { return now(); }, [this] { return hire_in_flight(); }),
      plan(std::move(made)),
      luck(seed.stream("luck")),
      topic([this] { return now(); }, static_cast<std::int32_t>(plan.partitions)),
      graph(tenant_identity(), tenant_switches(decides, seed.stream("tenant")), plan.seed),
      disk(seed.stream("disk").next()),
      leaks(canary),
      zones(plan.zones) {
  set_up_disk_and_zones();
}

void world::set_up_disk_and_zones() {
  static std::uint64_t worlds = 0;
  vfs_name = fmt::format("world-{}", ++worlds);
  vfs = support::register_disk_vfs(disk, vfs_name);
  premises::here().use_zones(zones);
  static_cast<void>(premises::here().zones().reload());
}

const hire_plan* world::hire(std::uint64_t number) const {
  const auto found = std::ranges::find(plan.hires, number, &hire_plan::number);
  return found == plan.hires.end() ? nullptr : &*found;
}

hr_truth world::truth(const hire_plan& hire) const {
  const auto found = told_of.find(hire.number);
  if (found == told_of.end()) return {};
  return truth_of(found->second, hire.who.order, now());
}

std::optional<instant> world::activation_of(const hr_truth& truth) const {
  if (!truth.start) return std::nullopt;
  const auto& how = configuration().settings.profiles.at("standard");
  return expected_instant(zones, truth.start->zone, truth.start->date,
                          truth.start->time_of_day.value_or(how.local_start));
}

duration world::lifetime() const {
  return configuration().settings.profiles.at("standard").pass_lifetime;
}

bool world::hire_in_flight() const {
  return std::ranges::any_of(plan.hires, [this](const hire_plan& one) {
    const auto activation = activation_of(truth(one));
    return activation && now() < *activation + lifetime();
  });
}

bool world::calm() const {
  const instant latest =
      std::max({until.disk_read_only, until.passes_unwritable, until.passes_full,
                until.policy_changed, until.budget_cut, until.clock_off, topic.gone_until()});
  return alive && now() >= latest;
}

void furnish(world& of) {
  sim::directory_world& directory = of.graph.state().world;
  directory.policy.enabled = true;
  add_account(of, fmt::format("boss@{}", mail_domain), "M1");
  for (const hire_plan& one : of.plan.hires) put_in_the_way(of, one);
}

}  // namespace daypass::simulation
