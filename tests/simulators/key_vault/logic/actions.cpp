#include "simulators/key_vault/logic/bundles.hpp"
#include "simulators/key_vault/logic/control_service.hpp"
#include "simulators/remote/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace daypass::key_vault_simulator {

using simulator::refused_action;

namespace {

std::string name_in(const json& body) {
  return body.value("name", "");
}

/// What most actions answer: how the secret stands now.
response shown(vault_service& vault, const std::string& name, moment at) {
  const secret* found = vault.state().world.find(name, at);
  return answer(200, found == nullptr ? json::object() : secret_json(*found));
}

response write_secret(vault_service& vault, const json& body, moment at) {
  vault_state& state = vault.state();
  const std::string name = name_in(body);
  version_draft draft;
  if (!is_good_name(name) || !read_draft(state.set, body, draft) || !draft.value) {
    return refused_action("a secret needs a name and a value within the vault's limits");
  }
  const secret* holder = state.world.find(name, at);
  if (holder != nullptr && holder->state != standing::live) {
    return refused_action("the name is taken by one that is not live");
  }
  state.world.add_version(name, std::move(draft), at, actor::administrator);
  return shown(vault, name, at);
}

response change_secret(vault_service& vault, const json& body, moment at) {
  vault_state& state = vault.state();
  secret* found = state.world.find(name_in(body), standing::live, at);
  secret_version* version =
      found == nullptr ? nullptr : found->find_version(body.value("version", ""));
  version_draft draft;
  if (version == nullptr || !read_draft(state.set, body, draft)) {
    return refused_action("no such secret or version, or not within the vault's limits");
  }
  state.world.change(*found, *version, draft, at, actor::administrator);
  return shown(vault, found->name, at);
}

response remove_secret(vault_service& vault, const json& body, moment at) {
  secret* found = vault.state().world.find(name_in(body), standing::live, at);
  if (found == nullptr) return refused_action("no such live secret");
  vault.state().world.remove(*found, at, actor::administrator);
  return shown(vault, found->name, at);
}

response bring_back(vault_service& vault, const json& body, moment at) {
  secret* found = vault.state().world.find(name_in(body), standing::deleted, at);
  if (found == nullptr) return refused_action("no such deleted secret");
  vault.state().world.recover(*found, at, actor::administrator);
  return shown(vault, found->name, at);
}

response purge_for_good(vault_service& vault, const json& body, moment at) {
  secret* found = vault.state().world.find(name_in(body), standing::deleted, at);
  if (found == nullptr) return refused_action("no such deleted secret");
  if (vault.state().set.purge_protection) return refused_action("the vault is purge protected");
  vault.state().world.purge(*found, at, actor::administrator);
  return shown(vault, found->name, at);
}

/// The permissions that a body names; false when one has no such name.
bool read_permissions(const json& body, std::vector<permission>& into) {
  for (const auto& each : body.at("permissions")) {
    const auto found = find_permission(each.get_ref<const std::string&>());
    if (!found) return false;
    into.push_back(*found);
  }
  return true;
}

response change_access(vault_service& vault, const json& body, moment at, bool granting) {
  vault_state& state = vault.state();
  std::vector<permission> named;
  if (!read_permissions(body, named)) return refused_action("no such permission");
  const std::string principal = body.value("principal", state.who.owner);
  const std::string which = body.value("secret", "");
  const duration lag = state.random.between(state.set.grant_lag.least, state.set.grant_lag.most);
  for (const permission each : named) {
    if (granting) {
      state.access.grant(principal, each, which, at.host + lag);
    } else {
      state.access.revoke(principal, each, which);
    }
  }
  return answer(200, state.access.shown(at.host));
}

response grant(vault_service& vault, const json& body, moment at) {
  return change_access(vault, body, at, true);
}

response revoke(vault_service& vault, const json& body, moment at) {
  return change_access(vault, body, at, false);
}

response make_token(vault_service& vault, const json& body, moment at) {
  vault_state& state = vault.state();
  token_claims claims;
  claims.audience = body.value("audience", state.who.audiences.front());
  claims.tenant_id = body.value("tenant", state.who.tenant_id);
  claims.application_id = body.value("principal", state.who.owner);
  claims.object_id = state.random.guid();
  claims.until = at.host + seconds{body.value("lifetime_s", 3600)};
  std::string token = "made-for-a-test." + state.random.guid();
  state.tokens.admit(token, claims);
  return answer(200, {{"token", token}});
}

response expire_tokens(vault_service& vault, const json&, moment) {
  vault.state().tokens.expire_own();
  return answer(200, json::object());
}

response find_value(vault_service& vault, const json& body, moment at) {
  const std::string text = body.value("value", "");
  if (text.empty()) return refused_action("no value to look for");
  return answer(200, places_json(vault, text, at));
}

struct named_action {
  std::string_view name;
  action run;
};

constexpr std::array actions{named_action{"set_secret", write_secret},
                             named_action{"update_secret", change_secret},
                             named_action{"delete_secret", remove_secret},
                             named_action{"recover_secret", bring_back},
                             named_action{"purge_secret", purge_for_good},
                             named_action{"grant", grant},
                             named_action{"revoke", revoke},
                             named_action{"make_token", make_token},
                             named_action{"expire_tokens", expire_tokens},
                             named_action{"find_value", find_value}};

}  // namespace

action find_action(std::string_view name) {
  const auto found = std::ranges::find(actions, name, &named_action::name);
  return found == actions.end() ? nullptr : found->run;
}

}  // namespace daypass::key_vault_simulator
