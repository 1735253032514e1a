#include "simulators/key_vault/logic/call.hpp"
#include "simulators/remote/text.hpp"

#include <fmt/format.h>

#include <array>

namespace daypass::key_vault_simulator {

using simulator::equal_folded;

namespace {

/// The data action of Azure RBAC that a permission stands for.
constexpr std::array<std::string_view, permission_count> data_actions{
    "Microsoft.KeyVault/vaults/secrets/getSecret/action",
    "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
    "Microsoft.KeyVault/vaults/secrets/setSecret/action",
    "Microsoft.KeyVault/vaults/secrets/delete",
    "Microsoft.KeyVault/vaults/secrets/recover/action",
    "Microsoft.KeyVault/vaults/secrets/purge/action"};

std::string issuer_of(std::string_view tenant_id) {
  return fmt::format("https://sts.windows.net/{}/", tenant_id);
}

std::string caller_text(const call& asked) {
  return fmt::format("appid={};oid={};iss={}", asked.caller.application_id, asked.caller.object_id,
                     issuer_of(asked.caller.tenant_id));
}

std::string vault_text(const vault_state& state) {
  return fmt::format("{};location={}", state.who.vault_name, state.who.region);
}

std::string resource_text(const vault_state& state, const call& asked) {
  std::string made =
      fmt::format("/subscriptions/{}/resourcegroups/{}/providers/microsoft.keyvault/vaults/{}",
                  state.who.subscription_id, state.who.resource_group, state.who.vault_name);
  if (!asked.name.empty()) made += "/secrets/" + asked.name;
  return simulator::folded(made);
}

}  // namespace

vault_state::vault_state(identity who_is, switches chosen, std::uint64_t seed)
    : who(std::move(who_is)), set(std::move(chosen)), random(seed), world(set, random) {
  access.grant_all(who.owner, instant{});
}

std::optional<std::string_view> call::option(std::string_view wanted) const {
  for (const auto& [key, value] : options) {
    if (equal_folded(key, wanted)) return value;
  }
  return std::nullopt;
}

response error_answer(int status, std::string_view code, std::string_view message,
                      std::string_view inner) {
  json error{{"code", code}, {"message", message}};
  if (!inner.empty()) error["innererror"] = {{"code", inner}};
  return answer(status, {{"error", std::move(error)}});
}

response bad_parameter(std::string_view message) {
  return error_answer(400, "BadParameter", message);
}

response invalid_value() {
  return bad_parameter("Property has invalid value\r\n");
}

response secret_not_found(const call& asked) {
  const std::string id =
      asked.version.empty() ? asked.name : fmt::format("{}/{}", asked.name, asked.version);
  return error_answer(
      404, "SecretNotFound",
      fmt::format("A secret with (name/id) {} was not found in this key vault. If you recently "
                  "deleted this secret you may be able to recover it using the correct recovery "
                  "command. For help resolving this issue, please see "
                  "https://go.microsoft.com/fwlink/?linkid=2125182",
                  id));
}

response deleted_secret_not_found(const call& asked) {
  return error_answer(404, "SecretNotFound",
                      fmt::format("Deleted Secret not found: {}", asked.name));
}

response conflict(const call& asked, const secret& holder) {
  if (holder.state == standing::deleted) {
    return error_answer(
        409, "Conflict",
        fmt::format("Secret {} is currently in a deleted but recoverable state, and its name "
                    "cannot be reused; in this state, the secret can only be recovered or purged.",
                    asked.name),
        "ObjectIsDeletedButRecoverable");
  }
  const bool recovering = holder.state == standing::recovering;
  return error_answer(
      409, "Conflict",
      fmt::format("Secret {} is currently being {} and cannot be re-created; retry later.",
                  asked.name, recovering ? "recovered" : "deleted"),
      recovering ? "ObjectIsBeingRecovered" : "ObjectIsBeingDeleted");
}

response still_deleting() {
  return error_answer(409, "Conflict", "Secret is currently being deleted.",
                      "ObjectIsBeingDeleted");
}

response unauthorized(const vault_state& state, std::string_view message) {
  response made = error_answer(401, "Unauthorized", message);
  const std::string& resource = state.who.audiences.front();
  std::string challenge = fmt::format(R"(Bearer authorization="{}/{}", resource="{}")",
                                      state.who.authority, state.who.tenant_id, resource);
  if (state.set.challenge_scope) challenge += fmt::format(R"(, scope="{}/.default")", resource);
  made.headers.push_back({"WWW-Authenticate", std::move(challenge)});
  return made;
}

response forbidden(const vault_state& state, const call& asked, permission what) {
  if (state.set.access_model == "policy") {
    return error_answer(
        403, "Forbidden",
        fmt::format("The user, group or application '{}' does not have secrets {} permission on "
                    "key vault '{}'. For help resolving this issue, please see "
                    "https://go.microsoft.com/fwlink/?linkid=2125287",
                    caller_text(asked), to_string(what), vault_text(state)),
        "ForbiddenByPolicy");
  }
  return error_answer(
      403, "Forbidden",
      fmt::format("Caller is not authorized to perform action on resource.\r\n"
                  "If role assignments, deny assignments or role definitions were changed "
                  "recently, please observe propagation time.\r\n"
                  "Caller: {}\r\nAction: '{}'\r\nResource: '{}'\r\nAssignment: (not found)\r\n"
                  "DenyAssignmentId: null\r\nDecisionReason: 'DeniedWithNoValidRBAC' \r\n"
                  "Vault: {}\r\n",
                  caller_text(asked), data_actions[static_cast<std::size_t>(what)],
                  resource_text(state, asked), vault_text(state)),
      "ForbiddenByRbac");
}

response forbidden_by_firewall(const vault_state& state, const call& asked) {
  return error_answer(
      403, "Forbidden",
      fmt::format("Client address is not authorized and caller is not a trusted service.\r\n"
                  "Client address: 127.0.0.1\r\nCaller: {}\r\nVault: {}",
                  caller_text(asked), vault_text(state)),
      "ForbiddenByFirewall");
}

response purge_protected(const vault_state& state) {
  return error_answer(
      403, "Forbidden",
      fmt::format("Operation \"purge\" is not allowed because purge protection is enabled for this "
                  "vault. Key Vault service will automatically purge it after the retention period "
                  "has passed.\r\nVault: {}",
                  vault_text(state)));
}

response too_many_requests(std::optional<std::string> retry_after) {
  response made = error_answer(429, "Throttled",
                               "Request was not processed because too many requests were received. "
                               "Reason: VaultRequestTypeLimitReached");
  if (retry_after) made.headers.push_back({"Retry-After", std::move(*retry_after)});
  return made;
}

}  // namespace daypass::key_vault_simulator
