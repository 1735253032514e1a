#include "daypass/admin/operators_client.hpp"

#include "daypass/net/unix_http_client.hpp"

#include <nlohmann/json.hpp>

#include <system_error>

namespace daypass::admin {
namespace {

using json = nlohmann::json;

std::unexpected<error> not_understood() {
  return fail(failure::unknown_effect, std::make_error_code(std::errc::bad_message),
              "the daemon's answer can't be understood");
}

/// What the daemon said of a refusal.
std::string words_of(const std::string& body, int status) {
  const json read = json::parse(body, nullptr, false);
  if (read.is_object()) {
    const auto found = read.find("error");
    if (found != read.end() && found->is_string()) return found->get<std::string>();
  }
  return "the daemon answers " + std::to_string(status);
}

}  // namespace

result<std::string> operators_client::call(const std::string& method, const std::string& target,
                                           const std::string& body) const {
  const net::unix_call asked{.socket_path = socket_.string(),
                             .method = method,
                             .target = target,
                             .body = body,
                             .timeout = timeout_};
  const auto answer = net::call_unix_socket(asked);
  if (!answer) return std::unexpected(answer.error());
  std::string said(answer->body.view());
  if (answer->status / 100 == 2) return said;
  const bool later = answer->status == 503;
  return fail(later ? failure::retryable : failure::permanent,
              std::make_error_code(later ? std::errc::resource_unavailable_try_again
                                         : std::errc::invalid_argument),
              words_of(said, answer->status));
}

result<given_order> operators_client::give(const std::string& hire, order_kind kind,
                                           const std::string& why) const {
  json body{{"hire", hire}, {"kind", to_string(kind)}};
  if (!why.empty()) body["why"] = why;
  const auto said =
      call("POST", "/orders", body.dump(-1, ' ', false, json::error_handler_t::replace));
  if (!said) return std::unexpected(said.error());
  const json read = json::parse(*said, nullptr, false);
  if (!read.is_object() || !read.contains("number") || !read["number"].is_number_unsigned() ||
      !read.contains("hire") || !read["hire"].is_string()) {
    return not_understood();
  }
  return given_order{read["number"].get<std::uint64_t>(), read["hire"].get<std::string>()};
}

result<bulk_answer> operators_client::retry_all(std::optional<reason> why) const {
  json body{{"kind", to_string(order_kind::retry)}};
  if (why) {
    body["reason"] = to_string(*why);
  } else {
    body["all"] = true;
  }
  const auto said = call("POST", "/orders/bulk", body.dump());
  if (!said) return std::unexpected(said.error());
  const json read = json::parse(*said, nullptr, false);
  if (!read.is_object() || !read.contains("given") || !read["given"].is_number_unsigned() ||
      !read.contains("more") || !read["more"].is_boolean()) {
    return not_understood();
  }
  return bulk_answer{read["given"].get<std::uint64_t>(), read["more"].get<bool>()};
}

result<std::string> operators_client::status() const {
  return call("GET", "/status", "");
}

result<bool> operators_client::acknowledge_events_lost() const {
  const auto said = call("POST", "/acknowledge", R"({"what": "events_lost"})");
  if (!said) return std::unexpected(said.error());
  const json read = json::parse(*said, nullptr, false);
  if (!read.is_object() || !read.contains("acknowledged") || !read["acknowledged"].is_boolean()) {
    return not_understood();
  }
  return read["acknowledged"].get<bool>();
}

}  // namespace daypass::admin
