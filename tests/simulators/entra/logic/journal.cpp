#include "simulators/entra/logic/journal.hpp"

namespace daypass::entra_simulator {

json journal::counters() const {
  json throttled = json::object();
  std::uint64_t throttled_total = 0;
  for (const auto& [kind, number] : throttled_) {
    throttled[kind] = number;
    throttled_total += number;
  }
  return {{"total", requests_.total()},         {"requests", requests_.counts()},
          {"throttled_total", throttled_total}, {"throttled", std::move(throttled)},
          {"inside_retry_after", inside_},      {"inside_injected_retry_after", inside_injected_}};
}

void journal::forget() {
  requests_.forget();
  throttled_.clear();
  inside_ = 0;
  inside_injected_ = 0;
}

void journal::arrived(std::string_view kind, lane which, bool write, duration grace, instant now) {
  if (injected_waits_.inside(kind, grace, now)) ++inside_injected_;
  if (waits_.empty() || which == lane::none) return;
  const auto inside = [&](std::string_view whom) { return waits_.inside(whom, grace, now); };
  bool hit = inside("global");
  if (which == lane::authentication) {
    hit = hit || inside("authentication");
  } else {
    for (const auto name : {"units", "app_units"}) hit = hit || inside(name);
    if (write) {
      for (const auto name : {"writes", "app_writes", "tenant_writes"}) hit = hit || inside(name);
    }
  }
  if (hit) ++inside_;
}

void journal::told_to_wait(std::string_view whom, bool injected, duration length, instant now) {
  (injected ? injected_waits_ : waits_).told(whom, length, now);
}

}  // namespace daypass::entra_simulator
