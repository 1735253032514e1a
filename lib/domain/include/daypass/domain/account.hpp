#pragma once
// An account in Entra: what a look tells, and what evidence adoption wants.

#include "daypass/base/time.hpp"
#include "daypass/domain/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace daypass {

/// One account as the directory shows it (Graph: user with $select).
struct account_view {
  user_id id;
  std::string user_principal_name;
  std::string employee_id;  ///< Empty: the account has none.
  bool enabled = false;
  bool member = true;         ///< userType is Member (null counts as Member).
  bool synchronised = false;  ///< onPremisesSyncEnabled is true.
  bool soft_deleted = false;  ///< Found in /directory/deletedItems.
  instant created_at{};       ///< Graph: createdDateTime.

  friend bool operator==(const account_view&, const account_view&) = default;
};

/// Every account that holds the UPN or the employeeId, live ones first; empty: none was found.
using account_holders = std::vector<account_view>;

/// What must be known before an account not made by us may get a pass (design 5.2).
struct adoption_evidence {
  account_view account;
  bool has_role = false;       ///< Directory role: active, eligible, or through a group.
  bool only_password = false;  ///< The password is its only method.

  friend bool operator==(const adoption_evidence&, const adoption_evidence&) = default;
};

/// What a new member shall be. Every repeat of one create sends the same (design 5.2).
struct member_attributes {
  std::string user_principal_name;
  std::string mail_nickname;
  std::string display_name;
  std::string given_name;
  std::string surname;
  std::string employee_id;  ///< Empty: none is set.
  std::string employee_type;
  std::string department;
  std::string job_title;
  std::string company_name;
  std::string country;
  std::string usage_location;
  std::optional<instant> hire_date;  ///< Graph: employeeHireDate, sent as YYYY-MM-DDThh:mm:ssZ.

  friend bool operator==(const member_attributes&, const member_attributes&) = default;
};

}  // namespace daypass
