#include "simulators/key_vault/tests/vault_fixture.hpp"

#include <tuple>

namespace daypass::key_vault_simulator {
namespace {

class Control : public Vault {
 protected:
  /// "part:readable" of each place where the text stands.
  std::vector<std::string> places(const char* text) {
    std::vector<std::string> made;
    for (const auto& each : act("find_value", {{"value", text}})["places"]) {
      made.push_back(each.value("part", "") + ":" + each.value("readable", ""));
    }
    return made;
  }
  using found = std::vector<std::string>;
};

TEST_F(Control, ShowsEveryVersionThatEverWas) {
  set("tap-1", "one");
  set("tap-1", "two");
  remove("tap-1");
  purge("tap-1");
  set("tap-1", "three");
  const json shown = look("secrets?name=TAP-1");
  ASSERT_EQ(shown.size(), 2U);
  EXPECT_EQ(shown[0]["state"], "purged");
  EXPECT_EQ(shown[0]["versions"][0]["value"], "one");
  EXPECT_EQ(shown[0]["versions"][1]["value"], "two");
  EXPECT_EQ(shown[1]["state"], "live");
  EXPECT_EQ(shown[1]["versions"][0]["value"], "three");
  std::vector<std::string> history;
  for (const auto& each : shown[0]["history"]) history.push_back(each["what"]);
  EXPECT_EQ(history, (found{"set", "set", "deleted", "purged", "name free"}));
  EXPECT_EQ(look("summary")["versions_ever"], 3);
  EXPECT_EQ(look("summary")["live"], 1);
  EXPECT_EQ(look("summary")["purged"], 1);
}

TEST_F(Control, TellsWhetherACodeCanBeRead) {
  EXPECT_EQ(places("+drkzqAD"), found{});
  set("tap-1", R"({"code":"+drkzqAD"})");
  EXPECT_EQ(places("+drkzqAD"), found{"value:now"});
  patch("/secrets/tap-1", {{"attributes", {{"enabled", false}}}});
  EXPECT_EQ(places("+drkzqAD"), found{"value:when enabled"});
  set("tap-1", "overwritten");
  remove("tap-1");
  EXPECT_EQ(places("+drkzqAD"), found{"value:when recovered"});
  const json recoverable = act("find_value", {{"value", "+drkzqAD"}});
  EXPECT_EQ(recoverable["readable_now"], 0);
  EXPECT_EQ(recoverable["ever_again"], 1);
  purge("tap-1");
  EXPECT_EQ(places("+drkzqAD"), found{"value:no"});
  EXPECT_EQ(act("find_value", {{"value", "+drkzqAD"}})["ever_again"], 0);
}

TEST_F(Control, FindsACodeBesideTheValueToo) {
  with().recover_lag = {seconds{5}, seconds{5}};
  put("secretcode", {{"value", "x"},
                     {"contentType", "is secretcode"},
                     {"tags", {{"secretcode", "v"}, {"k", "a secretcode"}}}});
  patch("/secrets/secretcode", {{"attributes", {{"enabled", false}}}});
  EXPECT_EQ(places("secretcode"), (found{"name:now", "content type:now", "tag:now", "tag:now"}));
  remove("secretcode");
  EXPECT_EQ(places("secretcode").size(), 4U);
  EXPECT_EQ(act("find_value", {{"value", "secretcode"}})["readable_now"], 4);
  recover("secretcode");
  EXPECT_EQ(places("secretcode").front(), "name:soon");
}

TEST_F(Control, AdministratorsActToo) {
  act("set_secret", {{"name", "tap-1"}, {"value", "theirs"}, {"tags", {{"k", "v"}}}});
  EXPECT_EQ(get("/secrets/tap-1").body["value"], "theirs");
  act("update_secret", {{"name", "tap-1"}, {"attributes", {{"enabled", false}}}});
  EXPECT_EQ(get("/secrets/tap-1").status, 403);
  EXPECT_EQ(act("delete_secret", {{"name", "tap-1"}})["state"], "deleted");
  EXPECT_EQ(act("recover_secret", {{"name", "tap-1"}})["state"], "live");
  act("delete_secret", {{"name", "tap-1"}});
  EXPECT_EQ(act("purge_secret", {{"name", "tap-1"}}), json::object());
  const json history = look("secrets")[0]["history"];
  for (std::size_t i = 0; i + 1 < history.size(); ++i) {
    EXPECT_EQ(history[i]["by"], "administrator") << history[i].dump();
  }
}

TEST_F(Control, SwitchesAreShownAndSet) {
  EXPECT_EQ(control("PATCH", "/switches",
                    {{"delete_lag_ms", {{"min", 500}, {"max", 3000}}}, {"purge_protection", true}})
                .status,
            200);
  EXPECT_EQ(with().delete_lag.most, seconds{3});
  EXPECT_TRUE(with().purge_protection);
  const json all = simulator::parse_json(control("GET", "/switches").body);
  EXPECT_EQ(all["delete_lag_ms"]["min"], 500);
  EXPECT_EQ(control("PATCH", "/switches", all).status, 200);
  for (const json& wrong :
       {json{{"nonsense", 1}}, json{{"firewall", 1}}, json{{"recoverable_days", 6}},
        json{{"recoverable_days", 91}}, json{{"access_model", "hope"}}, json::array()}) {
    EXPECT_EQ(control("PATCH", "/switches", wrong).status, 400) << wrong.dump();
  }
}

TEST_F(Control, TheVaultsClockMayDiffer) {
  with().clock_offset = seconds{100};
  const reply made = set("tap-1", "one");
  EXPECT_EQ(made.body["attributes"]["created"], start_s + 100);
  EXPECT_EQ(made.header_of("Date"), "Sat, 21 Nov 2026 10:01:40 GMT");
  EXPECT_EQ(look("summary")["now"], "2026-11-21T10:00:00Z");
  EXPECT_EQ(look("summary")["vault_now"], "2026-11-21T10:01:40Z");
}

TEST_F(Control, RequestsAreLoggedWithoutNamesAndValues) {
  set("tap-1", "one");
  static_cast<void>(get("/secrets/tap-1"));
  const json logged = look("requests");
  ASSERT_EQ(logged.size(), 2U);
  EXPECT_EQ(logged[0]["path"], "/secrets/{name}");
  EXPECT_EQ(logged[0]["status"], 200);
  EXPECT_EQ(look("requests?kind=secret.get&count=5").size(), 1U);
  EXPECT_EQ(look("counters")["requests"]["secret.set"]["200"], 1);
  EXPECT_EQ(logged.dump().find("tap-1"), std::string::npos);
  EXPECT_EQ(control("POST", "/forget").status, 200);
  EXPECT_EQ(look("counters")["total"], 0);
}

TEST_F(Control, RefusesWhatItCannotMean) {
  const std::vector<std::tuple<const char*, json, int>> actions{
      {"nonsense", json::object(), 404},
      {"set_secret", {{"name", "a_b"}, {"value", "x"}}, 400},
      {"set_secret", {{"name", "ab"}}, 400},
      {"set_secret", {{"name", 1}}, 400},
      {"update_secret", {{"name", "nobody"}}, 400},
      {"delete_secret", {{"name", "nobody"}}, 400},
      {"recover_secret", {{"name", "nobody"}}, 400},
      {"purge_secret", {{"name", "nobody"}}, 400},
      {"grant", {{"permissions", {"everything"}}}, 400},
      {"grant", json::object(), 400},
      {"find_value", json::object(), 400},
      {"find_value", json::array(), 400}};
  for (const auto& [verb, body, status] : actions) {
    EXPECT_EQ(control("POST", std::string("/actions/") + verb, body).status, status)
        << verb << body.dump();
  }
  EXPECT_EQ(control("POST", "/faults", {{"fault", {{"name", "nonsense"}}}}).status, 400);
  EXPECT_EQ(control("DELETE", "/faults/99").status, 404);
  EXPECT_EQ(control("GET", "/inspect/nonsense").status, 404);
  EXPECT_EQ(control("GET", "/nonsense").status, 404);
  EXPECT_EQ(control("GET", "/health").status, 200);
  set("tap-1", "one");
  remove("tap-1");
  EXPECT_EQ(control("POST", "/actions/set_secret", {{"name", "tap-1"}, {"value", "x"}}).status,
            400);
  with().purge_protection = true;
  EXPECT_EQ(control("POST", "/actions/purge_secret", {{"name", "tap-1"}}).status, 400);
}

}  // namespace
}  // namespace daypass::key_vault_simulator
