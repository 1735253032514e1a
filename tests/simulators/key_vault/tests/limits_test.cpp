#include "simulators/key_vault/tests/vault_fixture.hpp"

namespace daypass::key_vault_simulator {
namespace {

class Limits : public Vault {
 protected:
  void refused(const json& body) {
    const reply made = put("tap-1", body);
    EXPECT_EQ(made.status, 400) << body.dump().substr(0, 80);
    EXPECT_EQ(made.code(), "BadParameter");
    EXPECT_EQ(made.message(), "Property has invalid value\r\n");
  }
  void taken(const json& body) {
    EXPECT_EQ(put("tap-1", body).status, 200) << body.dump().substr(0, 80);
  }

  static json tags(int count, std::size_t length) {
    json made = json::object();
    for (int i = 0; i < count; ++i) {
      std::string name = std::to_string(i);
      name.resize(length, 'n');
      made[name] = std::string(length, 'v');
    }
    return made;
  }
};

TEST_F(Limits, ValueIsTextOfUpTo25KiB) {
  taken({{"value", std::string(25600, 'x')}});
  refused({{"value", std::string(25601, 'x')}});
  refused({{"value", 4711}});
  refused({{"value", nullptr}});
  refused(json::object());
  EXPECT_EQ(get("/secrets/tap-1/versions").body["value"].size(), 1U);
}

TEST_F(Limits, ContentTypeHasUpTo255Characters) {
  taken({{"value", "x"}, {"contentType", std::string(255, 'c')}});
  refused({{"value", "x"}, {"contentType", std::string(256, 'c')}});
  refused({{"value", "x"}, {"contentType", 1}});
}

TEST_F(Limits, FifteenTagsOf256AreTheMost) {
  taken({{"value", "x"}, {"tags", tags(15, 256)}});
  refused({{"value", "x"}, {"tags", tags(16, 2)}});
  refused({{"value", "x"}, {"tags", tags(1, 257)}});
  refused({{"value", "x"}, {"tags", {{"k", std::string(257, 'v')}}}});
  refused({{"value", "x"}, {"tags", {{"k", 1}}}});
  refused({{"value", "x"}, {"tags", json::array()}});
  with().tag_length_max = 512;
  taken({{"value", "x"}, {"tags", tags(15, 512)}});
}

TEST_F(Limits, AttributesHaveTheirTypes) {
  for (const json& wrong :
       {json{{"enabled", "true"}}, json{{"nbf", "1"}}, json{{"exp", 1.5}}, json{{"exp", -1}}}) {
    refused({{"value", "x"}, {"attributes", wrong}});
  }
  refused({{"value", "x"}, {"attributes", json::array()}});
  taken({{"value", "x"}, {"attributes", {{"enabled", nullptr}, {"nbf", nullptr}}}});
  taken({{"value", "x"}, {"attributes", nullptr}, {"tags", nullptr}, {"contentType", nullptr}});
}

TEST_F(Limits, UpdateHoldsThemTooAndTakesNoValue) {
  set("tap-1", "x");
  for (const json& wrong : {json{{"value", "y"}}, json{{"contentType", std::string(256, 'c')}},
                            json{{"tags", tags(16, 2)}}}) {
    EXPECT_EQ(patch("/secrets/tap-1", wrong).code(), "BadParameter");
  }
  EXPECT_EQ(get("/secrets/tap-1").body["value"], "x");
}

TEST_F(Limits, NamesAreLettersDigitsAndDashes) {
  EXPECT_EQ(set(std::string(127, 'n'), "x").status, 200);
  EXPECT_EQ(set("-0aZ-", "x").status, 200);
  const std::string long_name(128, 'n');
  for (const char* name : {"ada_l", "ada.l", "ada@contoso", "%C3%A4", "a%20b", long_name.c_str()}) {
    const reply made = set(name, "x");
    EXPECT_EQ(made.status, 400) << name;
    EXPECT_EQ(made.code(), "BadParameter") << name;
    EXPECT_EQ(made.message(),
              "The request URI contains an invalid name: " + simulator::percent_decoded(name));
    EXPECT_EQ(get("/secrets/" + std::string(name)).code(), "BadParameter") << name;
    EXPECT_EQ(purge(name).code(), "BadParameter") << name;
  }
}

TEST_F(Limits, BodiesAreJsonAndSaySo) {
  const std::string path = "/secrets/tap-1?api-version=7.6";
  const std::vector<header> bearer{{"Authorization", "Bearer " + token}};
  EXPECT_EQ(send(make_request("PUT", path, R"({"value":"x"})", bearer)).code(), "BadParameter");
  std::vector<header> typed = bearer;
  typed.push_back({"Content-Type", "application/json; charset=utf-8"});
  for (const char* body : {"", "{", "[]", "\"x\""}) {
    EXPECT_EQ(send(make_request("PUT", path, body, typed)).code(), "BadParameter") << body;
  }
  EXPECT_EQ(send(make_request("PUT", path, R"({"value":"x"})", typed)).status, 200);
}

TEST_F(Limits, ApiVersionIsCompulsoryAndOneOfTheKnown) {
  set("tap-1", "x");
  const std::vector<header> bearer{{"Authorization", "Bearer " + token}};
  const auto with_version = [&](const std::string& query) {
    return send(make_request("GET", "/secrets/tap-1" + query, "", bearer));
  };
  for (const char* version : {"7.4", "7.5", "7.6", "2025-07-01", "2026-04-01"}) {
    EXPECT_EQ(with_version(std::string("?api-version=") + version).status, 200) << version;
  }
  for (const char* query : {"", "?api-version=", "?version=7.6"}) {
    const reply made = with_version(query);
    EXPECT_EQ(made.status, 400) << query;
    EXPECT_EQ(made.code(), "BadParameter");
    EXPECT_EQ(made.message(), "api-version must be specified");
  }
  const reply unknown = with_version("?api-version=7.9");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(unknown.message(),
            "The specified version (7.9) is not recognized. Consider using the latest supported "
            "version (2026-04-01).");
}

TEST_F(Limits, OtherPathsAndMethodsAreNone) {
  EXPECT_EQ(get("/keys").status, 404);
  EXPECT_EQ(get("/").status, 404);
  EXPECT_EQ(get("/secrets/a/b/c").status, 404);
  EXPECT_EQ(ask("POST", "/secrets/tap-1").status, 405);
  EXPECT_EQ(ask("DELETE", "/deletedsecrets").status, 405);
}

TEST_F(Limits, AnswersCarryTheServicesHeaders) {
  const reply made = send(
      make_request("GET", "/secrets?api-version=7.6", "",
                   {{"Authorization", "Bearer " + token}, {"x-ms-client-request-id", "mine"}}));
  EXPECT_EQ(made.header_of("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(made.header_of("x-ms-client-request-id"), "mine");
  EXPECT_EQ(made.header_of("x-ms-request-id").size(), 36U);
  EXPECT_EQ(made.header_of("x-ms-keyvault-region"), "westeurope");
  EXPECT_EQ(made.header_of("Date"), "Sat, 21 Nov 2026 10:00:00 GMT");
  EXPECT_EQ(made.header_of("Cache-Control"), "no-cache");
}

}  // namespace
}  // namespace daypass::key_vault_simulator
