#pragma once
// What all worlds of one program share because it never changes: configurations, keys, the made-up
// tz database, the decoders.

#include "sealer.hpp"
#include "simulation/made_up_zones.hpp"
#include "support/credentials/credentials.hpp"
#include "support/credentials/scratch_folder.hpp"

#include "daypass/calendar/zone_database.hpp"
#include "daypass/config/settings.hpp"
#include "daypass/ports/event_decoder.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace daypass::simulation {

inline constexpr std::size_t configuration_count = 5;

/// Stands in every code. JSON, URLs and base64 write some of its characters otherwise.
inline constexpr const char* canary = "Kn\"ar/i&e+7Q";
inline constexpr const char* mail_domain = "sim.example";
inline constexpr const char* passes_folder = "passes";
inline constexpr const char* state_file = "state.db";

/// One configuration, as the daemon's own loader read it.
struct configured {
  std::string text;
  config::settings settings;
  std::shared_ptr<const event_decoder> decoder;
};

class premises {
 public:
  /// Made at the first call, once for each process: those that it forks make their own.
  [[nodiscard]] static premises& here();
  /// Takes away what lies on the real disk, for a process that ends without saying goodbye.
  static void leave();
  /// In a process that was forked: the parent's are not for two.
  static void disown() { static_cast<void>(place().release()); }

  [[nodiscard]] const configured& configuration(std::size_t which) const {
    return configurations_.at(which);
  }
  [[nodiscard]] const support::credential& recipient() const { return recipient_; }
  [[nodiscard]] const support::credential& signer() const { return signer_; }
  /// With the daemon's keys, for the recipient.
  [[nodiscard]] const std::shared_ptr<vault::sealer>& sealer() const { return sealer_; }
  /// With the recipient's key.
  [[nodiscard]] const support::sealed_opener& opener() const { return *opener_; }

  /// Puts a version of the tz database on the disk; the daemon hears of it when it looks.
  void use_zones(std::size_t version) { zones_.use(version); }
  [[nodiscard]] calendar::zone_database& zones() { return *database_; }

  premises(const premises&) = delete;
  premises& operator=(const premises&) = delete;
  ~premises() = default;

 private:
  premises();
  static std::unique_ptr<premises>& place();

  support::scratch_folder scratch_;
  made_up_zones zones_;
  std::unique_ptr<calendar::zone_database> database_;
  support::credential recipient_;
  support::credential signer_;
  std::shared_ptr<vault::sealer> sealer_;
  std::unique_ptr<support::sealed_opener> opener_;
  std::vector<configured> configurations_;
};

}  // namespace daypass::simulation
