#include "simulators/key_vault/tests/vault_fixture.hpp"

#include <set>

namespace daypass::key_vault_simulator {
namespace {

class Secrets : public Vault {};

TEST_F(Secrets, SetAnswersWithTheBundle) {
  const reply made = put("tap-1", {{"value", "+drkzqAD"},
                                   {"contentType", "text/plain"},
                                   {"tags", {{"kind", "pass"}}},
                                   {"attributes", {{"nbf", 1}, {"exp", 2}}}});
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_EQ(made.version().size(), 32U);
  EXPECT_EQ(made.version().find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(made.body, json({{"value", "+drkzqAD"},
                             {"contentType", "text/plain"},
                             {"id", "https://sim.vault.azure.net/secrets/tap-1/" + made.version()},
                             {"attributes",
                              {{"enabled", true},
                               {"nbf", 1},
                               {"exp", 2},
                               {"created", start_s},
                               {"updated", start_s},
                               {"recoveryLevel", "Recoverable+Purgeable"},
                               {"recoverableDays", 90}}},
                             {"tags", {{"kind", "pass"}}}}));
}

TEST_F(Secrets, EachSetIsAVersionAndTheNewestIsRead) {
  const std::string first = set("tap-1", "one").version();
  const std::string second = set("tap-1", "two").version();
  EXPECT_NE(first, second);
  EXPECT_EQ(get("/secrets/tap-1").body["value"], "two");
  EXPECT_EQ(get("/secrets/tap-1/").body["value"], "two");
  EXPECT_EQ(get("/secrets/tap-1/" + first).body["value"], "one");
  EXPECT_EQ(get("/secrets/tap-1/" + second).body["value"], "two");
}

TEST_F(Secrets, NamesAreTheSameInAnyCase) {
  set("Tap-One", "one");
  EXPECT_EQ(get("/secrets/tap-ONE").body["value"], "one");
  EXPECT_TRUE(set("TAP-one", "two")
                  .body.value("id", "")
                  .starts_with("https://sim.vault.azure.net/secrets/Tap-One/"));
  EXPECT_EQ(get("/secrets/Tap-One/versions").body["value"].size(), 2U);
}

TEST_F(Secrets, OneThatIsNotThereIsNotFound) {
  const reply made = get("/secrets/tap-1");
  EXPECT_EQ(made.status, 404);
  EXPECT_EQ(made.code(), "SecretNotFound");
  EXPECT_EQ(made.message(),
            "A secret with (name/id) tap-1 was not found in this key vault. If you recently "
            "deleted this secret you may be able to recover it using the correct recovery command. "
            "For help resolving this issue, please see "
            "https://go.microsoft.com/fwlink/?linkid=2125182");
  EXPECT_EQ(made.inner(), "");
  set("tap-1", "one");
  const reply version = get("/secrets/tap-1/00000000000000000000000000000000");
  EXPECT_EQ(version.status, 404);
  EXPECT_NE(version.message().find("(name/id) tap-1/00000000000000000000000000000000 was not"),
            std::string::npos);
  EXPECT_EQ(remove("tap-2").code(), "SecretNotFound");
  EXPECT_EQ(patch("/secrets/tap-2", json::object()).code(), "SecretNotFound");
}

TEST_F(Secrets, UpdateChangesWhatItNamesAndNotTheValue) {
  const std::string first = put("tap-1", {{"value", "one"},
                                          {"contentType", "old"},
                                          {"tags", {{"a", "1"}, {"b", "2"}}},
                                          {"attributes", {{"exp", 9}}}})
                                .version();
  set("tap-1", "two");
  now += seconds{90};
  const reply made =
      patch("/secrets/tap-1/" + first,
            {{"contentType", "new"}, {"attributes", {{"nbf", 5}}}, {"tags", nullptr}});
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_FALSE(made.body.contains("value"));
  EXPECT_EQ(made.body["contentType"], "new");
  EXPECT_EQ(made.body["tags"], json({{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(made.body["attributes"]["nbf"], 5);
  EXPECT_EQ(made.body["attributes"]["exp"], 9);
  EXPECT_EQ(made.body["attributes"]["created"], start_s);
  EXPECT_EQ(made.body["attributes"]["updated"], start_s + 90);
  EXPECT_EQ(get("/secrets/tap-1/" + first).body["value"], "one");
}

TEST_F(Secrets, UpdateWithoutAVersionIsTheNewestOnes) {
  const std::string first = set("tap-1", "one").version();
  const std::string second = set("tap-1", "two").version();
  for (const char* path : {"/secrets/tap-1", "/secrets/tap-1/"}) {
    const reply made = patch(path, {{"tags", {{"path", path}}}});
    EXPECT_EQ(made.version(), second) << path;
    EXPECT_EQ(made.body["tags"]["path"], path);
  }
  EXPECT_FALSE(get("/secrets/tap-1/" + first).body.contains("tags"));
}

TEST_F(Secrets, DisabledOnesAreNotRead) {
  const std::string first = set("tap-1", "one").version();
  EXPECT_EQ(patch("/secrets/tap-1", {{"attributes", {{"enabled", false}}}}).status, 200);
  for (const std::string& path : {std::string("/secrets/tap-1"), "/secrets/tap-1/" + first}) {
    const reply made = get(path);
    EXPECT_EQ(made.status, 403);
    EXPECT_EQ(made.code(), "Forbidden");
    EXPECT_EQ(made.message(), "Operation get is not allowed on a disabled secret.");
    EXPECT_EQ(made.inner(), "SecretDisabled");
  }
  EXPECT_FALSE(get("/secrets").body["value"][0]["attributes"]["enabled"]);
  EXPECT_EQ(put("tap-1", {{"value", "two"}, {"attributes", {{"enabled", true}}}}).status, 200);
  EXPECT_EQ(get("/secrets/tap-1").body["value"], "two");
  EXPECT_EQ(get("/secrets/tap-1/" + first).status, 403);
}

TEST_F(Secrets, TheWindowIsInformationOnly) {
  put("tap-1", {{"value", "not yet"}, {"attributes", {{"nbf", start_s + 3600}}}});
  put("tap-2", {{"value", "no more"}, {"attributes", {{"exp", start_s - 3600}}}});
  EXPECT_EQ(get("/secrets/tap-1").body["value"], "not yet");
  EXPECT_EQ(get("/secrets/tap-2").body["value"], "no more");
}

TEST_F(Secrets, ListsHaveNoValuesAndNoVersionInTheirIds) {
  put("b", {{"value", "one"}, {"contentType", "text/plain"}, {"tags", {{"k", "v"}}}});
  set("a", "two");
  const reply made = get("/secrets");
  ASSERT_EQ(made.status, 200);
  EXPECT_EQ(made.body["nextLink"], nullptr);
  ASSERT_EQ(made.body["value"].size(), 2U);
  EXPECT_EQ(made.body["value"][0]["id"], "https://sim.vault.azure.net/secrets/a");
  EXPECT_EQ(made.body["value"][1]["id"], "https://sim.vault.azure.net/secrets/b");
  EXPECT_EQ(made.body["value"][1]["contentType"], "text/plain");
  EXPECT_EQ(made.body["value"][1]["tags"]["k"], "v");
  EXPECT_EQ(made.text.find("one"), std::string::npos);
}

TEST_F(Secrets, VersionsOfOneThatIsNotThereAreNone) {
  const reply made = get("/secrets/nobody/versions");
  EXPECT_EQ(made.status, 200);
  EXPECT_EQ(made.body, json({{"value", json::array()}, {"nextLink", nullptr}}));
}

/// Follows nextLink to the end; gives what was in "value", and how large each page was.
class Pages : public Vault {
 protected:
  void follow(std::string link) {
    for (bool more = true; more;) {
      const reply made = send(
          make_request("GET", link, "",
                       {{"Authorization", "Bearer " + token}, {"Host", "sim.vault.azure.net"}}));
      ASSERT_EQ(made.status, 200) << made.text;
      sizes.push_back(made.body["value"].size());
      for (const auto& each : made.body["value"]) ids.insert(each.value("id", ""));
      more = !made.body["nextLink"].is_null();
      if (more) link = made.body["nextLink"].get<std::string>().substr(origin.size());
    }
  }

  const std::string origin = "https://sim.vault.azure.net";
  std::vector<std::size_t> sizes;
  std::set<std::string> ids;
};

TEST_F(Pages, HoldTwentyFiveUnlessLessIsAskedFor) {
  for (int i = 0; i < 60; ++i) set("tap-" + std::to_string(i), "x");
  follow("/secrets?api-version=7.4");
  EXPECT_EQ(sizes, (std::vector<std::size_t>{25, 25, 10}));
  EXPECT_EQ(ids.size(), 60U);
}

TEST_F(Pages, KeepTheSizeThatWasAskedFor) {
  for (int i = 0; i < 5; ++i) set("tap-1", std::to_string(i));
  follow("/secrets/tap-1/versions?maxresults=2&api-version=2025-07-01");
  EXPECT_EQ(sizes, (std::vector<std::size_t>{2, 2, 1}));
  EXPECT_EQ(ids.size(), 5U);
  for (const char* size : {"0", "26", "-1", "x", "2x", ""}) {
    EXPECT_EQ(get(std::string("/secrets?maxresults=") + size).code(), "BadParameter") << size;
  }
}

TEST_F(Pages, GoOnWhenTheirLastEntryIsGone) {
  for (int i = 0; i < 5; ++i) set("tap-" + std::to_string(i), "x");
  const std::string next = get("/secrets?maxresults=2").body["nextLink"];
  remove("tap-1");
  follow(next.substr(origin.size()));
  EXPECT_EQ(ids, (std::set{origin + "/secrets/tap-2", origin + "/secrets/tap-3",
                           origin + "/secrets/tap-4"}));
}

}  // namespace
}  // namespace daypass::key_vault_simulator
