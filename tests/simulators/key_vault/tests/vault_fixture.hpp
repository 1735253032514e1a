#pragma once
// A simulated vault under a clock of the test's own, with a token of its owner in hand.

#include "simulators/key_vault/logic/control_service.hpp"
#include "simulators/remote/text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace daypass::key_vault_simulator {

using simulator::delivery;
using simulator::header;
using simulator::make_request;

class Vault : public testing::Test {
 protected:
  Vault() { token = make_token({}); }

  struct reply {
    int status = 0;
    json body;
    std::vector<header> headers;
    delivery how;
    std::string text;

    [[nodiscard]] json error() const {
      return body.is_object() && body.contains("error") ? body["error"] : json::object();
    }
    [[nodiscard]] std::string code() const { return error().value("code", ""); }
    [[nodiscard]] std::string message() const { return error().value("message", ""); }
    [[nodiscard]] std::string inner() const {
      return error().value("innererror", json::object()).value("code", "");
    }
    [[nodiscard]] std::string header_of(std::string_view name) const {
      return std::string(simulator::find_header(headers, name));
    }
    /// Of a bundle's id.
    [[nodiscard]] std::string version() const {
      const std::string id = body.value("id", "");
      return id.substr(id.rfind('/') + 1);
    }
  };

  reply send(const request& asked) {
    exchange made = vault.handle(asked, now);
    return {made.answer.status, simulator::parse_json(made.answer.body), made.answer.headers,
            made.how, made.answer.body};
  }

  /// `path` without its api-version.
  reply ask(std::string_view method, const std::string& path, const json& body = nullptr) {
    std::vector<header> headers{{"Authorization", "Bearer " + token},
                                {"Host", "sim.vault.azure.net"}};
    if (!body.is_null()) headers.push_back({"Content-Type", "application/json"});
    const char* mark = path.find('?') == std::string::npos ? "?" : "&";
    return send(make_request(method, path + mark + "api-version=7.6",
                             body.is_null() ? "" : body.dump(), headers));
  }

  reply get(const std::string& path) { return ask("GET", path); }
  reply put(const std::string& name, const json& body) {
    return ask("PUT", "/secrets/" + name, body);
  }
  reply set(const std::string& name, const std::string& value) {
    return put(name, {{"value", value}});
  }
  reply patch(const std::string& path, const json& body) { return ask("PATCH", path, body); }
  reply remove(const std::string& name) { return ask("DELETE", "/secrets/" + name); }
  reply recover(const std::string& name) {
    return ask("POST", "/deletedsecrets/" + name + "/recover");
  }
  reply purge(const std::string& name) { return ask("DELETE", "/deletedsecrets/" + name); }

  response control(std::string_view method, std::string_view path, const json& body = nullptr) {
    control_service api(vault);
    return api.handle(make_request(method, path, body.is_null() ? "" : body.dump()), now);
  }
  json act(std::string_view verb, const json& body) {
    const response made = control("POST", "/actions/" + std::string(verb), body);
    EXPECT_EQ(made.status, 200) << verb << made.body;
    return simulator::parse_json(made.body);
  }
  json look(std::string_view what) {
    return simulator::parse_json(control("GET", "/inspect/" + std::string(what)).body);
  }
  void add_fault(const json& rule) {
    ASSERT_EQ(control("POST", "/faults", rule).status, 200) << rule.dump();
  }
  std::string make_token(const json& claims) {
    return act("make_token", claims.is_null() ? json::object() : claims).value("token", "");
  }

  switches& with() { return vault.state().set; }

  instant now{*simulator::parse_time("2026-11-21T10:00:00Z")};
  vault_service vault{identity{}, switches{}, 7};
  std::string token;
};

/// 2026-11-21T10:00:00Z.
inline constexpr std::int64_t start_s = 1795255200;

}  // namespace daypass::key_vault_simulator
