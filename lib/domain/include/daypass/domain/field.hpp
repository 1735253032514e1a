#pragma once
// The fields of a hire that HR sets. Each is text in its canonical form, checked by hr before it
// gets here; folding treats them all alike.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daypass {

enum class field : std::uint8_t {
  status,               ///< "open" or "rescinded"; set by announced and rescinded only.
  employee_id,          ///< 1 to 16 characters (Graph: user.employeeId).
  given_name,           ///< 1 to 64 characters.
  surname,              ///< 1 to 64 characters.
  display_name,         ///< 1 to 256 characters.
  start_date,           ///< "2026-11-30".
  start_time,           ///< "08:30": the local hour, where it differs from the profile's.
  place,                ///< "zone:Europe/Berlin" or "site:BER": one field, so one stamp.
  user_principal_name,  ///< As HR wants it; absent: made from the profile's template.
  employee_type,        ///< Free text of HR's: Employee, Contractor, ...
  department,           ///< Up to 64 characters.
  job_title,            ///< Up to 128 characters.
  company_name,         ///< Up to 64 characters.
  country,              ///< ISO 3166-1 alpha-2.
  usage_location,       ///< ISO 3166-1 alpha-2; Entra wants it before licences.
  manager_employee_id,  ///< Of another hire or an established employee.
  manager_email,        ///< Becomes a recipient of the sealed pass under design 5.7.
  profile,              ///< Name of a profile that events may name.
};

inline constexpr std::size_t field_count = 18;

/// The name used in stored records and in histories: `start_date`.
[[nodiscard]] std::string_view to_string(field which);

/// The field of that name, or nothing.
[[nodiscard]] std::optional<field> field_named(std::string_view name);

/// What one event says of each field: not named (outer nullopt), cleared (inner nullopt) or set.
class field_changes {
 public:
  void set(field which, std::string value) { slot(which) = std::move(value); }
  void clear(field which) { slot(which) = std::optional<std::string>{}; }

  [[nodiscard]] bool names(field which) const { return at(which).has_value(); }
  [[nodiscard]] const std::optional<std::string>& value(field which) const { return *at(which); }

  friend bool operator==(const field_changes&, const field_changes&) = default;

 private:
  using change = std::optional<std::optional<std::string>>;
  change& slot(field which) { return changes_[static_cast<std::size_t>(which)]; }
  [[nodiscard]] const change& at(field which) const {
    return changes_[static_cast<std::size_t>(which)];
  }
  std::array<change, field_count> changes_;
};

}  // namespace daypass
