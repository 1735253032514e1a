#pragma once
// The promises of the design, checked against the simulated world's own truth. Knows what HR told
// and what the tenant and the folder hold; believes nothing that the daemon's records say, but
// which hires the daemon itself parked or settled.

#include "simulation/simulated_process.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace daypass::simulation {

class promises {
 public:
  explicit promises(outside& world) : world_(world) {}

  /// Looks at the world now; what it finds broken is added to `broken`.
  void check_step();

  /// Looks once all faults have ended and the daemon has had its time.
  void check_end(std::int64_t committed);

  [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }

 private:
  [[nodiscard]] bool authority_ended(const hire_key& key, instant since) const;
  [[nodiscard]] bool lockout_excused(const hire_key& key, const wanted& wants) const;
  void colleagues_are_left_alone();
  void one_account_each();
  void readable_secrets_open_passes();
  void never_too_early();
  void rescinded_are_locked_out();
  void open_hires_ended_well();
  void no_code_outside();
  void complain(const std::string& what);
  void complain(const hire_key& key, const std::string& what);

  outside& world_;
  std::vector<std::string> broken_;
  std::map<std::string, instant> dead_since_;  ///< Readable secrets that open nothing.
  std::set<std::string> seen_live_;            ///< Secrets that opened a pass once.
  std::size_t accounts_seen_ = 0;
  std::uint64_t pauses_seen_ = 0;
  instant looked_at_{};
};

}  // namespace daypass::simulation
