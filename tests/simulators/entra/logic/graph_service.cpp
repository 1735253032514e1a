#include "simulators/entra/logic/graph_service.hpp"

#include "simulators/entra/logic/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace daypass::entra_simulator {
namespace {

constexpr std::string_view batch_path = "/v1.0/$batch";

bool is_batch(const request& asked) {
  return asked.method == "POST" && equal_folded(asked.path, batch_path);
}

std::string_view kind_of(const request& asked, const routed& found) {
  if (found.found != nullptr) return found.found->kind;
  return is_batch(asked) ? "batch" : "unknown";
}

bool is_write(std::string_view method) {
  return method != "GET";
}

/// Resource units of one request (Graph: throttling-limits).
int units_of(const call& asked, const route& which) {
  int units = which.kind == "user.list" ? 2 : 1;
  if (is_write(which.method)) return 1;
  if (asked.option("$select")) --units;
  if (asked.option("$expand")) ++units;
  const auto top = asked.option("$top");
  if (top && !top->empty() && std::atoi(std::string(*top).c_str()) < 20) --units;
  return std::max(units, 1);
}

bool is_granted(const graph_state& state, std::string_view permissions) {
  while (!permissions.empty()) {
    const auto space = permissions.find(' ');
    const auto one = permissions.substr(0, space);
    if (std::ranges::find(state.set.permissions, one) != state.set.permissions.end()) return true;
    permissions =
        space == std::string_view::npos ? std::string_view{} : permissions.substr(space + 1);
  }
  return false;
}

}  // namespace

graph_service::graph_service(identity who, switches set, std::uint64_t seed)
    : state_(std::move(who), std::move(set), seed) {}

call graph_service::make_call(const request& asked, instant now, actor by) {
  call made;
  made.asked = &asked;
  made.options = form_fields(asked.query);
  made.at = at(now);
  made.by = by;
  made.request_id = state_.random.guid();
  made.client_request_id = find_header(asked.headers, "client-request-id");
  if (made.client_request_id.empty()) made.client_request_id = made.request_id;
  const auto host = find_header(asked.headers, "Host");
  made.origin = fmt::format("https://{}", host.empty() ? "graph.microsoft.com" : host);
  return made;
}

exchange graph_service::handle(const request& asked, instant now) {
  run_late_effects(now);
  const routed found = find_route(asked.method, asked.path);
  const std::string_view kind = kind_of(asked, found);
  call made = make_call(asked, now, actor::client);
  if (found.found != nullptr) {
    state_.log.arrived(kind, found.found->budgets, is_write(asked.method),
                       state_.set.retry_after_grace, now);
  }
  const auto struck = state_.faults.draw(kind, asked.method, asked.path, state_.random);
  exchange result;
  if (struck) {
    result = apply(made, found, kind, *struck);
  } else {
    result.answer = execute(made, found);
    record(made, found, kind, result.answer.status, {});
  }
  stamp(made, result.answer);
  result.how.delay += state_.random.between(state_.set.latency.least, state_.set.latency.most);
  return result;
}

response graph_service::execute(call& asked, const routed& found) {
  if (found.found == nullptr && is_batch(*asked.asked)) {
    if (auto refused = refuse_token(asked)) return *refused;
    return run_batch(asked);
  }
  if (found.found == nullptr) {
    return found.known_path
               ? error_answer(asked, 405, "Request_BadRequest",
                              "Specified HTTP method is not "
                              "allowed for the request target.")
               : error_answer(asked, 404, "BadRequest", "Resource not found for the segment.");
  }
  const route& which = *found.found;
  asked.names = found.names;
  const bool late = asked.by == actor::late;
  if (which.budgets != lane::none && !late) {
    if (auto refused = refuse_token(asked)) return *refused;
    if (auto refused = refuse_pace(asked, which)) return *refused;
  }
  response made;
  if (which.budgets != lane::none && !is_granted(state_, which.permissions)) {
    made = forbidden(asked, which.budgets == lane::authentication);
  } else {
    made = guarded(asked, found);
  }
  if (!late) add_budget_headers(asked, found, made);
  return made;
}

response graph_service::guarded(call& asked, const routed& found) {
  const route& which = *found.found;
  if (which.body != route_body::none) {
    const auto& text = asked.asked->body;
    const auto type = folded(find_header(asked.asked->headers, "Content-Type"));
    if (which.body == route_body::required || !text.empty()) {
      asked.body = parse_json(text);
      if (asked.body.is_discarded() || !type.starts_with("application/json")) {
        return unreadable_body(asked);
      }
    }
  }
  try {
    return which.handler(state_, asked);
  } catch (const json::exception&) {
    // A value of a type that the property does not have.
    return unreadable_body(asked);
  }
}

std::optional<response> graph_service::refuse_token(const call& asked) {
  const auto standing =
      state_.tokens.judge(find_header(asked.asked->headers, "Authorization"), asked.at.host);
  if (standing == token_standing::good) return std::nullopt;
  const char* message = "Access token has expired or is not yet valid.";
  if (standing == token_standing::missing) message = "Access token is empty.";
  if (standing == token_standing::unknown) message = "Access token validation failure.";
  if (standing == token_standing::other_audience) {
    message = "Access token validation failure. Invalid audience.";
  }
  std::string challenge =
      fmt::format(R"(Bearer realm="", authorization_uri="{}/common/oauth2/authorize", )"
                  R"(client_id="00000003-0000-0000-c000-000000000000")",
                  asked.origin);
  if (standing == token_standing::challenged) {
    message =
        "Continuous access evaluation resulted in challenge with result: "
        "InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp";
    const json claims{
        {"access_token",
         {{"nbf",
           {{"essential", true}, {"value", std::to_string(state_.tokens.challenged_since_s())}}}}}};
    challenge += fmt::format(R"(, error="insufficient_claims", claims="{}")",
                             base64url_encoded(claims.dump()));
  }
  response made = error_answer(asked, 401, "InvalidAuthenticationToken", message);
  made.headers.push_back({"WWW-Authenticate", std::move(challenge)});
  return made;
}

std::optional<response> graph_service::refuse_pace(const call& asked, const route& which) {
  const throttle_verdict verdict =
      state_.budgets.ask(which.budgets, is_write(which.method), units_of(asked, which), state_.set,
                         state_.world.live_count(), asked.at.host);
  share_ = verdict.share;
  if (!verdict.refused) return std::nullopt;
  state_.log.throttled(which.kind);
  if (!state_.set.omit_retry_after) {
    state_.log.told_to_wait(verdict.meter, false, seconds{verdict.retry_after_s}, asked.at.host);
  }
  return throttled_answer(asked, verdict);
}

response graph_service::throttled_answer(const call& asked, const throttle_verdict& verdict) {
  json inner{{"code", "429"},
             {"message", "Please retry after"},
             {"date", zoneless_text(asked.at.graph)},
             {"request-id", asked.request_id},
             {"client-request-id", asked.client_request_id}};
  response made = answer(429, {{"error",
                                {{"code", "TooManyRequests"},
                                 {"innerError", std::move(inner)},
                                 {"message", "Please retry again later."}}}});
  if (!state_.set.omit_retry_after) {
    made.headers.push_back({"Retry-After", std::to_string(verdict.retry_after_s)});
  }
  made.headers.push_back(
      {"x-ms-throttle-scope",
       fmt::format("{}/{}/{}", verdict.scope, state_.who.client_id, state_.who.tenant_id)});
  made.headers.push_back({"x-ms-throttle-information", std::string(verdict.information)});
  made.headers.push_back({"x-ms-throttle-limit-percentage", fmt::format("{:.2f}", verdict.share)});
  return made;
}

void graph_service::add_budget_headers(const call& asked, const routed& found, response& made) {
  if (found.found->budgets != lane::directory) return;
  made.headers.push_back({"x-ms-resource-unit", std::to_string(units_of(asked, *found.found))});
  if (state_.set.throttling && share_ > 0.8) {
    made.headers.push_back({"x-ms-throttle-limit-percentage", fmt::format("{:.2f}", share_)});
  }
}

void graph_service::stamp(const call& asked, response& made) {
  const bool typed = !made.body.empty() && find_header(made.headers, "Content-Type").empty();
  if (typed) {
    made.headers.push_back({"Content-Type",
                            "application/json;odata.metadata=minimal;odata.streaming=true;"
                            "IEEE754Compatible=false;charset=utf-8"});
  }
  made.headers.push_back({"Cache-Control", "no-cache"});
  made.headers.push_back({"request-id", asked.request_id});
  made.headers.push_back({"client-request-id", asked.client_request_id});
  made.headers.push_back({"x-ms-ags-diagnostic",
                          R"({"ServerInfo":{"DataCenter":"Simulator","Slice":"E","Ring":"1",)"
                          R"("ScaleUnit":"000","RoleInstance":"SIM"}})"});
  if (find_header(made.headers, "Date").empty()) {
    made.headers.push_back({"Date", http_date(asked.at.graph)});
  }
}

void graph_service::record(const call& asked, const routed& found, std::string_view kind,
                           int status, std::string fault) {
  journal_entry entry;
  entry.at = asked.at.host;
  entry.kind = kind;
  entry.method = found.found != nullptr ? found.found->method : std::string_view("?");
  entry.path = found.found != nullptr ? found.found->path : std::string_view("?");
  entry.status = status;
  entry.fault = std::move(fault);
  entry.client_request_id = asked.client_request_id;
  state_.log.record(std::move(entry));
}

}  // namespace daypass::entra_simulator
