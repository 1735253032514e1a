#include "simulators/key_vault/logic/vault_service.hpp"

#include "simulators/key_vault/logic/bundles.hpp"
#include "simulators/remote/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace daypass::key_vault_simulator {

using simulator::equal_folded;
using simulator::find_header;

namespace {

/// Oldest first. Key Vault: the versions of its specification for secrets from 7.4 on.
constexpr std::array<std::string_view, 5> api_versions{"7.4", "7.5", "7.6", "2025-07-01",
                                                       "2026-04-01"};

/// Of waits that the budget gave, beside those of kinds.
constexpr std::string_view budget_name = "budget";

std::string_view kind_of(const routed& found) {
  return found.found != nullptr ? found.found->kind : "unknown";
}

std::string_view bearer_of(const request& asked) {
  constexpr std::string_view scheme = "bearer ";
  const auto given = find_header(asked.headers, "Authorization");
  const bool bearer =
      given.size() > scheme.size() && equal_folded(given.substr(0, scheme.size()), scheme);
  return bearer ? given.substr(scheme.size()) : std::string_view{};
}

}  // namespace

vault_service::vault_service(identity who, switches set, std::uint64_t seed)
    : state_(std::move(who), std::move(set), seed) {}

call vault_service::make_call(const request& asked, const routed& found, instant now, actor by) {
  call made;
  made.asked = &asked;
  made.name = found.name;
  made.version = found.version;
  made.options = simulator::form_fields(asked.query);
  made.at = at(now);
  made.by = by;
  made.request_id = state_.random.guid();
  made.client_request_id = find_header(asked.headers, "x-ms-client-request-id");
  const auto host = find_header(asked.headers, "Host");
  made.origin = host.empty() ? fmt::format("https://{}.vault.azure.net", state_.who.vault_name)
                             : fmt::format("https://{}", host);
  return made;
}

exchange vault_service::handle(const request& asked, instant now) {
  run_late_effects(now);
  const routed found = find_route(asked.method, asked.path);
  call made = make_call(asked, found, now, actor::client);
  note_arrival(kind_of(found), now);
  const auto struck = state_.faults.draw(kind_of(found), asked.method, asked.path, state_.random);
  exchange result;
  if (struck) {
    result = apply(made, found, *struck);
  } else {
    result.answer = execute(made, found);
    record(made, found, result.answer.status, {});
  }
  stamp(made, result.answer);
  result.how.delay += state_.random.between(state_.set.latency.least, state_.set.latency.most);
  return result;
}

response vault_service::execute(call& asked, const routed& found) {
  if (auto refused = refuse(asked, found)) return std::move(*refused);
  return carry_out(asked, found);
}

std::optional<response> vault_service::refuse(call& asked, const routed& found) {
  if (found.found == nullptr) {
    return found.known_path
               ? error_answer(405, "MethodNotAllowed", "The method is not allowed for this path.")
               : error_answer(404, "NotFound", "The path is not one of a vault's.");
  }
  const permission needed = found.found->needs;
  if (auto refused = refuse_version(asked)) return refused;
  if (auto refused = refuse_token(asked)) return refused;
  if (auto refused = refuse_pace(asked)) return refused;
  if (state_.set.firewall) return forbidden_by_firewall(state_, asked);
  if (!state_.access.allows(asked.caller.application_id, needed, asked.name, asked.at.host)) {
    return forbidden(state_, asked, needed);
  }
  return std::nullopt;
}

std::optional<response> vault_service::refuse_version(const call& asked) const {
  const auto version = asked.option("api-version").value_or("");
  if (version.empty()) return bad_parameter("api-version must be specified");
  if (std::ranges::find(api_versions, version) != api_versions.end()) return std::nullopt;
  return bad_parameter(fmt::format(
      "The specified version ({}) is not recognized. Consider using the latest supported version "
      "({}).",
      version, api_versions.back()));
}

std::optional<response> vault_service::refuse_token(call& asked) const {
  const auto token = bearer_of(*asked.asked);
  if (token.empty()) {
    return unauthorized(state_, "AKV10000: Request is missing a Bearer or PoP token.");
  }
  const auto claims = state_.tokens.find(token);
  if (!claims) {
    return unauthorized(state_,
                        "[AggregatedAuthenticationFailure] Error validating token: 'S2S17001'.");
  }
  if (asked.at.host >= claims->until) {
    return unauthorized(state_, "[TokenExpired] Error validating token: 'S2S12086'.");
  }
  if (!equal_folded(claims->tenant_id, state_.who.tenant_id)) {
    return unauthorized(
        state_,
        fmt::format("AKV10032: Invalid issuer. Expected one of https://sts.windows.net/{}/, "
                    "found https://sts.windows.net/{}/.",
                    state_.who.tenant_id, claims->tenant_id));
  }
  const auto& audiences = state_.who.audiences;
  if (std::ranges::find(audiences, claims->audience) == audiences.end()) {
    return unauthorized(state_, fmt::format("AKV10022: Invalid audience. Expected {}, found: {}.",
                                            fmt::join(audiences, " or "), claims->audience));
  }
  asked.caller = *claims;
  return std::nullopt;
}

std::optional<response> vault_service::refuse_pace(const call& asked) {
  if (!state_.set.throttling) return std::nullopt;
  const auto limit = static_cast<std::size_t>(std::max(state_.set.requests_in_10_s, 0));
  const auto wait_s = state_.budget.refuse(limit, asked.at.host);
  if (!wait_s) return std::nullopt;
  ++state_.throttled;
  if (state_.set.omit_retry_after) return too_many_requests(std::nullopt);
  state_.waits.told(budget_name, seconds{*wait_s}, asked.at.host);
  return too_many_requests(std::to_string(*wait_s));
}

response vault_service::carry_out(call& asked, const routed& found) {
  if (!asked.name.empty() && !is_good_name(asked.name)) {
    return bad_parameter("The request URI contains an invalid name: " + asked.name);
  }
  if (found.found->has_body) {
    const auto type = simulator::folded(find_header(asked.asked->headers, "Content-Type"));
    asked.body = simulator::parse_json(asked.asked->body);
    if (!asked.body.is_object() || !type.starts_with("application/json")) return invalid_value();
  }
  return found.found->handler(state_, asked);
}

void vault_service::note_arrival(std::string_view kind, instant now) {
  const duration grace = state_.set.retry_after_grace;
  const auto& waits = state_.waits;
  if (waits.inside(budget_name, grace, now) || waits.inside(kind, grace, now)) ++state_.early;
}

void vault_service::stamp(const call& asked, response& made) const {
  if (!made.body.empty() && find_header(made.headers, "Content-Type").empty()) {
    made.headers.push_back({"Content-Type", "application/json; charset=utf-8"});
  }
  made.headers.push_back({"Cache-Control", "no-cache"});
  made.headers.push_back({"Pragma", "no-cache"});
  made.headers.push_back({"Expires", "-1"});
  made.headers.push_back({"x-ms-keyvault-region", state_.who.region});
  if (!asked.client_request_id.empty()) {
    made.headers.push_back({"x-ms-client-request-id", asked.client_request_id});
  }
  made.headers.push_back({"x-ms-request-id", asked.request_id});
  made.headers.push_back({"x-ms-keyvault-service-version", "1.9.0.0"});
  made.headers.push_back(
      {"x-ms-keyvault-network-info", "conn_type=Ipv4;addr=127.0.0.1;act_addr_fam=InterNetwork;"});
  made.headers.push_back({"X-Content-Type-Options", "nosniff"});
  made.headers.push_back({"Strict-Transport-Security", "max-age=31536000;includeSubDomains"});
  if (find_header(made.headers, "Date").empty()) {
    made.headers.push_back({"Date", simulator::http_date(asked.at.vault)});
  }
}

void vault_service::record(const call& asked, const routed& found, int status, std::string fault) {
  simulator::journal_entry entry;
  entry.at = asked.at.host;
  entry.kind = kind_of(found);
  entry.method = found.found != nullptr ? found.found->method : std::string_view("?");
  entry.path = found.found != nullptr ? found.found->path : std::string_view("?");
  entry.status = status;
  entry.fault = std::move(fault);
  entry.client_request_id = asked.client_request_id;
  state_.log.record(std::move(entry));
}

}  // namespace daypass::key_vault_simulator
