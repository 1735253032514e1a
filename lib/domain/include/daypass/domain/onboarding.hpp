#pragma once
// One hire's record: three parts, one writer each (design 2).

#include "daypass/domain/actual.hpp"
#include "daypass/domain/appointment.hpp"
#include "daypass/domain/ids.hpp"
#include "daypass/domain/order.hpp"
#include "daypass/domain/reason.hpp"
#include "daypass/domain/wanted.hpp"

#include <expected>
#include <optional>
#include <string>

namespace daypass {

struct onboarding {
  hire_key key;
  wanted wants;    ///< Intake's.
  orders ordered;  ///< The admin side's.
  actual is;       ///< The engine's.
};

/// Why a derived fact can't be had: the reason to hold or park, and words for a person.
struct obstacle {
  reason why = reason::none;
  std::string what;

  friend bool operator==(const obstacle&, const obstacle&) = default;
};

/// What follows from `wanted`, configuration and tz database alone. Computed afresh whenever a
/// record is looked at, so a new tz database or configuration needs no migration.
struct derived {
  std::string profile_name;                        ///< Of the profile that applies.
  std::expected<appointment, obstacle> when;       ///< The start, placed.
  std::expected<member_attributes, obstacle> who;  ///< With the plain UPN, number 0.
  std::vector<std::string> recipients;             ///< Fingerprints of the fixed ones, sorted.
  std::string manager;                             ///< employeeId or e-mail; empty: none is wanted.
  std::string manager_address;  ///< E-mail, lower case, where managers may be recipients; or empty.
  std::vector<std::string> manager_certificates;  ///< Usable ones for that address, sorted.
};

}  // namespace daypass
