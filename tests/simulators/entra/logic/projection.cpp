#include "simulators/entra/logic/handlers.hpp"

#include <fmt/format.h>

namespace daypass::entra_simulator {
namespace {

json empty_value(const property& which) {
  const bool list = which.type == property_type::texts || which.name == "assignedLicenses" ||
                    which.name == "assignedPlans" || which.name == "provisionedPlans" ||
                    which.name == "onPremisesProvisioningErrors";
  return list ? json::array() : json{};
}

void put(json& into, const user& whom, int index, bool mangle) {
  const property& which = user_properties()[static_cast<std::size_t>(index)];
  const json* value = whom.values.find(index);
  json written = value == nullptr ? empty_value(which) : *value;
  if (mangle && which.name == "userPrincipalName") {
    std::string prefix = whom.id;
    std::erase(prefix, '-');
    written = prefix + whom.upn();
  }
  into[std::string(which.name)] = std::move(written);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

projection project(const user& whom, std::optional<std::string_view> select,
                   bool mangle_deleted_upn) {
  projection result{json::object(), {}};
  const bool deleted = whom.state == standing::deleted;
  const bool mangle = mangle_deleted_upn && deleted;
  if (!select || select->empty() || trimmed(*select) == "*") {
    const auto all = user_properties();
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].by_default) put(result.made, whom, static_cast<int>(i), mangle);
    }
    if (deleted) put(result.made, whom, property_index("deletedDateTime"), mangle);
    return result;
  }
  for (std::string_view rest = *select; !rest.empty();) {
    const auto comma = rest.find(',');
    const auto name = trimmed(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    const int index = property_index(name);
    if (index < 0) {
      result.unknown = name;
      return result;
    }
    // passwordProfile can be asked for and is never given.
    if (name == "passwordProfile") {
      result.made["passwordProfile"] = nullptr;
    } else {
      put(result.made, whom, index, mangle);
    }
  }
  return result;
}

response unknown_property(const call& asked, std::string_view name) {
  return error_answer(asked, 400, "BadRequest",
                      fmt::format("Parsing OData Select and Expand failed: Could not find a "
                                  "property named '{}' on type 'microsoft.graph.user'.",
                                  name));
}

user* visible_user(graph_state& state, const call& asked, replica which) {
  user* found = state.world.find(asked.names.front());
  return found != nullptr && state.world.sees(which, *found, asked.at) ? found : nullptr;
}

}  // namespace daypass::entra_simulator
