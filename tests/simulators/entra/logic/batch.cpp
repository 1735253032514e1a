#include "simulators/entra/logic/graph_service.hpp"
#include "simulators/entra/logic/text.hpp"

#include <fmt/format.h>

#include <set>

namespace daypass::entra_simulator {
namespace {

constexpr std::size_t batch_max = 20;

/// Null where there is none.
const json& member(const json& object, const char* name) {
  static const json none;
  const auto found = object.find(name);
  return found == object.end() ? none : *found;
}

/// What is wrong with the batch as a whole, or nothing.
std::string judge_batch(const json& body) {
  if (!body.is_object() || !body.contains("requests") || !body["requests"].is_array()) {
    return "Invalid batch payload format.";
  }
  const json& items = body["requests"];
  if (items.empty() || items.size() > batch_max) {
    return "Number of batch request steps must be between 1 and 20.";
  }
  std::set<std::string> ids;
  for (const json& each : items) {
    const bool whole = each.is_object() && each.contains("id") && each["id"].is_string() &&
                       each.contains("method") && each["method"].is_string() &&
                       each.contains("url") && each["url"].is_string();
    if (!whole) return "Invalid batch payload format.";
    if (!ids.insert(folded(each["id"].get<std::string>())).second) {
      return "Request Id " + each["id"].get<std::string>() + " has to be unique in a batch.";
    }
    const bool bodied = each.contains("body") && !each["body"].is_null();
    bool typed = false;
    for (const auto& [name, value] : member(each, "headers").items()) {
      typed |= equal_folded(name, "Content-Type");
    }
    if (bodied && !typed)
      return "Write request id : " + each["id"].get<std::string>() +
             " does not contain Content-Type header or body.";
  }
  return {};
}

bool dependencies_failed(const json& item, const std::map<std::string, int>& statuses) {
  for (const json& each : member(item, "dependsOn")) {
    const auto found = statuses.find(folded(each.is_string() ? each.get<std::string>() : ""));
    if (found == statuses.end() || found->second >= 400) return true;
  }
  return false;
}

/// One part of the answer. Bodies are JSON already: they are put in as they stand.
std::string part_of(const json& item, const response& outcome) {
  json headers = json::object();
  for (const header& each : outcome.headers) headers[each.name] = each.value;
  std::string text = R"({"id":)" + written(item["id"]) + R"(,"status":)" +
                     std::to_string(outcome.status) + R"(,"headers":)" + written(headers);
  if (!outcome.body.empty()) text += R"(,"body":)" + outcome.body;
  return text + "}";
}

}  // namespace

response graph_service::run_batch_item(const call& outer, const json& item) {
  std::string url = item["url"].get<std::string>();
  if (!url.starts_with('/')) url.insert(url.begin(), '/');
  std::vector<header> headers;
  for (const auto& [name, value] : member(item, "headers").items()) {
    headers.push_back({name, value.is_string() ? value.get<std::string>() : value.dump()});
  }
  for (const auto name : {"Authorization", "Host"}) {
    headers.push_back({name, std::string(find_header(outer.asked->headers, name))});
  }
  const bool bodied = item.contains("body") && !item["body"].is_null();
  const request inner = make_request(item["method"].get<std::string>(), "/v1.0" + url,
                                     bodied ? written(item["body"]) : "", std::move(headers));
  const routed found = find_route(inner.method, inner.path);
  const std::string_view kind = found.found != nullptr ? found.found->kind : "unknown";
  call made = make_call(inner, outer.at.host, actor::client);
  const auto struck = state_.faults.draw(kind, inner.method, inner.path, state_.random);
  response outcome;
  if (struck && struck->status != 0) {
    outcome = faulted_answer(made, *struck);
    if (struck->retry_after) outcome.headers.push_back({"Retry-After", *struck->retry_after});
  } else {
    outcome = execute(made, found);
  }
  record(made, found, kind, outcome.status, struck ? struck->name : std::string{});
  stamp(made, outcome);
  return outcome;
}

response graph_service::run_batch(call& asked) {
  asked.body = parse_json(asked.asked->body);
  if (const std::string wrong = judge_batch(asked.body); !wrong.empty()) {
    return error_answer(asked, 400, "BadRequest", wrong);
  }
  std::map<std::string, int> statuses;
  std::vector<std::string> parts;
  for (const json& item : asked.body["requests"]) {
    const response outcome =
        dependencies_failed(item, statuses)
            ? error_answer(asked, 424, "FailedDependency", "A dependency of this request failed.")
            : run_batch_item(asked, item);
    statuses[folded(item["id"].get_ref<const std::string&>())] = outcome.status;
    // Responses come in any order.
    const auto where = state_.random.below(parts.size() + 1);
    parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(where), part_of(item, outcome));
  }
  response whole;
  whole.body = fmt::format(R"({{"responses":[{}]}})", fmt::join(parts, ","));
  return whole;
}

}  // namespace daypass::entra_simulator
