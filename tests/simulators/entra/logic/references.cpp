#include "simulators/entra/logic/handlers.hpp"
#include "simulators/entra/logic/text.hpp"

#include <fmt/format.h>

namespace daypass::entra_simulator {
namespace {

/// The object that an "@odata.id" names: ".../users/{id}" or ".../directoryObjects/{id}".
std::string referenced_key(const json& body) {
  if (!body.is_object()) return {};
  const auto found = body.find("@odata.id");
  if (found == body.end() || !found->is_string()) return {};
  std::string_view url = found->get_ref<const std::string&>();
  const auto slash = url.rfind('/');
  if (slash == std::string_view::npos || slash + 1 == url.size()) return {};
  const auto before = url.substr(0, slash);
  const bool known = before.ends_with("/users") || before.ends_with("/directoryObjects") ||
                     before == "users" || before == "directoryObjects";
  return known ? percent_decoded(url.substr(slash + 1)) : std::string{};
}

response not_yet(graph_state& state, const call& asked, std::string_view key) {
  if (state.set.reference_lag_not_found) return resource_not_found(asked, key);
  return bad_request(asked, "Not a valid reference update");
}

}  // namespace

response set_manager(graph_state& state, const call& asked) {
  user* whom = state.world.find(asked.names.front());
  if (whom == nullptr) return resource_not_found(asked, asked.names.front());
  const std::string key = referenced_key(asked.body);
  if (key.empty()) return bad_request(asked, "Invalid object identifier ''.");
  const user* manager = state.world.find(key);
  if (manager == nullptr) return resource_not_found(asked, key);
  for (const user* each : {static_cast<const user*>(whom), manager}) {
    if (!state.world.sees(replica::references, *each, asked.at)) {
      return not_yet(state, asked, each->id);
    }
  }
  state.world.set_manager(*whom, manager->id, asked.at, asked.by);
  return no_content();
}

response remove_manager(graph_state& state, const call& asked) {
  user* whom = visible_user(state, asked, replica::references);
  if (whom == nullptr) return resource_not_found(asked, asked.names.front());
  if (whom->manager_id.empty()) return resource_not_found(asked, "manager");
  state.world.set_manager(*whom, {}, asked.at, asked.by);
  return no_content();
}

response add_group_member(graph_state& state, const call& asked) {
  group* into = state.world.find_group(asked.names.front());
  if (into == nullptr) return resource_not_found(asked, asked.names.front());
  const std::string key = referenced_key(asked.body);
  if (key.empty()) return bad_request(asked, "Invalid object identifier ''.");
  user* member = state.world.find(key);
  const group* nested = state.world.find_group(key);
  if (member == nullptr && nested == nullptr) return resource_not_found(asked, key);
  if (member != nullptr && !state.world.sees(replica::references, *member, asked.at)) {
    return not_yet(state, asked, key);
  }
  // Who may put members into a role-assignable group could make administrators of them.
  if (into->role_assignable) return forbidden(asked, false);
  if (!state.world.add_member(*into, member != nullptr ? member->id : nested->id, asked.at)) {
    return bad_request(asked,
                       "One or more added object references already exist for the following "
                       "modified properties: 'members'.");
  }
  if (member != nullptr) {
    state.world.note(*member, asked.at, asked.by, "added to group", into->id);
  }
  return no_content();
}

response remove_group_member(graph_state& state, const call& asked) {
  group* from = state.world.find_group(asked.names.front());
  if (from == nullptr) return resource_not_found(asked, asked.names.front());
  if (!state.world.remove_member(*from, folded(asked.names[1]))) {
    return resource_not_found(asked, asked.names[1]);
  }
  if (user* member = state.world.find_ever(asked.names[1])) {
    state.world.note(*member, asked.at, asked.by, "removed from group", from->id);
  }
  return no_content();
}

}  // namespace daypass::entra_simulator
