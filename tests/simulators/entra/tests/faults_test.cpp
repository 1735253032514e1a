#include "simulators/entra/tests/tenant_fixture.hpp"

namespace daypass::entra_simulator {
namespace {

class Faults : public Tenant {
 protected:
  void strike(const char* kind, json fault, int nth = 1) {
    add_fault({{"match", {{"kind", kind}}}, {"nth", nth}, {"fault", std::move(fault)}});
  }

  std::size_t accounts() { return graph.state().world.live_count(); }
};

TEST_F(Faults, LostRequestHasNoEffectAndLostAnswerHas) {
  strike("user.create", {{"name", "lost_request"}});
  EXPECT_EQ(post("/v1.0/users", hire("ada")).how.how, ending::close);
  EXPECT_EQ(accounts(), 0U);
  strike("user.create", {{"name", "lost_answer"}});
  EXPECT_EQ(post("/v1.0/users", hire("ada")).how.how, ending::close);
  EXPECT_EQ(accounts(), 1U);
  EXPECT_EQ(graph.state().log.count("user.create", 0), 2U);
}

TEST_F(Faults, OnlyTheNthIsStruck) {
  strike("user.get", {{"name", "status"}, {"status", 503}}, 3);
  create("ada");
  std::vector<int> seen;
  for (int i = 0; i < 5; ++i) seen.push_back(get("/v1.0/users/ada@contoso.example").status);
  EXPECT_EQ(seen, (std::vector{200, 200, 503, 200, 200}));
}

TEST_F(Faults, LateEffectComesAfterTheClientLetGo) {
  strike("user.create", {{"name", "late_effect"}, {"late_by_ms", 5000}, {"ending", "silence"}});
  const reply made = post("/v1.0/users", hire("ada"));
  EXPECT_EQ(made.how.how, ending::silence);
  ASSERT_NE(made.how.late_id, 0U);
  now += minutes{10};
  graph.run_late_effects(now);
  EXPECT_EQ(accounts(), 0U);
  graph.client_gave_up(made.how.late_id, now);
  ASSERT_EQ(graph.next_late_effect(), now + seconds{5});
  now += seconds{5};
  graph.run_late_effects(now);
  EXPECT_EQ(accounts(), 1U);
  EXPECT_EQ(look("accounts")[0]["made_by"], "late");
}

TEST_F(Faults, LateEffectBehindAGatewayTimeout) {
  strike("user.create",
         {{"name", "status"}, {"status", 504}, {"effect", "late"}, {"late_by_ms", 2000}});
  EXPECT_EQ(post("/v1.0/users", hire("ada")).status, 504);
  EXPECT_EQ(get("/v1.0/users/ada@contoso.example").status, 404);
  now += seconds{2};
  EXPECT_EQ(get("/v1.0/users/ada@contoso.example").status, 200);
}

TEST_F(Faults, EndingsAndDelaysAreHandedOn) {
  strike("domain.list", {{"name", "reset"}});
  EXPECT_EQ(get("/v1.0/domains").how.how, ending::reset);
  strike("domain.list", {{"name", "stall"}});
  EXPECT_EQ(get("/v1.0/domains").how.how, ending::silence);
  strike("domain.list", {{"name", "partial"}});
  EXPECT_EQ(get("/v1.0/domains").how.how, ending::partial);
  strike("domain.list", {{"name", "delay"}, {"delay_ms", 1500}});
  EXPECT_EQ(get("/v1.0/domains").how.delay, milliseconds{1500});
  set().latency = {milliseconds{20}, milliseconds{20}};
  EXPECT_EQ(get("/v1.0/domains").how.delay, milliseconds{20});
}

TEST_F(Faults, BrokenJsonTakesEffect) {
  strike("user.create", {{"name", "broken_json"}});
  const reply made = post("/v1.0/users", hire("ada"));
  EXPECT_EQ(made.status, 201);
  EXPECT_TRUE(made.body.is_discarded());
  EXPECT_EQ(accounts(), 1U);
}

TEST_F(Faults, InjectedThrottlingWithAndWithoutRetryAfter) {
  strike("domain.list", {{"name", "throttle"}, {"retry_after", "2.128"}});
  const reply first = get("/v1.0/domains");
  EXPECT_EQ(first.status, 429);
  EXPECT_EQ(first.header_of("Retry-After"), "2.128");
  now += seconds{1};
  static_cast<void>(get("/v1.0/domains"));
  EXPECT_EQ(graph.state().log.inside_injected_retry_after(), 1U);
  strike("domain.list", {{"name", "throttle"}, {"retry_after", nullptr}});
  EXPECT_EQ(get("/v1.0/domains").header_of("Retry-After"), "");
}

TEST_F(Faults, StatusMayCarryAnEmptyCode) {
  strike("user.list", {{"name", "status"}, {"status", 403}});
  const reply made = get("/v1.0/users");
  EXPECT_EQ(made.status, 403);
  EXPECT_EQ(made.code(), "");
}

TEST_F(Faults, KillsAtItsThreePoints) {
  for (const auto& [at, effect] : {std::pair{"before_effect", 0U}, std::pair{"after_effect", 1U},
                                   std::pair{"after_answer", 2U}}) {
    strike("user.create", {{"name", "kill"}, {"pid", 4711}, {"at", at}});
    const reply made = post("/v1.0/users", hire(std::string("u") + std::to_string(effect)));
    EXPECT_EQ(made.how.kill_pid, 4711);
    EXPECT_NE(made.how.kill, kill_point::none);
    EXPECT_EQ(accounts(), effect) << at;
  }
}

TEST_F(Faults, MatchByPathMethodAndPrefix) {
  create("ada");
  add_fault({{"match", {{"path", "ada@.*/authentication"}, {"method", "GET"}}},
             {"times", 0},
             {"fault", {{"name", "status"}, {"status", 500}}}});
  EXPECT_EQ(get(passes_of_ada).status, 500);
  EXPECT_EQ(post(passes_of_ada, json::object()).status, 201);
  strike("pass.*", {{"name", "unauthorized"}});
  EXPECT_EQ(post(passes_of_ada, json::object()).status, 401);
}

TEST_F(Faults, ProbabilityStrikesSome) {
  add_fault({{"match", {{"kind", "domain.list"}}},
             {"probability", 0.3},
             {"fault", {{"name", "status"}}}});
  int struck = 0;
  for (int i = 0; i < 200; ++i) struck += get("/v1.0/domains").status == 503 ? 1 : 0;
  EXPECT_GT(struck, 30);
  EXPECT_LT(struck, 100);
}

TEST_F(Faults, ControlRefusesWhatItCannotMean) {
  control_service control(graph);
  const char* bodies[] = {
      "{",
      "[]",
      R"({"fault":{"name":"nonsense"}})",
      R"({"fault":{"name":"kill"}})",
      R"({"fault":{"name":"kill","pid":"x"}})",
      R"({"match":{"path":"("},"fault":{"name":"reset"}})",
      R"({"nth":0,"fault":{"name":"reset"}})",
      R"({"fault":{"name":"reset","ending":"sideways"}})",
  };
  for (const char* body : bodies) {
    EXPECT_EQ(control.handle(make_request("POST", "/faults", body), now).status, 400) << body;
  }
  const auto status = [&](const char* method, const char* path, const char* body) {
    return control.handle(make_request(method, path, body), now).status;
  };
  EXPECT_EQ(status("PATCH", "/switches", R"({"nonsense":1})"), 400);
  EXPECT_EQ(status("PATCH", "/switches", R"({"throttling":1})"), 400);
  EXPECT_EQ(status("PATCH", "/switches", R"({"throttling":false})"), 200);
  EXPECT_FALSE(set().throttling);
  EXPECT_EQ(status("POST", "/actions/nonsense", "{}"), 404);
  EXPECT_EQ(status("POST", "/actions/delete_user", R"({"user":"nobody"})"), 400);
  EXPECT_EQ(status("DELETE", "/faults/99", ""), 404);
  EXPECT_EQ(status("GET", "/inspect/nonsense", ""), 404);
  EXPECT_EQ(status("GET", "/health", ""), 200);
}

TEST_F(Faults, SameSeedSameWorld) {
  graph_service one(identity{}, switches{}, 9);
  graph_service two(identity{}, switches{}, 9);
  const request asked = make_request("GET", "/v1.0/domains");
  EXPECT_EQ(find_header(one.handle(asked, now).answer.headers, "request-id"),
            find_header(two.handle(asked, now).answer.headers, "request-id"));
}

}  // namespace
}  // namespace daypass::entra_simulator
