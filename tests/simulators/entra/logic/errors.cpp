#include "simulators/entra/logic/call.hpp"
#include "simulators/entra/logic/text.hpp"

#include <fmt/format.h>

namespace daypass::entra_simulator {

std::optional<std::string_view> call::option(std::string_view name) const {
  for (const auto& [key, value] : options) {
    if (equal_folded(key, name)) return value;
  }
  return std::nullopt;
}

response no_content() {
  response made;
  made.status = 204;
  return made;
}

response error_answer(const call& asked, int status, std::string_view code,
                      std::string_view message, error_extras extras) {
  json error{{"code", code}, {"message", message}};
  if (!extras.details.is_null()) error["details"] = std::move(extras.details);
  json inner = json::object();
  if (!extras.inner_message.empty()) inner["message"] = extras.inner_message;
  inner["date"] = zoneless_text(asked.at.graph);
  inner["request-id"] = asked.request_id;
  inner["client-request-id"] = asked.client_request_id;
  error["innerError"] = std::move(inner);
  return answer(status, {{"error", std::move(error)}});
}

response resource_not_found(const call& asked, std::string_view key) {
  return error_answer(asked, 404, "Request_ResourceNotFound",
                      fmt::format("Resource '{}' does not exist or one of its queried "
                                  "reference-property objects are not present.",
                                  key));
}

response bad_request(const call& asked, std::string_view message) {
  return error_answer(asked, 400, "Request_BadRequest", message);
}

response object_conflict(const call& asked, std::string_view property) {
  const std::string message =
      fmt::format("Another object with the same value for property {} already exists.", property);
  json detail{{"code", "ObjectConflict"}, {"message", message}, {"target", property}};
  return error_answer(asked, 400, "Request_BadRequest", message,
                      {json::array({std::move(detail)}), {}});
}

response invalid_value(const call& asked, std::string_view property) {
  return bad_request(asked, fmt::format("Property {} is invalid.", property));
}

response unreadable_body(const call& asked) {
  return error_answer(asked, 400, "BadRequest",
                      "Unable to read JSON request payload. Please ensure Content-Type header is "
                      "set and payload is of valid JSON format.");
}

response forbidden(const call& asked, bool authentication) {
  if (authentication) {
    return error_answer(asked, 403, "accessDenied", "Request Authorization failed",
                        {nullptr, "Request Authorization failed"});
  }
  return error_answer(asked, 403, "Authorization_RequestDenied",
                      "Insufficient privileges to complete the operation.");
}

std::string context(const call& asked, std::string_view rest) {
  return fmt::format("{}/v1.0/$metadata#{}", asked.origin, rest);
}

}  // namespace daypass::entra_simulator
