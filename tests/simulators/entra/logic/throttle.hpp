#pragma once
// Graph's budgets: identity and access quotas of a leaking usage counter each (Graph:
// throttling-limits), the global one per app, and the one of the authentication methods reports.

#include "simulators/entra/logic/settings.hpp"

#include "daypass/base/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace daypass::entra_simulator {

/// Which budgets a request draws on.
enum class lane : std::uint8_t { none, directory, authentication };

/// One quota: usage grows by the cost of a request, refused ones too (up to 1.8 times the limit,
/// which is as much as x-ms-throttle-limit-percentage can say), and leaks at limit per period.
class usage_meter {
 public:
  usage_meter(double limit, duration period) : limit_(limit), period_(period) {}
  void set_limit(double limit) { limit_ = limit; }
  /// True when the cost fits. Counts it either way.
  [[nodiscard]] bool draw(double cost, instant now);
  /// Whole seconds until `cost` would fit, at least 1.
  [[nodiscard]] int wait_seconds(double cost) const;
  [[nodiscard]] double share() const { return usage_ / limit_; }
  [[nodiscard]] double left(instant now);

 private:
  void leak(instant now);
  double limit_;
  duration period_;
  double usage_ = 0;
  instant seen_{};
};

struct throttle_verdict {
  bool refused = false;
  int retry_after_s = 0;
  std::string scope;             ///< x-ms-throttle-scope without app and tenant.
  std::string_view information;  ///< x-ms-throttle-information.
  std::string_view meter;        ///< Which budget refused.
  double share = 0;              ///< Of the fullest budget asked.
};

class throttle {
 public:
  /// Asks every budget that the lane and switches name.
  [[nodiscard]] throttle_verdict ask(lane which, bool write, int units, const switches& set,
                                     std::size_t users, instant now);
  /// What is left of each budget.
  [[nodiscard]] json left(instant now);

 private:
  struct budget {
    std::string_view name;
    usage_meter meter;
    std::string_view scope;
    std::string_view information;
  };
  budget global_{
      "global", {2000, seconds{1}}, "Application/ReadWrite", "ResourceUnitLimitExceeded"};
  budget units_{
      "units", {3500, seconds{10}}, "Tenant_Application/ReadWrite", "ResourceUnitLimitExceeded"};
  budget writes_{"writes", {3000, seconds{150}}, "Tenant_Application/Write", "WriteLimitExceeded"};
  budget app_units_{
      "app_units", {150000, seconds{20}}, "Application/ReadWrite", "ResourceUnitLimitExceeded"};
  budget app_writes_{"app_writes", {70000, minutes{5}}, "Application/Write", "WriteLimitExceeded"};
  budget tenant_writes_{"tenant_writes", {18000, minutes{5}}, "Tenant/Write", "WriteLimitExceeded"};
  budget authentication_{"authentication",
                         {5, seconds{10}},
                         "Tenant_Application/ReadWrite",
                         "ResourceUnitLimitExceeded"};
};

}  // namespace daypass::entra_simulator
