#include "simulators/key_vault/tests/vault_fixture.hpp"

namespace daypass::key_vault_simulator {
namespace {

class Deletion : public Vault {
 protected:
  static constexpr std::int64_t day_s = 24 * 60 * 60;

  void expect_conflict(const reply& made, std::string_view inner, std::string_view message) {
    EXPECT_EQ(made.status, 409) << made.text;
    EXPECT_EQ(made.code(), "Conflict");
    EXPECT_EQ(made.inner(), inner);
    EXPECT_EQ(made.message(), message);
  }
};

constexpr const char* being_deleted =
    "Secret tap-1 is currently being deleted and cannot be re-created; retry later.";

TEST_F(Deletion, TakesAllVersionsAndAnswersWithTheDeletedBundle) {
  const std::string first = set("tap-1", "one").version();
  const std::string second =
      put("tap-1", {{"value", "two"}, {"contentType", "t"}, {"tags", {{"k", "v"}}}}).version();
  now += seconds{60};
  const reply made = remove("TAP-1");
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_EQ(made.body, json({{"recoveryId", "https://sim.vault.azure.net/deletedsecrets/tap-1"},
                             {"deletedDate", start_s + 60},
                             {"scheduledPurgeDate", start_s + 60 + 90 * day_s},
                             {"contentType", "t"},
                             {"id", "https://sim.vault.azure.net/secrets/tap-1/" + second},
                             {"attributes",
                              {{"enabled", true},
                               {"created", start_s},
                               {"updated", start_s},
                               {"recoveryLevel", "Recoverable+Purgeable"},
                               {"recoverableDays", 90}}},
                             {"tags", {{"k", "v"}}}}));
  EXPECT_EQ(get("/secrets/tap-1").code(), "SecretNotFound");
  EXPECT_EQ(get("/secrets/tap-1/" + first).code(), "SecretNotFound");
  EXPECT_EQ(remove("tap-1").code(), "SecretNotFound");
  EXPECT_TRUE(get("/secrets").body["value"].empty());
  EXPECT_TRUE(get("/secrets/tap-1/versions").body["value"].empty());
  EXPECT_EQ(get("/deletedsecrets/tap-1").body, made.body);
}

TEST_F(Deletion, ListShowsDeletedOnesWithoutVersions) {
  set("tap-1", "one");
  remove("tap-1");
  const reply made = get("/deletedsecrets");
  ASSERT_EQ(made.body["value"].size(), 1U) << made.text;
  EXPECT_EQ(made.body["value"][0]["id"], "https://sim.vault.azure.net/secrets/tap-1");
  EXPECT_EQ(made.body["value"][0]["recoveryId"],
            "https://sim.vault.azure.net/deletedsecrets/tap-1");
  EXPECT_EQ(made.text.find("one"), std::string::npos);
}

TEST_F(Deletion, ItsNameCanNotBeReused) {
  set("tap-1", "one");
  remove("tap-1");
  expect_conflict(set("tap-1", "two"), "ObjectIsDeletedButRecoverable",
                  "Secret tap-1 is currently in a deleted but recoverable state, and its name "
                  "cannot be reused; in this state, the secret can only be recovered or purged.");
  EXPECT_EQ(patch("/secrets/tap-1", json::object()).status, 404);
}

TEST_F(Deletion, TakesAWhile) {
  with().delete_lag = {seconds{10}, seconds{10}};
  set("tap-1", "one");
  EXPECT_EQ(remove("tap-1").status, 200);
  now += seconds{9};
  const reply early = get("/deletedsecrets/tap-1");
  EXPECT_EQ(early.status, 404);
  EXPECT_EQ(early.code(), "SecretNotFound");
  EXPECT_EQ(early.message(), "Deleted Secret not found: tap-1");
  EXPECT_TRUE(get("/deletedsecrets").body["value"].empty());
  EXPECT_EQ(get("/secrets/tap-1").status, 404);
  expect_conflict(set("tap-1", "two"), "ObjectIsBeingDeleted", being_deleted);
  for (const reply& made : {recover("tap-1"), purge("tap-1")}) {
    expect_conflict(made, "ObjectIsBeingDeleted", "Secret is currently being deleted.");
  }
  now += seconds{1};
  EXPECT_EQ(get("/deletedsecrets/tap-1").status, 200);
  EXPECT_EQ(set("tap-1", "two").inner(), "ObjectIsDeletedButRecoverable");
}

TEST_F(Deletion, IsUndoneByRecovery) {
  const std::string first = set("tap-1", "one").version();
  const std::string second = set("tap-1", "two").version();
  remove("tap-1");
  const reply made = recover("tap-1");
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_EQ(made.version(), second);
  EXPECT_FALSE(made.body.contains("value"));
  EXPECT_FALSE(made.body.contains("recoveryId"));
  EXPECT_EQ(get("/secrets/tap-1").body["value"], "two");
  EXPECT_EQ(get("/secrets/tap-1/" + first).body["value"], "one");
  EXPECT_EQ(get("/deletedsecrets/tap-1").status, 404);
  EXPECT_EQ(recover("tap-1").message(), "Deleted Secret not found: tap-1");
}

TEST_F(Deletion, RecoveryTakesAWhile) {
  with().recover_lag = {seconds{10}, seconds{10}};
  set("tap-1", "one");
  remove("tap-1");
  EXPECT_EQ(recover("tap-1").status, 200);
  now += seconds{9};
  EXPECT_EQ(get("/secrets/tap-1").code(), "SecretNotFound");
  EXPECT_EQ(get("/deletedsecrets/tap-1").code(), "SecretNotFound");
  const char* being_recovered =
      "Secret tap-1 is currently being recovered and cannot be re-created; retry later.";
  expect_conflict(set("tap-1", "two"), "ObjectIsBeingRecovered", being_recovered);
  expect_conflict(remove("tap-1"), "ObjectIsBeingRecovered", being_recovered);
  now += seconds{1};
  EXPECT_EQ(get("/secrets/tap-1").body["value"], "one");
  EXPECT_EQ(set("tap-1", "two").status, 200);
}

TEST_F(Deletion, EndsWithAPurge) {
  set("tap-1", "one");
  remove("tap-1");
  const reply made = purge("tap-1");
  EXPECT_EQ(made.status, 204);
  EXPECT_EQ(made.text, "");
  EXPECT_EQ(get("/deletedsecrets/tap-1").status, 404);
  EXPECT_EQ(purge("tap-1").message(), "Deleted Secret not found: tap-1");
  EXPECT_EQ(set("tap-1", "two").status, 200);
  EXPECT_EQ(get("/secrets/tap-1/versions").body["value"].size(), 1U);
}

TEST_F(Deletion, PurgeOfALiveOneIsNone) {
  set("tap-1", "one");
  EXPECT_EQ(purge("tap-1").status, 404);
  EXPECT_EQ(get("/secrets/tap-1").status, 200);
}

TEST_F(Deletion, PurgeTakesAWhile) {
  with().purge_lag = {seconds{10}, seconds{10}};
  set("tap-1", "one");
  remove("tap-1");
  EXPECT_EQ(purge("tap-1").status, 204);
  now += seconds{9};
  EXPECT_EQ(get("/deletedsecrets/tap-1").status, 404);
  expect_conflict(set("tap-1", "two"), "ObjectIsBeingDeleted", being_deleted);
  now += seconds{1};
  EXPECT_EQ(set("tap-1", "two").status, 200);
}

TEST_F(Deletion, PurgeProtectionForbidsIt) {
  with().purge_protection = true;
  EXPECT_EQ(set("tap-1", "one").body["attributes"]["recoveryLevel"], "Recoverable");
  remove("tap-1");
  const reply made = purge("tap-1");
  EXPECT_EQ(made.status, 403);
  EXPECT_EQ(made.code(), "Forbidden");
  EXPECT_EQ(made.message(),
            "Operation \"purge\" is not allowed because purge protection is enabled for this "
            "vault. Key Vault service will automatically purge it after the retention period has "
            "passed.\r\nVault: daypass-sim;location=westeurope");
  EXPECT_EQ(get("/deletedsecrets/tap-1").status, 200);
}

TEST_F(Deletion, RetentionPurgesByItself) {
  with().recoverable_days = 7;
  with().purge_protection = true;
  EXPECT_EQ(set("tap-1", "one").body["attributes"]["recoveryLevel"], "CustomizedRecoverable");
  with().purge_protection = false;
  const reply deleted = remove("tap-1");
  EXPECT_EQ(deleted.body["attributes"]["recoveryLevel"], "CustomizedRecoverable+Purgeable");
  EXPECT_EQ(deleted.body["scheduledPurgeDate"], start_s + 7 * day_s);
  now += days{7} - seconds{1};
  token = make_token({});
  EXPECT_EQ(get("/deletedsecrets/tap-1").status, 200);
  now += seconds{1};
  EXPECT_EQ(get("/deletedsecrets/tap-1").status, 404);
  EXPECT_EQ(set("tap-1", "two").status, 200);
}

}  // namespace
}  // namespace daypass::key_vault_simulator
