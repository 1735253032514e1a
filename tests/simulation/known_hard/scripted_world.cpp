#include "simulation/known_hard/scripted_world.hpp"

#include "simulation/acts.hpp"
#include "simulation/tenant_weather.hpp"

#include "daypass/base/assert.hpp"

#include <fmt/format.h>

namespace daypass::simulation {
namespace {

namespace sim = entra_simulator;

struct steady_zone {
  const char* name;
  hours offset;
};

/// Whose clocks are never changed in the version that these worlds use.
constexpr std::array zones = {steady_zone{"Sim/East", hours{9}}, steady_zone{"Sim/Line", hours{14}},
                              steady_zone{"Sim/West", hours{-11}}};

start_words start_of(instant activation, std::size_t zone = 0) {
  const auto local = activation + zones.at(zone).offset;
  const auto day = std::chrono::floor<days>(local);
  start_words made;
  made.date = std::chrono::year_month_day(day);
  made.time_of_day = std::chrono::duration_cast<minutes>(local - day);
  made.zone = zones.at(zone).name;
  return made;
}

}  // namespace

world_plan quiet_plan(std::uint64_t hires) {
  world_plan made;
  made.seed = 1;
  made.begins = monday;
  made.mishaps_end = never;
  made.brisk = true;
  for (std::uint64_t number = 1; number <= hires; ++number) {
    hire_plan one;
    one.number = number;
    one.who.hire_id = fmt::format("E{}", number);
    one.who.given_name = fmt::format("Given{}", number);
    one.who.surname = "Doe";
    made.hires.push_back(std::move(one));
  }
  return made;
}

sim::fault lost_answer() {
  return {.name = "lost_answer", .how = sim::ending::close};
}

sim::fault late_effect(duration late_by) {
  return {.name = "late_effect",
          .takes_effect = sim::effect::late,
          .how = sim::ending::silence,
          .late_by = late_by};
}

sim::fault refusal_of(int status, std::string code) {
  sim::fault made{.name = "status", .takes_effect = sim::effect::none};
  made.status = status;
  made.code = std::move(code);
  return made;
}

scripted_world::scripted_world(world_plan plan, planted_bug* planted)
    : player(std::move(plan), planted), folder_(world_) {
  // Nothing but what is documented.
  world_.graph.state().set = {};
  world_.graph.state().set.latency = {milliseconds{5}, milliseconds{200}};
  start();
}

const hire_plan& scripted_world::plan_of(std::uint64_t hire) const {
  const hire_plan* found = world_.hire(hire);
  DAYPASS_ASSERT(found != nullptr);
  return *found;
}

void scripted_world::say(hr_word word, std::uint64_t hire) {
  const hire_plan& whose = plan_of(hire);
  word.order = ++revisions_[hire];
  told_record& one = said_.emplace_back();
  one.at = now();
  one.hire = hire;
  const std::string id = fmt::format("{}-{}", whose.who.hire_id, word.order);
  one.record = record_of(whose.who, word, id, false);
  one.word = std::move(word);
  tell(one);
}

void scripted_world::announce(instant activation, std::uint64_t hire) {
  say({.kind = word_kind::announced, .start = start_of(activation), .department = "D1"}, hire);
}

void scripted_world::move_start(instant activation, std::uint64_t hire) {
  say({.kind = word_kind::changed, .start = start_of(activation), .department = {}}, hire);
}

void scripted_world::move_place(instant activation, std::size_t zone, std::uint64_t hire) {
  say({.kind = word_kind::changed, .start = start_of(activation, zone), .department = {}}, hire);
}

void scripted_world::rescind(std::uint64_t hire) {
  say({.kind = word_kind::rescinded, .start = {}, .department = {}}, hire);
}

void scripted_world::give_order(order_kind kind, std::uint64_t hire) {
  const hire_plan& whose = plan_of(hire);
  DAYPASS_ASSERT(life_ && life_->order(whose, kind));
  world_.ordered[hire].push_back({now(), kind});
}

void scripted_world::administrator(std::string_view verb, std::uint64_t hire) {
  DAYPASS_ASSERT(act(world_, verb, {{"user", account(hire).id}}));
}

void scripted_world::purge_deleted() {
  const std::vector<sim::user*> all = world_.graph.state().world.deleted();
  for (const sim::user* one : all) DAYPASS_ASSERT(act(world_, "purge_user", {{"user", one->id}}));
}

bool scripted_world::remove_sealed_file(std::uint64_t hire) {
  const timed_mishap what{.id = {mishap::pass_file_removed, 1}, .hire = hire, .draw = 0};
  return commit_act(world_, checked_.folder(), what);
}

void scripted_world::strike(std::string kind, int nth, sim::fault what) {
  const auto left = std::make_shared<int>(nth);
  world_.on_request = [this, kind = std::move(kind), what = std::move(what),
                       left](const sim::request& asked) -> std::optional<sim::fault> {
    if (kind_of(asked.method, asked.path) != kind || --*left != 0) return std::nullopt;
    ++struck_;
    return what;
  };
}

void scripted_world::strike_all(sim::fault what) {
  world_.on_request = [this, what = std::move(what)](const sim::request&) {
    ++struck_;
    return std::optional(what);
  };
}

void scripted_world::kill_at(std::string point, int nth, duration down_for) {
  world_.on_await = [this, point = std::move(point), down_for,
                     left = nth](const std::string& met) mutable {
    if (met == point && --left == 0) kill(down_for);
  };
}

void scripted_world::kill(duration down_for) {
  DAYPASS_ASSERT(life_ != nullptr);
  world_.dying = dying_how::killed;
  restart_at(now() + down_for);
}

void scripted_world::slow_store() {
  world_.decides.orders({mishap::passes_slow, world_.decides.chances(mishap::passes_slow) + 1});
}

void scripted_world::step_clock(duration by) {
  world_.until.clock_off = never;
  world_.time.step(by);
}

void scripted_world::set_tenants_clock(duration ahead) {
  world_.graph.state().set.clock_offset = ahead;
}

void scripted_world::run_until(instant when) {
  static_cast<void>(run_until([] { return false; }, when - now()));
}

bool scripted_world::run_until(const std::function<bool()>& holds, duration at_most) {
  end_ = now() + at_most;
  while (!holds()) {
    if (now() >= end_) return false;
    step();
  }
  return true;
}

void scripted_world::run_coarsely_until(instant when, duration look_interval) {
  instant look_at = now() + look_interval;
  end_ = when;
  while (now() < when) {
    if (now() >= look_at) {
      step();
      look_at = now() + look_interval;
    }
    ++told_.steps;
    if (life_) life_->poll();
    move_on();
  }
}

void scripted_world::mishaps_are_over() {
  world_.on_await = nullptr;
  strike_none();
  set_tenants_clock(duration{0});
  end_mishaps();
}

verdict scripted_world::finish() {
  checked_.look_at_end(life_.get());
  return conclude();
}

std::vector<sim::user*> scripted_world::accounts(std::uint64_t hire) {
  std::vector<sim::user*> found;
  for (sim::user& one : world_.graph.state().world.everyone()) {
    const bool theirs = one.values.text("employeeId") == plan_of(hire).who.hire_id;
    if (theirs && one.made_by != sim::actor::administrator) found.push_back(&one);
  }
  return found;
}

sim::user& scripted_world::account(std::uint64_t hire) {
  const auto all = accounts(hire);
  DAYPASS_ASSERT(all.size() == 1);
  return *all.front();
}

bool scripted_world::has_pass(std::uint64_t hire) {
  return std::ranges::any_of(accounts(hire), [](const sim::user* one) { return !!one->current; });
}

std::size_t scripted_world::passes_made(std::uint64_t hire) {
  std::size_t count = 0;
  for (const sim::user* one : accounts(hire)) count += one->former.size() + (one->current ? 1 : 0);
  return count;
}

std::vector<readable_pass> scripted_world::readable(std::uint64_t hire) {
  std::vector<readable_pass> found;
  for (const readable_pass& one : folder_.look()) {
    if (one.hire_id == plan_of(hire).who.hire_id) found.push_back(one);
  }
  return found;
}

bool scripted_world::ready_for(instant activation, std::uint64_t hire) {
  const auto all = accounts(hire);
  const auto open = readable(hire);
  if (all.size() != 1 || open.size() != 1) return false;
  const sim::user& one = *all.front();
  return one.enabled() && one.current && one.current->code == open.front().code &&
         one.current->starts_at == activation;
}

bool scripted_world::usable_now(std::uint64_t hire) {
  const instant graph_now = world_.graph.at(now()).graph;
  const auto all = accounts(hire);
  if (all.size() != 1 || !all.front()->current) return false;
  const sim::pass& pass = *all.front()->current;
  return ready_for(pass.starts_at, hire) && pass.starts_at <= graph_now &&
         graph_now < pass.ends_at();
}

bool scripted_world::locked_out(std::uint64_t hire) {
  return readable(hire).empty() && std::ranges::none_of(accounts(hire), [](const sim::user* one) {
           return one->current || one->enabled() || one->live_sessions > 0;
         });
}

std::string scripted_world::shown(std::uint64_t hire) {
  if (!life_ || !life_->running()) return "down";
  const auto one = life_->listed(plan_of(hire));
  if (!one) return "unknown";
  if (one->where == standing::settled) return fmt::format("settled {}", to_string(one->ended));
  if (one->why == reason::none) return std::string(to_string(one->where));
  return fmt::format("{} {}", to_string(one->where), to_string(one->why));
}

std::uint64_t scripted_world::told_of(std::string_view what, std::string_view detail,
                                      std::uint64_t hire) {
  std::uint64_t count = 0;
  for (const history_entry& one : life_->history(plan_of(hire))) {
    if (one.what == what && one.detail.starts_with(detail)) count += one.count;
  }
  return count;
}

std::string scripted_world::story(std::uint64_t hire) {
  return fmt::format("shown as {}\n{}", shown(hire), fmt::join(story_of(hire), "\n"));
}

std::string troubles_of(const verdict& told) {
  std::string all;
  for (const broken_promise& one : told.broken) {
    all += fmt::format("{}: {}\n", one.rule, one.words);
  }
  for (const std::string& one : told.impossible) all += one + '\n';
  if (all.empty()) return all;
  for (const std::string& line : told.story) all += line + '\n';
  return all;
}

}  // namespace daypass::simulation
