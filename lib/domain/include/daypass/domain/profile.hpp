#pragma once
// How hires of one kind are served: set in the configuration, never by an event.

#include "daypass/base/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace daypass {

/// What to do about a pass on the account that is not ours.
enum class foreign_pass_rule : std::uint8_t {
  park,     ///< Leave it and ask a person: an operator's hand-made pass is not destroyed silently.
  replace,  ///< Delete it and issue ours.
};

struct profile {
  std::string name;
  bool nameable_by_event = false;  ///< Events may name it; then it never allows adoption.
  minutes local_start{8 * 60};     ///< 00:01 to 23:59; midnight does not exist everywhere.
  minutes pass_lifetime{8 * 60};   ///< 10 to 43200.
  bool one_time = false;
  duration create_ahead = days{14};
  duration issue_ahead = hours{48};
  foreign_pass_rule foreign_pass = foreign_pass_rule::park;
  bool adopt = false;
  duration adopt_younger_than = days{30};
  std::vector<std::string> groups;      ///< Object ids to join before the issue.
  std::string store;                    ///< Where its passes are handed over; empty: sealed files.
  std::vector<std::string> recipients;  ///< SHA-256 fingerprints of the fixed recipients, in hex.
  std::string upn_template = "{givenName}.{surname}@{domain}";
  std::string upn_domain;      ///< For the template; one of the allowed domains.
  std::string usage_location;  ///< Where HR names none; empty: none.

  friend bool operator==(const profile&, const profile&) = default;
};

}  // namespace daypass
