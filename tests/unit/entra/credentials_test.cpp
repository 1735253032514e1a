#include "call_setup.hpp"

#include "daypass/entra/claims_challenge.hpp"
#include "daypass/entra/cloud.hpp"
#include "daypass/entra/token_source.hpp"

#include <gmock/gmock.h>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class Credentials : public CallSetup {
 protected:
  result<fresh_token> sign_in_by(const std::shared_ptr<credential>& how) {
    return run(how->sign_in({"https://vault.azure.net"}, time.steady_now() + 1min, false));
  }

  static secret_reader giving(const char* text) {
    return [text] { return secret_text::copy_of(text); };
  }
};

TEST_F(Credentials, AWorkloadSendsTheTokenThatIsThereNow) {
  std::string content = "first.token.x";
  const auto workload = make_workload_credential(
      {"tenant", "client"}, [&content] { return secret_text::copy_of(content); }, login, time);
  EXPECT_TRUE(sign_in_by(workload));
  content = "second.token.x";
  EXPECT_TRUE(sign_in_by(workload));
  ASSERT_EQ(login.seen.size(), 2U);
  EXPECT_EQ(login.seen[0].target, "/tenant/oauth2/v2.0/token");
  EXPECT_THAT(login.seen[0].body, HasSubstr("scope=https%3A%2F%2Fvault.azure.net%2F.default"));
  EXPECT_THAT(login.seen[0].body,
              HasSubstr("&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A"
                        "client-assertion-type%3Ajwt-bearer&client_assertion=first.token.x"));
  EXPECT_THAT(login.seen[1].body, HasSubstr("client_assertion=second.token.x"));
}

TEST_F(Credentials, WithoutAProofSendNothing) {
  const secret_reader none = []() -> result<secret_text> {
    return fail(failure::permanent, std::make_error_code(std::errc::permission_denied), "locked");
  };
  managed_identity_settings in_container;
  in_container.header = none;
  const std::shared_ptr<credential> all[] = {
      make_client_secret_credential({"t", "c"}, none, login, time),
      make_certificate_credential({"t", "c"}, "https://login.example", none, login, time, random),
      make_certificate_credential({"t", "c"}, "https://login.example", giving("no pem"), login,
                                  time, random),
      make_workload_credential({"t", "c"}, none, login, time),
      make_managed_identity_credential(in_container, login, time)};
  for (const auto& each : all) {
    const auto token = sign_in_by(each);
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().scope, failure_scope::lane);
    EXPECT_EQ(token.error().code, refusal::unauthorised);
  }
  EXPECT_TRUE(login.seen.empty());
}

TEST_F(Credentials, AMachineAsksForItsResourceAndSaysThatItMeansIt) {
  login.script = {{200, R"({"access_token":"t-1","client_id":"x","expires_in":"3599",)"
                        R"("expires_on":"1506484173","resource":"r","token_type":"Bearer"})"}};
  const auto machine =
      make_managed_identity_credential({.client_id = "user assigned"}, login, time);
  const auto token = sign_in_by(machine);
  ASSERT_TRUE(token) << token.error().what;
  EXPECT_EQ(token->lifetime, 3599s);
  EXPECT_EQ(login.seen[0].method, "GET");
  EXPECT_EQ(login.seen[0].target,
            "/metadata/identity/oauth2/token?api-version=2018-02-01&resource="
            "https%3A%2F%2Fvault.azure.net&client_id=user%20assigned");
  EXPECT_EQ(login.seen[0].headers, "Metadata: true\r\n");
}

TEST_F(Credentials, AContainerShowsThePlatformsHeader) {
  const auto until = std::chrono::floor<seconds>(time.now()).time_since_epoch() + 2h;
  login.script = {{200, R"({"access_token":"t-1","expires_on":")" +
                            std::to_string(seconds{until}.count()) +
                            R"(","resource":"r","token_type":"Bearer"})"}};
  managed_identity_settings in_container{.target = "/msi/token"};
  in_container.header = giving("header-1");
  const auto token = sign_in_by(make_managed_identity_credential(in_container, login, time));
  ASSERT_TRUE(token) << token.error().what;
  EXPECT_EQ(token->lifetime, 7200s);
  EXPECT_EQ(login.seen[0].target,
            "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net");
  EXPECT_EQ(login.seen[0].token, "header-1");
}

TEST_F(Credentials, OneServesSeveralAudiences) {
  const auto who = sign_in();
  token_source graph_tokens(context.get_executor(), who, "https://graph.microsoft.com", time,
                            random, events);
  token_source vault_tokens(context.get_executor(), who, "https://vault.azure.net", time, random,
                            events);
  EXPECT_EQ((*run(graph_tokens.get(time.steady_now() + 1min, false)))->expose(), "token-1");
  EXPECT_EQ((*run(vault_tokens.get(time.steady_now() + 1min, false)))->expose(), "token-2");
  EXPECT_EQ((*run(graph_tokens.get(time.steady_now() + 1min, false)))->expose(), "token-1");
  EXPECT_EQ(login.seen.size(), 2U);
}

TEST_F(Credentials, AnswerAClaimsChallengeOnce) {
  token_source source(context.get_executor(), sign_in(), "https://graph.microsoft.com", time,
                      random, events);
  const auto get = [&] { return run(source.get(time.steady_now() + 1min, false)); };
  const std::string challenge =
      R"(Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7fX19")";
  const auto first = get();
  source.drop(*first, challenge);
  const auto second = get();
  EXPECT_THAT(login.seen[1].body, HasSubstr("%22nbf%22%3A%7B%7D"));
  EXPECT_THAT(login.seen[1].body, HasSubstr("cp1"));
  source.drop(*first, challenge);
  EXPECT_EQ(get()->get(), second->get()) << "that of a token long gone is answered";
  source.drop(*second, "Bearer");
  EXPECT_TRUE(get());
  EXPECT_THAT(login.seen[2].body, testing::Not(HasSubstr("nbf")));
}

TEST_F(Credentials, ACallThatIsChallengedIsMadeAgainWithATokenThatAnswers) {
  graph.script = {
      {401,
       R"({"error":{"code":"InvalidAuthenticationToken"}})",
       {{"WWW-Authenticate",
         R"(Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7fX19")"}}},
      {204, ""}};
  EXPECT_TRUE(run(open().set_enabled(user_id{"ann"}, true, within(1min))));
  ASSERT_EQ(login.seen.size(), 2U);
  EXPECT_THAT(login.seen[1].body, HasSubstr("%22nbf%22%3A%7B%7D"));
}

TEST_F(Credentials, ATokenInPlaceOfAnExpiredOneIsChallengedOnce) {
  const decltype(scripted_answer::headers) challenge{
      {"WWW-Authenticate",
       R"(Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7fX19")"}};
  login.script.push_back(
      {200, R"({"token_type":"Bearer","expires_in":3600,"access_token":"token-3"})"});
  graph.script = {{401, "{}"}, {401, "{}", challenge}, {204, ""}};
  EXPECT_TRUE(run(open().set_enabled(user_id{"ann"}, true, within(1min))));
  EXPECT_EQ(graph.seen.back().token, "token-3");
  graph.script = {{401, "{}", challenge}, {401, "{}", challenge}};
  EXPECT_FALSE(run(opened->set_enabled(user_id{"ann"}, true, within(1min))));
  EXPECT_EQ(graph.seen.size(), 5U) << "who is challenged again and again gives up";
}

TEST(Clouds, HaveTheirOwnHosts) {
  EXPECT_EQ(hosts_of(cloud::global).graph, "graph.microsoft.com");
  EXPECT_EQ(hosts_of(cloud::global).login, "login.microsoftonline.com");
  EXPECT_EQ(hosts_of(cloud::global).vault_suffix, ".vault.azure.net");
  EXPECT_EQ(hosts_of(cloud::us_gov).graph, "graph.microsoft.us");
  EXPECT_EQ(hosts_of(cloud::us_gov_dod).graph, "dod-graph.microsoft.us");
  for (const cloud each : {cloud::us_gov, cloud::us_gov_dod}) {
    EXPECT_EQ(hosts_of(each).login, "login.microsoftonline.us");
    EXPECT_EQ(hosts_of(each).vault_suffix, ".vault.usgovcloudapi.net");
  }
}

}  // namespace
}  // namespace daypass::entra
