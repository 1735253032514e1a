#pragma once
// What follows from HR's words, the configuration and the tz database: the one place where the
// calendar, the naming rules and the profiles meet.

#include "daypass/calendar/zone_database.hpp"
#include "daypass/calendar/zone_name.hpp"
#include "daypass/config/settings.hpp"
#include "daypass/entra/upn.hpp"
#include "daypass/ports/interpreter.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace daypass {

/// Immutable; any thread.
class meaning final : public interpreter {
 public:
  /// Fingerprints of certificates by the address that they name, lower case, each list sorted.
  using address_book = std::map<std::string, std::vector<std::string>>;

  /// `recipients`: fingerprints of the fixed recipients. `managers`: those of the certificates in
  /// the managers' folder, when settings name one. `configured`: the text that settings come from.
  meaning(const config::settings& settings, std::vector<std::string> recipients,
          std::shared_ptr<const calendar::zone_snapshot> zones, address_book managers = {},
          std::string_view configured = {});

  [[nodiscard]] derived interpret(const hire_key& key, const wanted& wants) const override;
  /// SHA-256 in hex over the program's version and everything that this was made from.
  [[nodiscard]] std::string basis() const override { return basis_; }
  [[nodiscard]] std::string local_text(instant at, const std::string& zone) const override;

 private:
  [[nodiscard]] std::string digest_of(std::string_view configured) const;
  [[nodiscard]] std::expected<std::string, obstacle> profile_named(const wanted& wants) const;
  [[nodiscard]] std::expected<appointment, obstacle> place(const wanted& wants,
                                                           const profile& how) const;
  [[nodiscard]] std::expected<calendar::zone_name, obstacle> zone_of(const wanted& wants) const;
  void hand_over_in(const std::string& store, const wanted& wants, derived& facts) const;
  void add_manager(const wanted& wants, derived& facts) const;
  [[nodiscard]] std::expected<member_attributes, obstacle> name(const wanted& wants,
                                                                const hire_key& key,
                                                                const profile& how) const;

  std::map<std::string, profile> profiles_;
  std::string default_profile_;
  std::map<std::string, std::string> sites_;
  entra::upn_rules upn_rules_;
  std::vector<std::string> recipients_;
  bool managers_served_;
  address_book managers_;
  std::shared_ptr<const calendar::zone_snapshot> zones_;
  std::string basis_;
};

}  // namespace daypass
