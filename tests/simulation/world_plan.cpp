#include "simulation/world_plan.hpp"

#include "simulation/made_up_zones.hpp"
#include "simulation/premises.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace daypass::simulation {
namespace {

constexpr instant first_monday = std::chrono::sys_days(std::chrono::year{2026} / 11 / 2);

/// Mostly few: many worlds of few hires meet more than few worlds of many.
std::uint64_t draw_hire_count(chance luck) {
  const std::uint64_t kind = luck.below(20);
  if (kind < 13) return 1 + luck.below(3);
  if (kind < 19) return 3 + luck.below(5);
  return 8 + luck.below(10);
}

/// One hire's words, told in the order of their revisions, written in that order or not.
class hire_teller {
 public:
  hire_teller(const chance& luck, const world_plan& plan, hire_plan& into)
      : luck_(luck), plan_(plan), into_(into) {}

  void tell() {
    const duration spread = plan_.rush ? duration(seconds{5}) : hours{36};
    instant at = plan_.begins + luck_.between(duration(0), spread);
    announce(at);
    const std::uint64_t turns = luck_.happens(400) ? 0 : luck_.below(4);
    for (std::uint64_t turn = 0; turn < turns; ++turn) {
      at += luck_.happens(200) ? luck_.between(seconds{1}, minutes{2})
                               : luck_.between(minutes{1}, hours{40});
      say_more(at);
    }
    std::ranges::sort(into_.told, {}, &told_record::at);
  }

 private:
  void say_more(instant at) {
    switch (luck_.below(7)) {
      case 0:
      case 1:
        put({.kind = word_kind::changed, .start = draw_start(at)}, at);
        break;
      case 2:
        put({.kind = word_kind::changed, .department = fmt::format("D{}", luck_.below(9))}, at);
        break;
      case 3:
      case 4:
        put({.kind = word_kind::rescinded}, at);
        break;
      default:
        announce(at);
        break;
    }
  }

  void announce(instant at) {
    put({.kind = word_kind::announced,
         .start = draw_start(at),
         .department = fmt::format("D{}", luck_.below(9))},
        at);
  }

  start_words draw_start(instant at) {
    const auto odd = odd_nights(plan_.zones);
    if (luck_.happens(250) && !odd.empty()) {
      const odd_night& one = odd[luck_.below(odd.size())];
      const instant about = std::chrono::sys_days(one.date) + one.time_of_day;
      if (about > at && about < at + days{9}) {
        return {one.date, one.time_of_day, std::string(one.zone)};
      }
    }
    const bool past = luck_.happens(100);
    const instant start =
        at + (past ? luck_.between(-days{3}, duration(0)) : luck_.between(hours{1}, days{5}));
    start_words made;
    made.date = std::chrono::year_month_day(std::chrono::floor<days>(start));
    const auto zones = zone_names();
    made.zone = zones[luck_.below(zones.size())];
    if (luck_.happens(300)) made.time_of_day = minutes{1 + luck_.below(24 * 60 - 1)};
    return made;
  }

  void put(hr_word word, instant at) {
    ++said_;
    word.order = into_.who.order == source_order::revision
                     ? static_cast<std::int64_t>(said_)
                     : at.time_since_epoch().count() + static_cast<std::int64_t>(said_);
    const std::string id = fmt::format("{}-{}", into_.who.hire_id, said_);
    told_record one{.at = at, .partition = partition(), .hire = into_.number};
    one.record = record_of(into_.who, word, id, luck_.happens(300));
    one.word = std::move(word);
    if (luck_.happens(120)) one.at += luck_.between(minutes{1}, hours{30});
    if (luck_.happens(150)) {
      told_record again = one;
      again.at += luck_.between(duration(0), hours{20});
      if (luck_.happens(300))
        again.partition = static_cast<std::int32_t>(luck_.below(plan_.partitions));
      into_.told.push_back(std::move(again));
    }
    into_.told.push_back(std::move(one));
  }

  [[nodiscard]] std::int32_t partition() const {
    return static_cast<std::int32_t>(into_.number % plan_.partitions);
  }

  chance luck_;
  const world_plan& plan_;
  hire_plan& into_;
  std::uint64_t said_ = 0;
};

/// Now and then an operator steps in, and mostly takes it back; most often where a colleague's
/// account waits for a word.
void draw_orders(chance& luck, hire_plan& into, instant begins) {
  if (!luck.happens(180)) {
    if (into.obstacle == obstacle_kind::colleague && luck.happens(700)) {
      into.orders.push_back({begins + luck.between(hours{1}, days{7}), order_kind::adopt});
    }
    return;
  }
  const instant at = begins + luck.between(hours{1}, days{7});
  const instant later = at + luck.between(minutes{5}, days{2});
  const auto add = [&](instant when, order_kind kind) { into.orders.push_back({when, kind}); };
  switch (luck.below(6)) {
    case 0:
      add(at, order_kind::hold);
      add(later, order_kind::release);
      return;
    case 1:
      add(at, order_kind::revoke);
      if (luck.happens(500)) add(later, order_kind::release);
      return;
    case 2:
      add(at, order_kind::adopt);
      return;
    case 3:
      add(at, order_kind::retry);
      return;
    default:
      add(at, order_kind::reissue);
      return;
  }
}

hire_plan draw_hire(const chance& seed, const world_plan& plan, std::uint64_t number) {
  chance luck = seed.stream("hire", number);
  hire_plan made;
  made.number = number;
  made.who.hire_id = fmt::format("E{}", number);
  // A few people share a name, so that names collide.
  made.who.given_name = fmt::format("Given{}", luck.below(6));
  made.who.surname = "Doe";
  if (luck.happens(200)) made.who.manager = luck.happens(500) ? "M1" : "E1";
  if (luck.happens(200)) made.who.order = source_order::time;
  if (luck.happens(80)) made.obstacle = static_cast<obstacle_kind>(1 + luck.below(3));
  made.signs_in = luck.happens(600);
  made.registers = luck.happens(600);
  made.signs_in_after = luck.between(minutes{1}, hours{3});
  hire_teller(luck.stream("words"), plan, made).tell();
  draw_orders(luck, made, plan.begins);
  return made;
}

constexpr bool concerns_a_hire(mishap what) {
  switch (what) {
    case mishap::pass_added:
    case mishap::pass_deleted:
    case mishap::pass_replaced:
    case mishap::account_disabled:
    case mishap::account_renamed:
    case mishap::account_deleted:
    case mishap::account_restored:
    case mishap::pass_file_removed:
      return true;
    default:
      return false;
  }
}

/// How often it comes in a world that has it.
std::uint64_t times_of(mishap what, std::uint64_t intensity, chance& luck) {
  if (what == mishap::down_long) return luck.happens(200) ? 1 : 0;
  const std::uint64_t most = concerns_a_hire(what) || what == mishap::policy_changed ? 2 : 4;
  return 1 + luck.below(intensity > 2000 ? 2 * most : most);
}

duration lasting(mishap what, chance& luck) {
  switch (what) {
    case mishap::down_long:
      return luck.between(days{2}, days{7});
    case mishap::policy_changed:
    case mishap::budget_cut:
    case mishap::clock_drift:
      return luck.between(minutes{30}, hours{8});
    case mishap::clock_forward:
    case mishap::clock_back:
    case mishap::tenant_clock:
      return luck.between(minutes{1}, hours{6});
    default:
      return luck.between(seconds{5}, minutes{40});
  }
}

void draw_mishaps(const chance& seed, const fate& decides, world_plan& into) {
  for (std::size_t index = 0; index < mishap_count; ++index) {
    const auto what = static_cast<mishap>(index);
    if (drawn_at_calls(what) || !decides.has(what)) continue;
    chance luck = seed.stream(to_string(what));
    const std::uint64_t times = times_of(what, decides.intensity(what), luck);
    for (std::uint64_t nth = 1; nth <= times; ++nth) {
      chance one = luck.stream("one", nth);
      timed_mishap made{.id = {what, nth}, .draw = one.next()};
      made.at = into.begins + one.between(minutes{1}, into.mishaps_end - into.begins);
      made.lasts = lasting(what, one);
      if (concerns_a_hire(what) && !into.hires.empty()) {
        made.hire = into.hires[one.below(into.hires.size())].number;
      }
      if (decides.plays(made.id)) into.mishaps.push_back(made);
    }
  }
  std::ranges::sort(into.mishaps, {},
                    [](const timed_mishap& one) { return std::pair(one.at, one.id); });
}

void draw_poison(const chance& seed, world_plan& into) {
  chance luck = seed.stream("poison");
  const std::uint64_t count = luck.happens(500) ? 0 : 1 + luck.below(3);
  static constexpr std::array bytes = {"not even JSON", R"({"specversion": "1.0"})",
                                       R"({"specversion":"1.0","id":"p","source":"/nobody",)"
                                       R"("type":"hr.hire.announced.v1","data":{}})"};
  for (std::uint64_t nth = 0; nth < count; ++nth) {
    told_record one{.at = into.begins + luck.between(minutes{1}, days{3}),
                    .partition = static_cast<std::int32_t>(luck.below(into.partitions))};
    one.record.key = fmt::format("poison-{}", nth);
    one.record.headers = {{"content-type", "application/cloudevents+json"}};
    one.record.value = bytes[luck.below(bytes.size())];
    into.poison.push_back(std::move(one));
  }
}

}  // namespace

world_plan draw_plan(const chance& seed, const fate& decides, const allowance& allowed) {
  chance luck = seed.stream("world");
  world_plan made;
  made.begins = first_monday;
  made.mishaps_end = made.begins + luck.between(days{2}, days{6});
  made.configuration = luck.below(configuration_count);
  made.zones = luck.below(made_up_zones::versions.size());
  made.partitions = 1 + static_cast<unsigned>(luck.below(3));
  made.short_authority = luck.happens(150);
  made.rush = seed.stream("rush").happens(150);
  const std::uint64_t count = draw_hire_count(luck.stream("count"));
  for (std::uint64_t number = 1; number <= count; ++number) {
    if (allowed.hires && !allowed.hires->contains(number)) continue;
    made.hires.push_back(draw_hire(seed, made, number));
  }
  draw_mishaps(seed, decides, made);
  draw_poison(seed, made);
  return made;
}

}  // namespace daypass::simulation
