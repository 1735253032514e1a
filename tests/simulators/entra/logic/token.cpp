#include "simulators/entra/logic/handlers.hpp"
#include "simulators/entra/logic/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace daypass::entra_simulator {

token_standing token_desk::judge(std::string_view authorization, instant now) const {
  constexpr std::string_view scheme = "bearer ";
  if (authorization.size() <= scheme.size() ||
      !equal_folded(authorization.substr(0, scheme.size()), scheme)) {
    return token_standing::missing;
  }
  const token_grant* found = find(authorization.substr(scheme.size()));
  if (found == nullptr) return token_standing::unknown;
  if (found->audience != graph_audience) return token_standing::other_audience;
  if (now >= found->until) return token_standing::expired;
  const bool stale = found->answers_challenges && found->not_before_s < challenged_since_s_;
  return stale ? token_standing::challenged : token_standing::good;
}

const token_grant* token_desk::find(std::string_view token) const {
  const auto found = grants_.find(std::string(token));
  return found == grants_.end() ? nullptr : &found->second;
}

void token_desk::expire_all() {
  for (auto& [token, grant] : grants_) grant.until = instant{};
}

void token_desk::admit(std::string token, token_grant grant) {
  answered_ = answered_ || grant.not_before_s >= challenged_since_s_;
  if (answered_) grant.not_before_s = std::max(grant.not_before_s, challenged_since_s_);
  grants_[std::move(token)] = std::move(grant);
}

void token_desk::challenge_since(instant at) {
  answered_ = false;
  challenged_since_s_ = std::chrono::floor<seconds>(at).time_since_epoch().count();
}

namespace {

struct sts_error {
  int number;
  int status;
  std::string_view error;
  std::string_view message;  ///< {app} and {tenant} are filled in.
};

constexpr std::array sts_errors{
    sts_error{7000215, 401, "invalid_client",
              "Invalid client secret provided. Ensure the secret being sent in the request is the "
              "client secret value, not the client secret ID, for a secret added to app '{app}'."},
    sts_error{7000222, 401, "invalid_client",
              "The provided client secret keys for app '{app}' are expired."},
    sts_error{700016, 400, "unauthorized_client",
              "Application with identifier '{app}' was not found in the directory '{tenant}'."},
    sts_error{700027, 401, "invalid_client",
              "Client assertion failed signature validation. The key was not found by its "
              "thumbprint in app '{app}'."},
    sts_error{700024, 401, "invalid_client",
              "Client assertion is not within its valid time range."},
    sts_error{50013, 401, "invalid_client",
              "Assertion is not valid: its signature is wrong, or it was used before."},
    sts_error{50027, 400, "invalid_request", "Invalid JWT token. Token format not valid."},
    sts_error{50048, 401, "invalid_client",
              "Subject must match the issuer claim in the client assertion."},
    sts_error{700021, 401, "invalid_client",
              "Client assertion application identifier doesn't match 'client_id' parameter."},
    sts_error{700023, 401, "invalid_client",
              "Client assertion audience claim does not match Realm issuer."},
    sts_error{700211, 401, "invalid_client",
              "No matching federated identity record found for presented assertion issuer."},
    sts_error{700212, 401, "invalid_client",
              "No matching federated identity record found for presented assertion audience."},
    sts_error{700213, 401, "invalid_client",
              "No matching federated identity record found for presented assertion subject."},
    sts_error{1000502, 401, "invalid_client",
              "The provided certificate is not within its specified validity period."},
    sts_error{90002, 400, "invalid_request",
              "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and "
              "are signing into the correct cloud."},
    sts_error{70011, 400, "invalid_scope",
              "The provided value for the input parameter 'scope' is not valid. One or more scopes "
              "are not compatible with each other or malformed."},
    sts_error{70003, 400, "unsupported_grant_type", "The app requested an unsupported grant type."},
    sts_error{900144, 400, "invalid_request",
              "The request body must contain the required parameters of its grant type."},
    sts_error{50196, 400, "invalid_grant",
              "The server terminated an operation because it encountered a client request loop."},
    sts_error{90033, 503, "temporarily_unavailable",
              "A transient error has occurred. Please try again."},
};

std::string filled(std::string_view text, std::string_view mark, std::string_view with) {
  std::string made(text);
  if (const auto at = made.find(mark); at != std::string::npos) made.replace(at, mark.size(), with);
  return made;
}

response refuse(graph_state& state, const call& asked, int number, std::string_view app) {
  const auto found = std::ranges::find(sts_errors, number, &sts_error::number);
  const sts_error error = found != sts_errors.end()
                              ? *found
                              : sts_error{number, 400, "invalid_request", "The request failed."};
  const std::string trace = state.random.guid();
  const std::string when = sts_text(asked.at.graph);
  const std::string& tenant = asked.names.front();
  const std::string message = filled(filled(error.message, "{app}", app), "{tenant}", tenant);
  return answer(error.status,
                {{"error", error.error},
                 {"error_description",
                  fmt::format("AADSTS{}: {} Trace ID: {} Correlation ID: {} Timestamp: {}", number,
                              message, trace, asked.client_request_id, when)},
                 {"error_codes", {number}},
                 {"timestamp", when},
                 {"trace_id", trace},
                 {"correlation_id", asked.client_request_id},
                 {"error_uri", fmt::format("{}/error?code={}", asked.origin, number)}});
}

struct credentials {
  std::string app;
  std::string secret;
  std::string grant;
  std::string scope;
  std::string claims;
  std::string assertion;
  std::string assertion_type;
};

credentials read_credentials(const request& asked) {
  credentials made;
  for (const auto& [name, value] : form_fields(asked.body)) {
    if (name == "client_id") made.app = value;
    if (name == "client_secret") made.secret = value;
    if (name == "grant_type") made.grant = value;
    if (name == "scope") made.scope = value;
    if (name == "claims") made.claims = value;
    if (name == "client_assertion") made.assertion = value;
    if (name == "client_assertion_type") made.assertion_type = value;
  }
  const auto basic = find_header(asked.headers, "Authorization");
  if (basic.size() > 6 && equal_folded(basic.substr(0, 6), "basic ")) {
    const std::string pair = base64_decoded(basic.substr(6));
    const auto mark = pair.find(':');
    made.app = percent_decoded(std::string_view(pair).substr(0, mark), true);
    if (mark != std::string::npos) {
      made.secret = percent_decoded(std::string_view(pair).substr(mark + 1), true);
    }
  }
  return made;
}

bool is_tenant(const graph_state& state, std::string_view name) {
  return equal_folded(name, state.who.tenant_id) ||
         std::ranges::any_of(state.who.domains,
                             [&](const std::string& each) { return equal_folded(each, name); });
}

int judge_assertion(graph_state& state, const call& asked, const credentials& given) {
  if (given.assertion_type != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") {
    return 900144;
  }
  assertion_terms terms{.client_id = state.who.client_id,
                        .audiences = {},
                        .now = asked.at.graph,
                        .skew = seconds{state.set.assertion_skew_s},
                        .lifetime_max = seconds{state.set.assertion_lifetime_max_s}};
  for (const std::string& tenant : {state.who.tenant_id, asked.names.front()}) {
    for (const char* behind : {"/oauth2/v2.0/token", "/v2.0"}) {
      terms.audiences.push_back(fmt::format("{}/{}{}", asked.origin, tenant, behind));
    }
  }
  return state.assertions.judge(given.assertion, terms);
}

/// OpenID Connect Core 5.5, as far as access tokens go; nothing when it is none.
std::optional<token_claims_asked> read_claims(const std::string& text) {
  token_claims_asked made;
  if (text.empty()) return made;
  const json whole = parse_json(text);
  if (!whole.is_object()) return std::nullopt;
  const json token = whole.value("access_token", json::object());
  if (!token.is_object()) return std::nullopt;
  for (const json& each : token.value("/xms_cc/values"_json_pointer, json::array())) {
    made.answers_challenges = made.answers_challenges || each == "cp1" || each == "CP1";
  }
  const json from = token.value("/nbf/value"_json_pointer, json());
  if (from.is_string()) made.not_before_s = std::stoll("0" + from.get<std::string>());
  return made;
}

/// The AADSTS number of what is wrong, or 0.
int judge(graph_state& state, const call& asked, const credentials& given) {
  if (!state.set.token_error.empty()) return std::stoi("0" + state.set.token_error);
  if (!is_tenant(state, asked.names.front())) return 90002;
  if (given.grant.empty() || given.app.empty() || given.scope.empty()) return 900144;
  if (given.grant != "client_credentials") return 70003;
  if (!equal_folded(given.app, state.who.client_id)) return 700016;
  if (!read_claims(given.claims)) return 900144;
  if (!given.assertion.empty()) {
    if (const int wrong = judge_assertion(state, asked, given); wrong != 0) return wrong;
  } else {
    if (given.secret.empty()) return 900144;
    if (given.secret != state.who.client_secret) return 7000215;
    if (state.set.secret_expired) return 7000222;
  }
  const bool one_resource = given.scope.find(' ') == std::string::npos;
  return one_resource && given.scope.ends_with("/.default") ? 0 : 70011;
}

/// Whom a scope is for: one of the tenant's other audiences, written exactly so, or else Graph.
std::string_view audience_of(const graph_state& state, std::string_view scope) {
  constexpr std::string_view all_of_it = "/.default";
  scope.remove_suffix(all_of_it.size());
  const auto& others = state.who.other_audiences;
  // A doubled slash asks for the audience with a slash at its end.
  const auto found = std::ranges::find_if(
      others, [&](const std::string& each) { return scope == each || scope == each + "/"; });
  return found == others.end() ? graph_audience : scope;
}

}  // namespace

/// Looks like a JWT, as Microsoft's tokens do; nobody but its audience may judge one by its
/// content.
issued_token draw_token(graph_state& state, const call& asked, std::string_view audience,
                        const token_claims_asked& claims_asked) {
  const auto drawn = state.random.between(seconds{state.set.token_lifetime_min_s},
                                          seconds{state.set.token_lifetime_max_s});
  const auto lifetime = std::chrono::floor<seconds>(drawn).count();
  const auto epoch = std::chrono::floor<seconds>(asked.at.graph).time_since_epoch().count();
  json claims{{"aud", audience},
              {"iss", fmt::format("{}/{}/", asked.origin, state.who.tenant_id)},
              {"iat", epoch},
              {"exp", epoch + lifetime},
              {"appid", state.who.client_id},
              {"roles", state.set.permissions},
              {"tid", state.who.tenant_id},
              {"uti", state.random.guid()}};
  std::string signature;
  for (int i = 0; i < 8; ++i) signature += state.random.guid().substr(0, 32);
  std::string text = base64url_encoded(R"({"typ":"JWT","alg":"RS256"})") + '.' +
                     base64url_encoded(claims.dump()) + '.' + base64url_encoded(signature);
  const std::string for_whom(audience_of(state, std::string(audience) + "/.default"));
  state.tokens.admit(text, {for_whom, asked.at.host + seconds{lifetime},
                            claims_asked.answers_challenges, claims_asked.not_before_s});
  state.tokens.count_issued();
  return {std::move(text), static_cast<int>(lifetime)};
}

response issue_token(graph_state& state, const call& asked) {
  const credentials given = read_credentials(*asked.asked);
  if (const int wrong = judge(state, asked, given); wrong != 0) {
    return refuse(state, asked, wrong, given.app);
  }
  const std::string audience(audience_of(state, given.scope));
  const issued_token made = draw_token(state, asked, audience, *read_claims(given.claims));
  return answer(200, {{"token_type", "Bearer"},
                      {"expires_in", made.lifetime_s},
                      {"ext_expires_in", made.lifetime_s},
                      {"access_token", made.text}});
}

response openid_configuration(graph_state& state, const call& asked) {
  if (!is_tenant(state, asked.names.front())) return refuse(state, asked, 90002, "");
  const std::string tenant = fmt::format("{}/{}", asked.origin, state.who.tenant_id);
  return answer(
      200, {{"token_endpoint", tenant + "/oauth2/v2.0/token"},
            {"token_endpoint_auth_methods_supported",
             {"client_secret_post", "private_key_jwt", "client_secret_basic"}},
            {"jwks_uri", tenant + "/discovery/v2.0/keys"},
            {"response_modes_supported", {"query", "fragment", "form_post"}},
            {"subject_types_supported", {"pairwise"}},
            {"id_token_signing_alg_values_supported", {"RS256"}},
            {"response_types_supported", {"code", "id_token", "code id_token", "token id_token"}},
            {"scopes_supported", {"openid", "profile", "email", "offline_access"}},
            {"issuer", tenant + "/v2.0"},
            {"authorization_endpoint", tenant + "/oauth2/v2.0/authorize"},
            {"cloud_instance_name", "microsoftonline.com"},
            {"msgraph_host", "graph.microsoft.com"}});
}

response instance_discovery(graph_state& state, const call& asked) {
  const auto host = asked.origin.substr(asked.origin.find("//") + 2);
  return answer(
      200, {{"tenant_discovery_endpoint", fmt::format("{}/{}/v2.0/.well-known/openid-configuration",
                                                      asked.origin, state.who.tenant_id)},
            {"api-version", "1.1"},
            {"metadata", json::array({{{"preferred_network", host},
                                       {"preferred_cache", host},
                                       {"aliases", json::array({host})}}})}});
}

response signing_keys(graph_state&, const call&) {
  // Access tokens are opaque to everyone but their audience: there is no key to check them with.
  return answer(200, {{"keys", json::array()}});
}

}  // namespace daypass::entra_simulator
