#include "simulation/verdict_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace daypass::simulation {
namespace {

using nlohmann::json;

json broken_text(const broken_promise& one) {
  return {{"rule", one.rule},
          {"hire", one.hire},
          {"at", one.at.time_since_epoch().count()},
          {"words", one.words}};
}

broken_promise broken_from(const json& text) {
  return {text.at("rule"), text.at("hire"), instant(duration(text.at("at").get<std::int64_t>())),
          text.at("words")};
}

}  // namespace

json to_json(const fleet_verdict& told) {
  json failing = json::array();
  for (const failing_world& world : told.failing) {
    json broken = json::array();
    for (const broken_promise& one : world.broken) broken.push_back(broken_text(one));
    failing.push_back({{"seed", world.seed}, {"broken", std::move(broken)}});
  }
  json mishaps = json::array();
  for (const mishap_counts& one : told.sum.mishaps) {
    mishaps.push_back({one.fired, one.in_flight, one.before_crash});
  }
  const verdict& sum = told.sum;
  return {{"failing", std::move(failing)},
          {"died", told.died},
          {"impossible", sum.impossible},
          {"worlds", sum.worlds},
          {"hires", sum.hires},
          {"served", sum.served},
          {"crashes", sum.crashes},
          {"orders", sum.orders},
          {"steps", sum.steps},
          {"mishaps", std::move(mishaps)},
          {"crashes_at", sum.crashes_at},
          {"awaits", sum.awaits}};
}

fleet_verdict verdict_from(const json& text) {
  fleet_verdict told;
  for (const json& world : text.at("failing")) {
    failing_world one{world.at("seed"), {}};
    for (const json& each : world.at("broken")) one.broken.push_back(broken_from(each));
    told.failing.push_back(std::move(one));
  }
  verdict& sum = told.sum;
  text.at("died").get_to(told.died);
  text.at("impossible").get_to(sum.impossible);
  text.at("worlds").get_to(sum.worlds);
  text.at("hires").get_to(sum.hires);
  text.at("served").get_to(sum.served);
  text.at("crashes").get_to(sum.crashes);
  text.at("orders").get_to(sum.orders);
  text.at("steps").get_to(sum.steps);
  text.at("crashes_at").get_to(sum.crashes_at);
  text.at("awaits").get_to(sum.awaits);
  for (std::size_t index = 0; index < mishap_count; ++index) {
    const json& one = text.at("mishaps").at(index);
    sum.mishaps[index] = {one.at(0), one.at(1), one.at(2)};
  }
  return told;
}

void add(fleet_verdict& sum, fleet_verdict more) {
  add(sum.sum, more.sum);
  std::ranges::move(more.failing, std::back_inserter(sum.failing));
  std::ranges::move(more.died, std::back_inserter(sum.died));
  std::ranges::sort(sum.failing, {}, &failing_world::seed);
}

}  // namespace daypass::simulation
