#include "simulation/player.hpp"

#include "simulation/acts.hpp"
#include "simulation/disk_troubles.hpp"
#include "simulation/openssl_chance.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace daypass::simulation {
namespace {

constexpr duration quiet_least = hours{30};

std::string text(instant at) {
  return fmt::format("{:%m-%d %H:%M:%S}", std::chrono::floor<milliseconds>(at));
}

}  // namespace

player::player(std::uint64_t seed, const allowance& allowed, planted_bug* planted)
    : planted_(planted),
      world_(seed, allowed),
      checked_(world_),
      luck_(world_.seed.stream("lives")) {
  seed_openssl(seed);
  trouble_disk(world_);
  furnish(world_);
}

player::player(world_plan made, planted_bug* planted)
    : planted_(planted),
      world_(std::move(made)),
      checked_(world_),
      luck_(world_.seed.stream("lives")) {
  seed_openssl(world_.plan.seed);
  trouble_disk(world_);
  furnish(world_);
}

verdict player::play() {
  arrange();
  start();
  while (world_.now() < end_) step();
  checked_.look_at_end(life_.get());
  return conclude();
}

void player::arrange() {
  end_ = world_.plan.mishaps_end + quiet_least;
  const auto last = [this](instant at, duration more) { end_ = std::max(end_, at + more); };
  for (const told_record& one : world_.plan.poison) {
    agenda_.at(one.at, [this, &one] { tell(one); });
    last(one.at, hours{2});
  }
  for (const hire_plan& hire : world_.plan.hires) {
    for (const told_record& one : hire.told) {
      agenda_.at(one.at, [this, &one] { tell(one); });
      last(one.at, hours{4});
    }
    for (const planned_order& one : hire.orders) {
      const instant until = one.at + hours{12};
      agenda_.at(one.at, [this, &hire, &one, until] { order(hire, one.kind, until); });
      last(one.at, hours{16});
    }
    arrange_people(hire);
  }
  for (const timed_mishap& one : world_.plan.mishaps) {
    agenda_.at(one.at, [this, &one] { begin(one); });
  }
  agenda_.at(world_.plan.mishaps_end, [this] { end_mishaps(); });
}

/// Users go by the words that hold when they are told; who is moved comes again.
void player::arrange_people(const hire_plan& hire) {
  if (!hire.signs_in) return;
  for (const told_record& one : hire.told) {
    if (!one.word || !one.word->start) continue;
    const hr_truth alone{.announced = true, .start = one.word->start};
    const auto activation = world_.activation_of(alone);
    if (!activation || *activation < one.at) continue;
    agenda_.at(*activation + hire.signs_in_after, [this, &hire] { sign_in(hire); });
  }
}

void player::sign_in(const hire_plan& hire) {
  const auto activation = world_.activation_of(world_.truth(hire));
  if (activation && world_.now() >= *activation)
    sign_in_with_sealed_pass(world_, checked_.folder(), hire);
}

void player::step() {
  ++told_.steps;
  if (life_) life_->poll();
  checked_.look();
  const bool falls = world_.dying != dying_how::no || world_.disk.fenced();
  if (life_ && (falls || !life_->running())) {
    die();
    return;
  }
  move_on();
}

/// The nearest thing that happens: a planned act, a sleeper's end, a late effect, a crash.
void player::move_on() {
  const instant act = agenda_.next();
  const instant sleeper = life_ ? world_.time.next_wake() : never;
  const instant effect = world_.graph.next_late_effect().value_or(never);
  const instant crash =
      std::min(world_.decides.crash_at().value_or(never), crash_soon_.value_or(never));
  const instant restart = start_at_.value_or(never);
  const instant next = std::min({act, sleeper, effect, life_ ? crash : never, restart, end_});
  note(static_cast<std::uint64_t>(next.time_since_epoch().count()));
  if (next == end_) {
    world_.time.move_to(end_);
  } else if (next == effect) {
    world_.time.move_to(next);
    world_.graph.run_late_effects(world_.now());
    ++world_.changes;
  } else if (life_ && next == crash) {
    world_.time.move_to(next);
    const bool power = luck_.happens(500);
    world_.dying = power ? dying_how::power_lost : dying_how::killed;
    world_.decides.noticed(power ? mishap::power_loss : mishap::killed_at_await, "after a mishap");
  } else if (next == restart) {
    world_.time.move_to(next);
    start_at_.reset();
    start();
  } else if (next == act) {
    world_.time.move_to(next);
    agenda_.run_next();
  } else {
    world_.time.wake_next();
  }
}

void player::tell(const told_record& one) {
  world_.topic.append(one.partition, one.record);
  world_.told.push_back(&one);
  if (one.hire != 0) world_.told_of[one.hire].push_back(&one);
  ++world_.changes;
}

void player::order(const hire_plan& hire, order_kind kind, instant tried_until) {
  if (life_ && life_->running() && life_->order(hire, kind)) {
    world_.ordered[hire.number].push_back({world_.now(), kind});
    ++told_.orders;
    return;
  }
  if (world_.now() >= tried_until) return;
  agenda_.at(world_.now() + minutes{10},
             [this, &hire, kind, tried_until] { order(hire, kind, tried_until); });
}

void player::start() {
  crash_soon_.reset();
  world_.recovery_calls_left.reset();
  if (!first_start_ && world_.decides.strikes(mishap::killed_recovering)) {
    if (luck_.happens(500)) {
      world_.recovery_calls_left = 1 + luck_.below(80);
    } else {
      crash_soon_ = world_.now() + luck_.between(duration(1), milliseconds{900});
    }
  }
  first_start_ = false;
  life_ = std::make_unique<life>(world_, planted_);
}

void player::die() {
  const bool power_lost = world_.dying == dying_how::power_lost;
  ++told_.crashes;
  life_->kill(power_lost);
  life_.reset();
  world_.dying = dying_how::no;
  if (start_at_) return;  // Somebody said when already.
  const bool at_once = luck_.happens(600);
  restart_at(world_.now() + (at_once ? luck_.between(duration(1), milliseconds{800})
                                     : luck_.between(seconds{1}, minutes{30})));
}

void player::restart_at(instant when) {
  start_at_ = when;
}

std::vector<std::string> player::story_of(std::uint64_t number) {
  std::vector<std::string> lines;
  const hire_plan* hire = world_.hire(number);
  if (hire == nullptr) return lines;
  for (const told_record& one : hire->told) {
    lines.push_back(fmt::format("{}  HR: {}", text(one.at), one.record.value.value_or("")));
  }
  for (const given_order& one : world_.ordered[number]) {
    lines.push_back(fmt::format("{}  operator: {}", text(one.at), to_string(one.kind)));
  }
  for (const auto& account : world_.graph.state().world.everyone()) {
    if (account.values.text("employeeId") != hire->who.hire_id) continue;
    for (const auto& entry : account.history) {
      lines.push_back(fmt::format("{}  Entra: {} by {} {}", text(entry.at), entry.what,
                                  to_string(entry.by), entry.detail));
    }
  }
  if (life_ && life_->running()) {
    for (const history_entry& entry : life_->history(*hire)) {
      lines.push_back(fmt::format("{}  daypass: {} {}{}", text(entry.at), entry.what, entry.detail,
                                  entry.count > 1 ? fmt::format(" (x{})", entry.count) : ""));
    }
  }
  std::ranges::sort(lines);
  return lines;
}

verdict player::conclude() {
  told_.worlds = 1;
  told_.broken = checked_.broken();
  told_.impossible = world_.impossible;
  told_.hires = world_.plan.hires.size();
  told_.served = checked_.served_hires();
  told_.mishaps = world_.decides.tally();
  told_.crashes_at = world_.crashes_at;
  told_.awaits = world_.awaits;
  told_.struck = world_.decides.all();
  for (const auto& [point, count] : world_.awaits) told_.requests += count;
  std::set<std::uint64_t> concerned;
  for (const broken_promise& one : told_.broken) concerned.insert(one.hire);
  for (const std::uint64_t hire : concerned) {
    for (std::string& line : story_of(hire)) told_.story.push_back(std::move(line));
  }
  world_.decides.end();
  life_.reset();
  return std::move(told_);
}

}  // namespace daypass::simulation
