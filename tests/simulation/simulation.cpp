#include "simulation/simulation.hpp"

#include "simulation/promises.hpp"

#include "daypass/base/secret_text.hpp"

namespace daypass::simulation {
namespace {

constexpr std::uint64_t patience = 600;  // Pauses for an await that a crash is aimed at.

constexpr instant first_monday = std::chrono::sys_days(std::chrono::year{2026} / 11 / 2);

class player {
 public:
  explicit player(std::uint64_t seed)
      : luck_(seed),
        story_(draw_story(luck_, first_monday)),
        world_(luck_, story_, first_monday),
        checked_(world_) {
    world_.fault_per_mille = 20 + luck_.below(150);
    points_ = await_points();
    faults_end_ = story_.begins + days{4} + luck_.between(duration(0), days{4});
    crash_after_pauses_ = 1 + luck_.below(400);
  }

  verdict play() {
    start();
    while (world_.time.true_now() < end_ || event_just_told()) step();
    const std::int64_t committed = process_->committed();
    checked_.check_end(committed);
    process_.reset();
    return conclude();
  }

 private:
  void start() {
    process_ = std::make_unique<simulated_process>(world_);
    next_crash_ = world_.pauses + crash_after_pauses_;
    // Some awaits are rare: half of the crashes are aimed at one.
    world_.wanted_await = luck_.happens(500) ? points_[luck_.below(points_.size())] : "";
  }

  [[nodiscard]] bool crash_due() const {
    if (world_.pauses >= next_crash_ + (world_.wanted_await.empty() ? 0 : patience)) return true;
    const auto wanted = world_.pending.find(world_.wanted_await);
    return wanted != world_.pending.end() && wanted->second > 0;
  }

  void step() {
    process_->poll();
    ++told_.steps;
    if (world_.time.true_now() >= faults_end_) {
      if (world_.fault_per_mille > 0) end_faults();
    } else if (crash_due()) {
      crash();
      return;
    }
    checked_.check_step();
    late_effects();
    const instant wake = world_.time.next_wake();
    if (next_order_ < story_.orders.size() &&
        story_.orders[next_order_].at <= std::min(wake, end_)) {
      order();
      return;
    }
    note(static_cast<std::uint64_t>(wake.time_since_epoch().count()));
    if (wake == never || wake > end_) {
      world_.time.move_to(end_);
    } else {
      world_.time.wake_next();
    }
  }

  /// What was given up may still happen, within the time that the design allows for it.
  void late_effects() {
    if (world_.time.true_now() < late_since_ + minutes{10} && !luck_.happens(5)) return;
    late_since_ = world_.time.true_now();
    world_.entra.take_late_effects();
    world_.secrets.take_late_effects();
  }

  void order() {
    const told_order& given = story_.orders[next_order_++];
    world_.time.move_to(given.at);
    if (!give_order(world_, given)) return;
    ++told_.orders;
    process_->nudge(given.key);
  }

  /// The last hour was quiet, so whatever HR told has been taken in and acted on.
  [[nodiscard]] bool event_just_told() {
    const instant now = world_.time.true_now();
    for (const told_event& one : story_.events) {
      if (one.at > now - hours{1} && one.at <= now) {
        end_ = one.at + hours{1};
        return true;
      }
    }
    for (const told_order& one : story_.orders) {
      if (one.at > now - hours{1} && one.at <= now) {
        end_ = one.at + hours{1};
        return true;
      }
    }
    return false;
  }

  void crash() {
    ++told_.crashes;
    process_.reset();
    if (luck_.happens(100)) {
      // Nothing sent before takes effect after hours.
      world_.entra.take_late_effects();
      world_.secrets.take_late_effects();
      world_.time.move_to(world_.time.true_now() + hours{3});
    }
    crash_after_pauses_ = 1 + luck_.below(900);
    start();
  }

  void end_faults() {
    world_.fault_per_mille = 0;
    world_.entra.take_late_effects();
    world_.secrets.take_late_effects();
    end_ = world_.time.true_now() + days{1} + luck_.between(duration(0), days{6});
  }

  void note(std::uint64_t what) { told_.trace = (told_.trace ^ what) * 0x100000001b3ULL; }

  verdict conclude() {
    told_.broken = checked_.broken();
    told_.hires = story_.hires.size();
    told_.faults_by_kind = world_.faults;
    for (const auto& [kind, count] : world_.faults) told_.faults += count;
    told_.crashes_at = world_.crashes_at;
    told_.awaits = world_.awaits;
    for (const hire_key& key : story_.hires) told_.purged += world_.state.purged(key) ? 1 : 0;
    return told_;
  }

  chance luck_;
  story story_;
  outside world_;
  promises checked_;
  std::unique_ptr<simulated_process> process_;
  instant faults_end_{};
  instant end_ = never;
  instant late_since_{};
  std::vector<std::string> points_;
  std::size_t next_order_ = 0;
  std::uint64_t crash_after_pauses_ = 0;
  std::uint64_t next_crash_ = 0;
  verdict told_;
};

}  // namespace

void add(verdict& sum, const verdict& more) {
  const auto add_counts = [](auto& counts, const auto& others) {
    for (const auto& [name, count] : others) counts[name] += count;
  };
  sum.broken.insert(sum.broken.end(), more.broken.begin(), more.broken.end());
  sum.hires += more.hires;
  sum.faults += more.faults;
  sum.crashes += more.crashes;
  sum.orders += more.orders;
  sum.purged += more.purged;
  sum.steps += more.steps;
  add_counts(sum.faults_by_kind, more.faults_by_kind);
  add_counts(sum.crashes_at, more.crashes_at);
  add_counts(sum.awaits, more.awaits);
}

verdict play(std::uint64_t seed) {
  if (auto ready = initialise_secret_memory(1 << 20); !ready) {
    return {.broken = {ready.error().what}};
  }
  return player(seed).play();
}

}  // namespace daypass::simulation
