#include "simulators/key_vault/tests/vault_fixture.hpp"

#include <algorithm>
#include <functional>

namespace daypass::key_vault_simulator {
namespace {

using simulator::ending;
using simulator::kill_point;

class Faults : public Vault {
 protected:
  void strike(const char* kind, json fault, int nth = 1) {
    add_fault({{"match", {{"kind", kind}}}, {"nth", nth}, {"fault", std::move(fault)}});
  }

  std::size_t versions_of(const char* name) {
    const json found = look(std::string("secrets?name=") + name);
    return found.empty() ? 0 : found[0]["versions"].size();
  }
};

TEST_F(Faults, EveryKindCanBeStruck) {
  set("a", "x");
  const std::vector<std::pair<const char*, std::function<reply()>>> kinds{
      {"secret.set", [this] { return set("a", "y"); }},
      {"secret.get", [this] { return get("/secrets/a"); }},
      {"secret.update", [this] { return patch("/secrets/a", json::object()); }},
      {"secret.versions", [this] { return get("/secrets/a/versions"); }},
      {"secret.list", [this] { return get("/secrets"); }},
      {"secret.delete", [this] { return remove("a"); }},
      {"deleted.get", [this] { return get("/deletedsecrets/a"); }},
      {"deleted.list", [this] { return get("/deletedsecrets"); }},
      {"deleted.recover", [this] { return recover("a"); }},
      {"deleted.purge", [this] { return purge("a"); }}};
  for (const route& each : all_routes()) {
    EXPECT_TRUE(std::ranges::any_of(kinds, [&](const auto& kind) {
      return each.kind == kind.first;
    })) << each.kind;
  }
  for (const auto& [kind, ask_it] : kinds) {
    strike(kind, {{"name", "status"}, {"status", 503}});
    EXPECT_EQ(ask_it().status, 503) << kind;
    EXPECT_EQ(vault.state().log.count(kind, 503), 1U) << kind;
  }
}

TEST_F(Faults, LostRequestHasNoEffectAndLostAnswerHas) {
  strike("secret.set", {{"name", "lost_request"}});
  EXPECT_EQ(set("a", "x").how.how, ending::close);
  EXPECT_EQ(versions_of("a"), 0U);
  strike("secret.set", {{"name", "lost_answer"}});
  EXPECT_EQ(set("a", "x").how.how, ending::close);
  EXPECT_EQ(versions_of("a"), 1U);
  EXPECT_EQ(vault.state().log.count("secret.set", 0), 2U);
}

TEST_F(Faults, LateEffectComesAfterTheClientLetGo) {
  strike("secret.set", {{"name", "late_effect"}, {"late_by_ms", 5000}, {"ending", "silence"}});
  const reply made = set("a", "x");
  EXPECT_EQ(made.how.how, ending::silence);
  ASSERT_NE(made.how.late_id, 0U);
  now += minutes{10};
  vault.run_late_effects(now);
  EXPECT_EQ(versions_of("a"), 0U);
  vault.client_gave_up(made.how.late_id, now);
  ASSERT_EQ(vault.next_late_effect(), now + seconds{5});
  now += seconds{5};
  vault.run_late_effects(now);
  EXPECT_EQ(look("secrets?name=a")[0]["versions"][0]["made_by"], "late");
  EXPECT_EQ(vault.next_late_effect(), std::nullopt);
}

TEST_F(Faults, LateEffectBehindAGatewayTimeout) {
  set("a", "x");
  strike("secret.delete",
         {{"name", "status"}, {"status", 504}, {"effect", "late"}, {"late_by_ms", 2000}});
  EXPECT_EQ(remove("a").status, 504);
  EXPECT_EQ(get("/secrets/a").status, 200);
  now += seconds{2};
  EXPECT_EQ(get("/secrets/a").status, 404);
  EXPECT_EQ(get("/deletedsecrets/a").body["deletedDate"], start_s + 2);
}

TEST_F(Faults, LateEffectOfWhatIsRefusedIsNone) {
  act("revoke", {{"permissions", {"set"}}});
  strike("secret.set", {{"name", "late_effect"}, {"late_by_ms", 1000}});
  EXPECT_EQ(set("a", "x").how.how, ending::close);
  EXPECT_EQ(vault.next_late_effect(), std::nullopt);
  now += minutes{1};
  vault.run_late_effects(now);
  EXPECT_EQ(versions_of("a"), 0U);
}

TEST_F(Faults, LateEffectMeetsWhatTheNameBecame) {
  strike("secret.set", {{"name", "late_effect"}, {"late_by_ms", 5000}});
  static_cast<void>(set("a", "late"));
  set("a", "x");
  remove("a");
  now += seconds{5};
  vault.run_late_effects(now);
  EXPECT_EQ(versions_of("a"), 1U);
  EXPECT_EQ(look("requests?kind=secret.set").back()["fault"], "late effect ran: 409");
}

TEST_F(Faults, EndingsAndDelaysAreHandedOn) {
  strike("secret.list", {{"name", "reset"}});
  EXPECT_EQ(get("/secrets").how.how, ending::reset);
  strike("secret.list", {{"name", "stall"}});
  EXPECT_EQ(get("/secrets").how.how, ending::silence);
  strike("secret.list", {{"name", "partial"}});
  EXPECT_EQ(get("/secrets").how.how, ending::partial);
  strike("secret.list", {{"name", "delay"}, {"delay_ms", 1500}});
  EXPECT_EQ(get("/secrets").how.delay, milliseconds{1500});
  with().latency = {milliseconds{20}, milliseconds{20}};
  EXPECT_EQ(get("/secrets").how.delay, milliseconds{20});
}

TEST_F(Faults, KillsAtItsThreePoints) {
  for (const auto& [at, effect] : {std::pair{"before_effect", 0U}, std::pair{"after_effect", 1U},
                                   std::pair{"after_answer", 2U}}) {
    strike("secret.set", {{"name", "kill"}, {"pid", 4711}, {"at", at}});
    const reply made = set("a", "x");
    EXPECT_EQ(made.how.kill_pid, 4711);
    EXPECT_NE(made.how.kill, kill_point::none);
    EXPECT_EQ(versions_of("a"), effect) << at;
  }
}

TEST_F(Faults, PresetsSpeakAsKeyVaultDoes) {
  strike("secret.list", {{"name", "throttle"}, {"retry_after", "2"}});
  const reply throttled = get("/secrets");
  EXPECT_EQ(throttled.status, 429);
  EXPECT_EQ(throttled.code(), "Throttled");
  EXPECT_EQ(throttled.header_of("Retry-After"), "2");
  now += seconds{1};
  strike("secret.list", {{"name", "throttle"}, {"retry_after", nullptr}});
  EXPECT_EQ(get("/secrets").header_of("Retry-After"), "");
  EXPECT_EQ(look("counters")["inside_retry_after"], 1);
  strike("secret.list", {{"name", "unauthorized"}});
  const reply unauthorized = get("/secrets");
  EXPECT_EQ(unauthorized.status, 401);
  EXPECT_EQ(unauthorized.message(), "[TokenExpired] Error validating token: 'S2S12086'.");
  EXPECT_NE(unauthorized.header_of("WWW-Authenticate"), "");
}

TEST_F(Faults, BrokenJsonTakesEffectAndAStatusDoesNot) {
  strike("secret.set", {{"name", "broken_json"}});
  const reply broken = set("a", "x");
  EXPECT_EQ(broken.status, 200);
  EXPECT_TRUE(broken.body.is_discarded());
  EXPECT_EQ(versions_of("a"), 1U);
  strike("secret.set", {{"name", "status"},
                        {"status", 500},
                        {"code", "InternalServerError"},
                        {"message", "Sorry."}});
  const reply failed = set("a", "y");
  EXPECT_EQ(failed.status, 500);
  EXPECT_EQ(failed.code(), "InternalServerError");
  EXPECT_EQ(failed.message(), "Sorry.");
  EXPECT_EQ(versions_of("a"), 1U);
}

TEST_F(Faults, SameSeedSameWorld) {
  const request asked =
      make_request("PUT", "/secrets/a?api-version=7.6", R"({"value":"x"})",
                   {{"Content-Type", "application/json"}, {"Authorization", "Bearer t"}});
  const auto play = [&] {
    vault_service each(identity{}, switches{}, 9);
    each.state().tokens.admit("t", {each.state().who.audiences.front(), each.state().who.tenant_id,
                                    each.state().who.owner, "", never});
    return each.handle(asked, now).answer.body;
  };
  EXPECT_EQ(play(), play());
  EXPECT_NE(play().find("/secrets/a/"), std::string::npos);
}

}  // namespace
}  // namespace daypass::key_vault_simulator
