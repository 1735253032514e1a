#include "daypass/entra/claims_challenge.hpp"

#include "base64.hpp"

#include <gtest/gtest.h>

namespace daypass::entra {
namespace {

constexpr auto nbf = R"({"access_token":{"nbf":{"essential":true,"value":"1702682181"}}})";

std::string challenge(const std::string& claims, const std::string& error = "insufficient_claims") {
  std::string encoded(base64url_size(claims.size()), '\0');
  encode_base64url(claims, encoded);
  return R"(Bearer realm="", authorization_uri="https://login.example/common", error=")" + error +
         R"(", claims=")" + encoded + "\"";
}

TEST(ClaimsChallenge, GivesWhatIsAskedFor) {
  EXPECT_EQ(claims_of_challenge(challenge(nbf)), nbf);
  EXPECT_EQ(claims_of_challenge(R"(Bearer claims="e30=", error="insufficient_claims")"), "{}");
}

TEST(ClaimsChallenge, IsNoneWhereNothingCanBeRead) {
  for (const std::string& none :
       {std::string(), std::string("Bearer"), challenge(nbf, "invalid_token"), challenge("[1]"),
        challenge("{"), challenge(std::string(5'000, ' ') + "{}"),
        std::string(R"(Bearer error="insufficient_claims")"),
        std::string(R"(Bearer error="insufficient_claims", claims="*")"),
        std::string(R"(Bearer error="insufficient_claims", xclaims="e30=")")}) {
    EXPECT_EQ(claims_of_challenge(none), "") << none;
  }
}

TEST(ClaimsChallenge, IsAskedForBesideOurCapability) {
  constexpr auto capability = R"("xms_cc":{"values":["cp1"]})";
  const std::string only = std::string(R"({"access_token":{)") + capability + "}}";
  EXPECT_EQ(claims_to_ask(""), only);
  EXPECT_EQ(claims_to_ask("[]"), only);
  EXPECT_EQ(claims_to_ask("{}"), only);
  EXPECT_EQ(claims_to_ask(R"({"access_token":{ }})"),
            std::string(R"({"access_token":{)") + capability + " }}");
  EXPECT_EQ(claims_to_ask(R"({"id_token":{}})"),
            std::string(R"({"access_token":{)") + capability + R"(},"id_token":{}})");
  EXPECT_EQ(claims_to_ask(nbf), std::string(R"({"access_token":{)") + capability +
                                    R"(,"nbf":{"essential":true,"value":"1702682181"}}})");
}

}  // namespace
}  // namespace daypass::entra
