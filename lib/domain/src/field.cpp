#include "daypass/domain/field.hpp"

namespace daypass {
namespace {

constexpr std::array<std::string_view, field_count> names = {"status",
                                                             "employee_id",
                                                             "given_name",
                                                             "surname",
                                                             "display_name",
                                                             "start_date",
                                                             "start_time",
                                                             "place",
                                                             "user_principal_name",
                                                             "employee_type",
                                                             "department",
                                                             "job_title",
                                                             "company_name",
                                                             "country",
                                                             "usage_location",
                                                             "manager_employee_id",
                                                             "manager_email",
                                                             "profile"};

}  // namespace

std::string_view to_string(field which) {
  return names[static_cast<std::size_t>(which)];
}

std::optional<field> field_named(std::string_view name) {
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (names[index] == name) return static_cast<field>(index);
  }
  return std::nullopt;
}

}  // namespace daypass
