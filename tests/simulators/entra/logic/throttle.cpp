#include "simulators/entra/logic/throttle.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace daypass::entra_simulator {
namespace {

constexpr double usage_share_max = 1.8;

/// S is below 50 users, M up to 500, L above; units per 10 s.
double unit_limit(const std::string& size, std::size_t users) {
  if (size == "S" || (size == "auto" && users < 50)) return 3500;
  if (size == "M" || (size == "auto" && users <= 500)) return 5000;
  return 8000;
}

}  // namespace

void usage_meter::leak(instant now) {
  if (now > seen_) {
    const double periods =
        static_cast<double>((now - seen_).count()) / static_cast<double>(period_.count());
    usage_ = std::max(0.0, usage_ - limit_ * periods);
    seen_ = now;
  }
}

bool usage_meter::draw(double cost, instant now) {
  leak(now);
  const bool fits = usage_ + cost <= limit_ * (1 + 1e-9);
  usage_ = std::min(usage_ + cost, std::max(usage_share_max * limit_, usage_));
  return fits;
}

int usage_meter::wait_seconds(double cost) const {
  const double over = usage_ + cost - limit_;
  const double period_s = static_cast<double>(period_.count()) / 1e6;
  return std::max(1, static_cast<int>(std::ceil(over * period_s / limit_ - 1e-9)));
}

double usage_meter::left(instant now) {
  leak(now);
  return limit_ - usage_;
}

throttle_verdict throttle::ask(lane which, bool write, int units, const switches& set,
                               std::size_t users, instant now) {
  throttle_verdict verdict;
  const auto ask = [&](budget& asked, double cost) {
    const bool fits = asked.meter.draw(cost, now);
    verdict.share = std::max(verdict.share, asked.meter.share());
    if (fits) return;
    const int wait = asked.meter.wait_seconds(cost);
    if (verdict.refused && wait <= verdict.retry_after_s) return;
    verdict.refused = true;
    verdict.retry_after_s = wait;
    verdict.scope = asked.scope;
    verdict.information = asked.information;
    verdict.meter = asked.name;
  };
  if (which == lane::authentication && set.authentication_limit) ask(authentication_, 1);
  if (!set.throttling || which == lane::none) return verdict;
  ask(global_, 1);
  if (which != lane::directory) return verdict;
  units_.meter.set_limit(unit_limit(set.directory_size, users));
  ask(units_, units);
  ask(app_units_, units);
  if (write) {
    ask(writes_, 1);
    ask(app_writes_, 1);
    ask(tenant_writes_, 1);
  }
  return verdict;
}

json throttle::left(instant now) {
  json made = json::object();
  for (budget* each : std::array{&global_, &units_, &writes_, &app_units_, &app_writes_,
                                 &tenant_writes_, &authentication_}) {
    made[std::string(each->name)] = each->meter.left(now);
  }
  return made;
}

}  // namespace daypass::entra_simulator
