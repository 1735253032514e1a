#pragma once
// A simulated tenant under a clock of the test's own, with a token in hand.

#include "simulators/entra/logic/control_service.hpp"
#include "simulators/entra/logic/text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace daypass::entra_simulator {

inline constexpr std::string_view passes_of_ada =
    "/v1.0/users/ada@contoso.example/authentication/temporaryAccessPassMethods";
inline constexpr std::string_view policy_path =
    "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/"
    "temporaryAccessPass";

class Tenant : public testing::Test {
 protected:
  Tenant() { fetch_token(); }

  struct reply {
    int status = 0;
    json body;
    std::vector<header> headers;
    delivery how;
    std::string text;

    [[nodiscard]] std::string error_field(const char* name) const {
      const bool refused = body.is_object() && body.contains("error");
      return refused ? body["error"].value(name, "?") : "no error";
    }
    [[nodiscard]] std::string code() const { return error_field("code"); }
    [[nodiscard]] std::string message() const { return error_field("message"); }
    [[nodiscard]] std::string header_of(std::string_view name) const {
      return std::string(find_header(headers, name));
    }
  };

  reply send(request asked) {
    exchange made = graph.handle(asked, now);
    return {made.answer.status, parse_json(made.answer.body), made.answer.headers, made.how,
            made.answer.body};
  }

  reply call_graph(std::string_view method, std::string_view target, const json& body = nullptr,
                   std::vector<header> headers = {}) {
    headers.push_back({"Authorization", "Bearer " + token});
    headers.push_back({"Host", "localhost:1"});
    if (!body.is_null()) headers.push_back({"Content-Type", "application/json"});
    return send(make_request(method, target, body.is_null() ? "" : body.dump(), headers));
  }

  reply get(std::string_view target) { return call_graph("GET", target); }
  reply post(std::string_view target, const json& body) { return call_graph("POST", target, body); }
  reply patch(std::string_view target, const json& body) {
    return call_graph("PATCH", target, body);
  }
  reply remove(std::string_view target) { return call_graph("DELETE", target); }

  reply ask_token(std::string_view form, std::string_view tenant = "contoso.example") {
    return send(
        make_request("POST", "/" + std::string(tenant) + "/oauth2/v2.0/token", std::string(form)));
  }

  void fetch_token() {
    const identity who;
    token = ask_token(
                "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F"
                ".default&client_id=" +
                who.client_id + "&client_secret=" + percent_encoded(who.client_secret))
                .body.value("access_token", "");
  }

  json act(std::string_view verb, const json& body) {
    control_service control(graph);
    const auto made =
        control.handle(make_request("POST", "/actions/" + std::string(verb), body.dump()), now);
    json shown = parse_json(made.body);
    EXPECT_EQ(made.status, 200) << verb << made.body;
    return shown;
  }

  json look(std::string_view what) {
    control_service control(graph);
    return parse_json(
        control.handle(make_request("GET", "/inspect/" + std::string(what)), now).body);
  }

  void add_fault(const json& rule) {
    control_service control(graph);
    const auto made = control.handle(make_request("POST", "/faults", rule.dump()), now);
    ASSERT_EQ(made.status, 200) << made.body;
  }

  static json hire(std::string_view name) {
    return {{"accountEnabled", false},
            {"displayName", name},
            {"mailNickname", name},
            {"userPrincipalName", std::string(name) + "@contoso.example"},
            {"employeeId", std::string("E-") + std::string(name)},
            {"usageLocation", "DE"},
            {"passwordProfile", {{"password", "Xy4711-long+enough"}}}};
  }

  /// Creates a member and gives its id.
  std::string create(std::string_view name) {
    const reply made = post("/v1.0/users", hire(name));
    EXPECT_EQ(made.status, 201) << made.text;
    return made.body.value("id", "");
  }

  switches& set() { return graph.state().set; }

  instant now{*parse_time("2026-11-21T10:00:00Z")};
  graph_service graph{identity{}, switches{}, 7};
  std::string token;
};

}  // namespace daypass::entra_simulator
