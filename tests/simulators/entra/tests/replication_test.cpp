#include "simulators/entra/tests/tenant_fixture.hpp"

namespace daypass::entra_simulator {
namespace {

class Replication : public Tenant {
 protected:
  json manager_body(const std::string& id) {
    return {{"@odata.id", "https://graph.microsoft.com/v1.0/users/" + id}};
  }
};

TEST_F(Replication, EachServiceLearnsInItsOwnTime) {
  set().directory_lag = {seconds{1}, seconds{1}};
  set().index_lag = {seconds{2}, seconds{2}};
  set().authentication_lag = {seconds{3}, seconds{3}};
  set().reference_lag = {seconds{4}, seconds{4}};
  const std::string boss =
      act("create_user", {{"properties", {{"userPrincipalName", "boss@contoso.example"}}}})
          .value("id", "");
  const std::string id = create("ada");
  const std::string methods = "/v1.0/users/" + id + "/authentication/methods";
  const char* filter = "/v1.0/users?$filter=employeeId%20eq%20'E-ada'";

  EXPECT_EQ(get("/v1.0/users/" + id).status, 404);
  EXPECT_EQ(patch("/v1.0/users/" + id, {{"city", "Kiel"}}).code(), "Request_ResourceNotFound");
  now += seconds{1};
  EXPECT_EQ(get("/v1.0/users/" + id).status, 200);
  EXPECT_EQ(get(filter).body["value"].size(), 0U);
  now += seconds{1};
  EXPECT_EQ(get(filter).body["value"].size(), 1U);
  EXPECT_EQ(get(methods).status, 404);
  EXPECT_EQ(get(methods).code(), "resourceNotFound");
  now += seconds{1};
  EXPECT_EQ(get(methods).status, 200);
  const reply early = call_graph("PUT", "/v1.0/users/" + id + "/manager/$ref", manager_body(boss));
  EXPECT_EQ(early.status, 400);
  EXPECT_EQ(early.message(), "Not a valid reference update");
  now += seconds{1};
  EXPECT_EQ(call_graph("PUT", "/v1.0/users/" + id + "/manager/$ref", manager_body(boss)).status,
            204);
  EXPECT_EQ(get("/v1.0/users/" + id + "/manager").body["id"], boss);
}

TEST_F(Replication, ReferenceLagMayBe404) {
  set().reference_lag = {seconds{4}, seconds{4}};
  set().reference_lag_not_found = true;
  const std::string id = create("ada");
  EXPECT_EQ(call_graph("PUT", "/v1.0/users/" + id + "/manager/$ref", manager_body(id)).status, 404);
}

TEST_F(Replication, MissingManagerIs404OfTheManager) {
  const std::string id = create("ada");
  const reply none = get("/v1.0/users/" + id + "/manager");
  EXPECT_EQ(none.status, 404);
  const reply unknown = call_graph("PUT", "/v1.0/users/" + id + "/manager/$ref",
                                   manager_body("00000000-0000-4000-8000-000000000000"));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_NE(unknown.message().find("00000000-0000-4000-8000-000000000000"), std::string::npos);
  EXPECT_EQ(remove("/v1.0/users/" + id + "/manager/$ref").status, 404);
}

TEST_F(Replication, FlapsWithinItsWindowOnly) {
  set().flap_probability = 0.5;
  set().flap_window = minutes{1};
  const std::string id = create("ada");
  int missed = 0;
  for (int i = 0; i < 40; ++i) missed += get("/v1.0/users/" + id).status == 404 ? 1 : 0;
  EXPECT_GT(missed, 5);
  EXPECT_LT(missed, 35);
  now += minutes{1};
  for (int i = 0; i < 20; ++i) EXPECT_EQ(get("/v1.0/users/" + id).status, 200);
}

TEST_F(Replication, RandomLagsFollowTheSeed) {
  set().directory_lag = {seconds{1}, seconds{60}};
  const std::string id = create("ada");
  const user* whom = graph.state().world.find(id);
  const auto lag = whom->visible_at[0] - now;
  EXPECT_GE(lag, seconds{1});
  EXPECT_LE(lag, seconds{60});
}

}  // namespace
}  // namespace daypass::entra_simulator
