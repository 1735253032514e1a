// How much of Graph's limits the daemon uses when it has more to do than they allow, under virtual
// time: engine, planner, SQLite and the real Graph client against the simulator's buckets. The bar:
// 95 % of what a limit gives from the first request to the last, its bucket included, and no
// refusal that our own buckets or a Retry-After forbade.

#include "integration/authority/company.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

namespace daypass::integration {
namespace {

constexpr double share_wanted = 0.95;

std::string day_after(instant now, int ahead) {
  return fmt::format("{:%Y-%m-%d}", std::chrono::floor<std::chrono::days>(now) + days{ahead});
}

/// Hires that all become due at one moment.
void announce(company& all, int count, int days_ahead) {
  const std::string start = day_after(all.now(), days_ahead);
  for (int number = 0; number < count; ++number) {
    all.publish("announced", {{"employeeId", fmt::format("E{}", number)},
                              {"givenName", "Anna"},
                              {"surname", fmt::format("Bellweather{}", number)},
                              {"startDate", start},
                              {"timeZone", "Europe/Berlin"}});
  }
}

struct usage {
  std::uint64_t requests = 0;
  duration took{0};
  json counters;

  /// Of what a bucket of `limit` in `period` gives in that time, full at its beginning.
  [[nodiscard]] double share_of(double limit, duration period) const {
    const double periods = std::chrono::duration<double>(took) / period;
    return static_cast<double>(requests) / (limit * (1 + periods));
  }
};

/// Lets time pass until `count()` has grown by `wanted`, from its first step on.
template <typename Count>
usage work_off(company& all, std::uint64_t wanted, duration longest, Count count) {
  const std::uint64_t before = count();
  const instant give_up_at = all.now() + longest;
  while (count() == before && all.now() < give_up_at) all.advance(seconds{1});
  const instant began = all.now() - seconds{1};
  while (count() < before + wanted && all.now() < give_up_at) all.advance(seconds{1});
  return {count() - before, all.now() - began, all.graph().state().log.counters()};
}

void judge(const char* what, const usage& seen, double limit, duration period) {
  const double share = seen.share_of(limit, period);
  fmt::print("{}: {} requests in {:.0f} s of virtual time, {:.1f} % of the limit (bar: 95 %)\n",
             what, seen.requests, std::chrono::duration<double>(seen.took).count(), 100 * share);
  EXPECT_GE(share, share_wanted);
  // Once in ten minutes the pace is raised to find out whether there is more to have.
  const std::uint64_t probes = static_cast<std::uint64_t>(seen.took / minutes{10});
  EXPECT_LE(seen.counters.at("throttled_total"), probes) << seen.counters.dump(1);
  EXPECT_EQ(seen.counters.at("inside_retry_after"), 0);
}

TEST(Budget, OfWritesIsUsedUp) {
  constexpr int hires = 7'000;
  company all({.creations_per_hour_max = 1'000'000});
  announce(all, hires, 40);
  const auto writes = [&] { return all.graph().state().log.count("user.create"); };
  judge("writes", work_off(all, hires, days{40}, writes), 3000, seconds{150});
}

TEST(Budget, OfAuthenticationMethodsIsUsedUp) {
  constexpr int hires = 150;
  constexpr int calls_each = 3;  // Look, issue, verify.
  company all({.standard_profile = "issue_ahead = \"24h\"\n"});
  all.graph().state().set.authentication_limit = true;
  announce(all, hires, 20);
  const auto calls = [&] {
    const auto& log = all.graph().state().log;
    return log.count("methods.list") + log.count("pass.create");
  };
  judge("methods", work_off(all, hires * calls_each, days{20}, calls), 5, seconds{10});
}

}  // namespace
}  // namespace daypass::integration
