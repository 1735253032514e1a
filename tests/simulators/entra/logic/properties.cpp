#include "simulators/entra/logic/properties.hpp"

#include "daypass/base/assert.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace daypass::entra_simulator {
namespace {

using enum property_type;

constexpr bool shown = true;
constexpr bool fixed = false;

constexpr auto property_table = std::to_array<property>({
    {"businessPhones", texts, 0, shown},
    {"displayName", text, 256, shown},
    {"givenName", text, 64, shown},
    {"jobTitle", text, 128, shown},
    {"mail", text, 0, shown},
    {"mobilePhone", text, 64, shown},
    {"officeLocation", text, 128, shown},
    {"preferredLanguage", text, 0, shown},
    {"surname", text, 64, shown},
    {"userPrincipalName", text, 113, shown},
    {"id", text, 0, shown, fixed},
    {"accountEnabled", boolean},
    {"aboutMe"},
    {"ageGroup"},
    {"assignedLicenses", other, 0, false, fixed},
    {"assignedPlans", other, 0, false, fixed},
    {"authorizationInfo", object},
    {"birthday", time},
    {"city", text, 128},
    {"companyName", text, 64},
    {"consentProvidedForMinor"},
    {"country", text, 128},
    {"createdDateTime", time, 0, false, fixed},
    {"creationType", text, 0, false, fixed},
    {"customSecurityAttributes", object},
    {"deletedDateTime", time, 0, false, fixed},
    {"department", text, 64},
    {"deviceEnrollmentLimit", other},
    {"employeeHireDate", time},
    {"employeeId", text, 16},
    {"employeeLeaveDateTime", time},
    {"employeeOrgData", object},
    {"employeeType"},
    {"externalUserState", text, 0, false, fixed},
    {"externalUserStateChangeDateTime", time, 0, false, fixed},
    {"faxNumber"},
    {"hireDate", time},
    {"identities", other},
    {"identityParentId", text, 0, false, fixed},
    {"imAddresses", texts, 0, false, fixed},
    {"interests", texts},
    {"isManagementRestricted", boolean, 0, false, fixed},
    {"isResourceAccount", boolean, 0, false, fixed},
    {"lastPasswordChangeDateTime", time, 0, false, fixed},
    {"legalAgeGroupClassification", text, 0, false, fixed},
    {"licenseAssignmentStates", other, 0, false, fixed},
    {"mailboxSettings", object},
    {"mailNickname", text, 64},
    {"mySite"},
    {"onPremisesDistinguishedName", text, 0, false, fixed},
    {"onPremisesDomainName", text, 0, false, fixed},
    {"onPremisesExtensionAttributes", object},
    {"onPremisesImmutableId"},
    {"onPremisesLastSyncDateTime", time, 0, false, fixed},
    {"onPremisesProvisioningErrors", other, 0, false, fixed},
    {"onPremisesSamAccountName", text, 0, false, fixed},
    {"onPremisesSecurityIdentifier", text, 0, false, fixed},
    {"onPremisesSyncEnabled", boolean, 0, false, fixed},
    {"onPremisesUserPrincipalName", text, 0, false, fixed},
    {"otherMails", texts},
    {"passwordPolicies"},
    {"passwordProfile", object},
    {"pastProjects", texts},
    {"postalCode", text, 40},
    {"preferredDataLocation"},
    {"preferredName", text, 0, false, fixed},
    {"print", object},
    {"provisionedPlans", other, 0, false, fixed},
    {"proxyAddresses", texts, 0, false, fixed},
    {"responsibilities", texts},
    {"schools", texts},
    {"securityIdentifier", text, 0, false, fixed},
    {"serviceProvisioningErrors", other, 0, false, fixed},
    {"showInAddressList", boolean},
    {"signInActivity", object, 0, false, fixed},
    {"signInSessionsValidFromDateTime", time, 0, false, fixed},
    {"skills", texts},
    {"state", text, 128},
    {"streetAddress", text, 1024},
    {"usageLocation", text, 2},
    {"userType"},
});

}  // namespace

std::span<const property> user_properties() {
  return property_table;
}

int property_index(std::string_view name) {
  static const auto index = [] {
    std::unordered_map<std::string_view, int> made;
    for (std::size_t i = 0; i < property_table.size(); ++i)
      made.emplace(property_table[i].name, static_cast<int>(i));
    return made;
  }();
  const auto found = index.find(name);
  return found == index.end() ? -1 : found->second;
}

const json* property_values::find(int index) const {
  const auto at = std::ranges::find(values_, index, [](const auto& each) { return each.first; });
  return at == values_.end() ? nullptr : &at->second;
}

std::string property_values::text(std::string_view name) const {
  const json* value = find(name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string{};
}

bool property_values::truth(std::string_view name) const {
  const json* value = find(name);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

void property_values::set(std::string_view name, json value) {
  set(property_index(name), std::move(value));
}

void property_values::set(int index, json value) {
  DAYPASS_ASSERT(index >= 0);
  const auto at =
      std::ranges::lower_bound(values_, index, {}, [](const auto& e) { return e.first; });
  const bool there = at != values_.end() && at->first == index;
  if (value.is_null()) {
    if (there) values_.erase(at);
  } else if (there) {
    at->second = std::move(value);
  } else {
    values_.emplace(at, static_cast<std::uint8_t>(index), std::move(value));
  }
}

}  // namespace daypass::entra_simulator
