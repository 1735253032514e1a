#include "simulators/entra/tests/tenant_fixture.hpp"

#include <map>

namespace daypass::entra_simulator {
namespace {

class Batch : public Tenant {
 protected:
  static json item(const std::string& id, const std::string& method, const std::string& url) {
    return {{"id", id}, {"method", method}, {"url", url}};
  }

  reply run(json items) { return post("/v1.0/$batch", {{"requests", std::move(items)}}); }

  static std::map<std::string, int> statuses(const reply& made) {
    std::map<std::string, int> found;
    for (const json& each : made.body["responses"]) found[each["id"]] = each["status"];
    return found;
  }
};

TEST_F(Batch, AnswersEachItemByItself) {
  create("ada");
  const reply made = run({item("1", "GET", "/users/ada@contoso.example"),
                          item("2", "GET", "/users/nobody@contoso.example")});
  ASSERT_EQ(made.status, 200);
  EXPECT_EQ(statuses(made), (std::map<std::string, int>{{"1", 200}, {"2", 404}}));
}

TEST_F(Batch, FailedDependencyIs424) {
  json second = item("2", "GET", "/domains");
  second["dependsOn"] = {"1"};
  const reply made = run({item("1", "GET", "/users/nobody@contoso.example"), second});
  EXPECT_EQ(statuses(made)["2"], 424);
}

TEST_F(Batch, ThrottlesItemByItem) {
  create("ada");
  set().authentication_limit = true;
  json items = json::array();
  for (int i = 0; i < 6; ++i) {
    items.push_back(item(std::to_string(i), "GET",
                         std::string(passes_of_ada).substr(std::string("/v1.0").size())));
  }
  const reply made = run(items);
  ASSERT_EQ(made.status, 200);
  for (const json& each : made.body["responses"]) {
    const bool last = each["id"] == "5";
    EXPECT_EQ(each["status"], last ? 429 : 200);
    EXPECT_EQ(each["headers"].contains("Retry-After"), last);
  }
}

TEST_F(Batch, WholeBatchIsRefused) {
  json many = json::array();
  for (int i = 0; i < 21; ++i) many.push_back(item(std::to_string(i), "GET", "/domains"));
  EXPECT_EQ(run(many).status, 400);
  EXPECT_EQ(run(json::array()).status, 400);
  EXPECT_EQ(run({item("a", "GET", "/domains"), item("A", "GET", "/domains")}).status, 400);
  json untyped = item("1", "POST", "/users");
  untyped["body"] = hire("ada");
  EXPECT_EQ(run(json::array({untyped})).status, 400);
  untyped["headers"] = {{"content-type", "application/json"}};
  EXPECT_EQ(statuses(run(json::array({untyped})))["1"], 201);
}

TEST_F(Batch, NeedsAToken) {
  token = "x";
  EXPECT_EQ(run(json::array({item("1", "GET", "/domains")})).status, 401);
}

}  // namespace
}  // namespace daypass::entra_simulator
