// Client assertions, verified for real.
#include "simulators/entra/logic/signatures.hpp"
#include "simulators/entra/tests/tenant_fixture.hpp"
#include "support/credentials/credentials.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>

namespace daypass::entra_simulator {
namespace {

using signing_key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

signing_key read_key(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> source(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free_all);
  return {PEM_read_bio_PrivateKey(source.get(), nullptr, nullptr, nullptr), EVP_PKEY_free};
}

std::string public_pem(const std::string& key_pem) {
  const auto key = read_key(key_pem);
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> into(BIO_new(BIO_s_mem()), BIO_free_all);
  PEM_write_bio_PUBKEY(into.get(), key.get());
  char* text = nullptr;
  const auto size = BIO_get_mem_data(into.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string signed_token(const json& header, const json& claims, const std::string& key_pem) {
  const auto key = read_key(key_pem);
  std::string text = base64url_encoded(header.dump()) + "." + base64url_encoded(claims.dump());
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  EVP_PKEY_CTX* how = nullptr;
  EVP_DigestSignInit(context.get(), &how, EVP_sha256(), nullptr, key.get());
  if (header["alg"] == "PS256") {
    EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST);
  }
  std::string signature(512, '\0');
  std::size_t size = signature.size();
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                 reinterpret_cast<const unsigned char*>(text.data()), text.size());
  signature.resize(size);
  return text + "." + base64url_encoded(signature);
}

class Assertion : public Tenant {
 protected:
  Assertion() {
    act("register_certificates", {{"pem", {key().certificate_pem}}});
    act("federate", {{"issuer", "https://cluster.example/"},
                     {"subject", "system:serviceaccount:hr:daypass"},
                     {"key", public_pem(key().key_pem)}});
  }

  static const support::credential& key() {
    static const auto made = support::make_credential("RSA:2048");
    return made;
  }
  static const support::credential& other_key() {
    static const auto made = support::make_credential("RSA:2048");
    return made;
  }

  /// With these changes; a null removes.
  json claims(const json& changes = json::object()) const {
    const auto from = std::chrono::floor<seconds>(now).time_since_epoch().count();
    json made{{"aud", "https://localhost:9/" + who.tenant_id + "/oauth2/v2.0/token"},
              {"iss", who.client_id},
              {"sub", who.client_id},
              {"jti", std::to_string(++drawn)},
              {"nbf", from},
              {"exp", from + 600}};
    made.merge_patch(changes);
    return made;
  }
  json federated(const json& changes = json::object()) const {
    json made = claims({{"iss", "https://cluster.example/"},
                        {"sub", "system:serviceaccount:hr:daypass"},
                        {"aud", {"api://AzureADTokenExchange"}}});
    made.merge_patch(changes);
    return made;
  }

  static json header(const char* algorithm = "PS256", const char* digest = "SHA256") {
    const std::string name = std::string("x5t") + (digest == std::string("SHA1") ? "" : "#S256");
    const auto der = certificate_der(key().certificate_pem);
    return {{"alg", algorithm}, {"typ", "JWT"}, {name, digest_of(digest, *der)}};
  }

  /// The AADSTS number, or 0 with a token.
  int ask(const std::string& assertion) {
    const std::string form =
        "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
        "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
        "&client_id=" +
        who.client_id + "&client_assertion=" + assertion;
    const reply made = send(make_request("POST", "/" + who.tenant_id + "/oauth2/v2.0/token", form,
                                         {{"Host", "localhost:9"}}));
    return made.status == 200 ? 0 : made.body["error_codes"][0].get<int>();
  }

  const identity who;
  mutable int drawn = 0;
};

TEST_F(Assertion, SignsInByEitherAlgorithmAndThumbprint) {
  EXPECT_EQ(ask(signed_token(header(), claims(), key().key_pem)), 0);
  EXPECT_EQ(ask(signed_token(header("RS256"), claims(), key().key_pem)), 0);
  EXPECT_EQ(ask(signed_token(header("RS256", "SHA1"), claims(), key().key_pem)), 0);
}

TEST_F(Assertion, IsHeldAgainstEveryClaim) {
  const auto from = std::chrono::floor<seconds>(now).time_since_epoch().count();
  const std::pair<json, int> cases[] = {
      {{{"aud", "https://localhost:9/common/oauth2/v2.0/token"}}, 700023},
      {{{"aud", nullptr}}, 700023},
      {{{"iss", "another"}}, 50048},
      {{{"iss", "another"}, {"sub", "another"}}, 700021},
      {{{"exp", from - 301}, {"nbf", from - 900}}, 700024},
      {{{"exp", nullptr}}, 700024},
      {{{"nbf", from + 301}}, 700024},
      {{{"exp", from + 3601}}, 700024},
      {{{"jti", nullptr}}, 50013},
  };
  for (const auto& [changes, number] : cases) {
    EXPECT_EQ(ask(signed_token(header(), claims(changes), key().key_pem)), number) << changes;
  }
  EXPECT_EQ(ask(signed_token(header(), claims({{"exp", from - 299}, {"nbf", from - 900}}),
                             key().key_pem)),
            0)
      << "clocks may be five minutes apart";
}

TEST_F(Assertion, IsOfARegisteredKeyAndWhole) {
  EXPECT_EQ(ask(signed_token(header(), claims(), other_key().key_pem)), 700027);
  EXPECT_EQ(ask(signed_token(header("none"), claims(), key().key_pem)), 700027);
  json unknown = header();
  unknown["x5t#S256"] = "another";
  EXPECT_EQ(ask(signed_token(unknown, claims(), key().key_pem)), 700027);
  std::string changed = signed_token(header(), claims(), key().key_pem);
  changed[changed.find('.') + 9] ^= 1;
  EXPECT_NE(ask(changed), 0);
  act("register_certificates", {{"pem", json::array()}});
  EXPECT_EQ(ask(signed_token(header(), claims(), key().key_pem)), 700027);
  for (const char* none : {"x", "a.b.c", "..", "e30.W10.x"}) EXPECT_EQ(ask(none), 50027) << none;
}

TEST_F(Assertion, IsGoodOnce) {
  const std::string assertion = signed_token(header(), claims(), key().key_pem);
  EXPECT_EQ(ask(assertion), 0);
  EXPECT_EQ(ask(assertion), 50013);
}

TEST_F(Assertion, OfAnExpiredCertificateIsRefused) {
  support::certificate_wishes wishes;
  wishes.expires = "20251231235959Z";
  const auto old = support::make_credential("RSA:2048", wishes);
  act("register_certificates", {{"pem", {old.certificate_pem}}});
  json named = header();
  named["x5t#S256"] = digest_of("SHA256", *certificate_der(old.certificate_pem));
  EXPECT_EQ(ask(signed_token(named, claims(), old.key_pem)), 1000502);
}

TEST_F(Assertion, OfAnIssuerFitsTheFederatedCredential) {
  const json plain{{"alg", "RS256"}, {"kid", "1"}};
  const std::string token = signed_token(plain, federated(), key().key_pem);
  EXPECT_EQ(ask(token), 0);
  EXPECT_EQ(ask(token), 0) << "a cluster's token serves until it is rotated";
  const auto from = std::chrono::floor<seconds>(now).time_since_epoch().count();
  const std::pair<json, int> cases[] = {{{{"iss", "x"}}, 700211},
                                        {{{"sub", "x"}}, 700213},
                                        {{{"aud", "x"}}, 700212},
                                        {{{"aud", "api://AzureADTokenExchange"}}, 0},
                                        {{{"nbf", from - 900}, {"exp", from - 301}}, 700024}};
  for (const auto& [changes, number] : cases) {
    EXPECT_EQ(ask(signed_token(plain, federated(changes), key().key_pem)), number) << changes;
  }
  EXPECT_EQ(ask(signed_token(plain, federated(), other_key().key_pem)), 50013);
  act("federate", json::object());
  EXPECT_EQ(ask(signed_token(plain, federated(), key().key_pem)), 700211);
}

TEST_F(Assertion, AChallengeIsAnsweredByATokenThatWasAskedForWithItsClaims) {
  const auto ask_with = [this](const std::string& claims_asked) {
    return ask_token("grant_type=client_credentials&client_id=" + who.client_id +
                     "&client_secret=" + percent_encoded(who.client_secret) +
                     "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&claims=" +
                     percent_encoded(claims_asked))
        .body.value("access_token", "");
  };
  const std::string capable = R"({"access_token":{"xms_cc":{"values":["cp1"]}}})";
  const std::string before = token;
  token = ask_with(capable);
  now += seconds{5};
  act("challenge_tokens", json::object());
  const reply refused = get("/v1.0/domains");
  EXPECT_EQ(refused.status, 401);
  const std::string asks = refused.header_of("WWW-Authenticate");
  const std::string mark = R"(error="insufficient_claims", claims=")";
  ASSERT_NE(asks.find(mark), std::string::npos) << asks;
  token = ask_with(capable);
  EXPECT_EQ(get("/v1.0/domains").status, 401) << "a new token does not answer by itself";
  json claims_asked =
      parse_json(base64_decoded(asks.substr(asks.find(mark) + mark.size(), asks.size() - 1)));
  claims_asked["access_token"]["xms_cc"] = {{"values", {"cp1"}}};
  token = ask_with(claims_asked.dump());
  EXPECT_EQ(get("/v1.0/domains").status, 200);
  token = ask_with(capable);
  EXPECT_EQ(get("/v1.0/domains").status, 200) << "it was answered";
  token = before;
  EXPECT_EQ(get("/v1.0/domains").status, 200) << "who answers no challenges gets none";
}

TEST_F(Assertion, AMachineIsToldOfItself) {
  const auto metadata = [this](const std::string& query, const char* mark = "true") {
    return send(make_request("GET", "/metadata/identity/oauth2/token?" + query, "",
                             {{"Metadata", mark}, {"Host", "169.254.169.254"}}));
  };
  const std::string usual = "api-version=2018-02-01&resource=https%3A%2F%2Fgraph.microsoft.com";
  const reply made = metadata(usual);
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_TRUE(made.body["expires_in"].is_string());
  token = made.body["access_token"];
  EXPECT_EQ(get("/v1.0/domains").status, 200);
  EXPECT_EQ(metadata(usual + "&client_id=" + who.client_id).status, 200);
  EXPECT_EQ(metadata(usual, "false").body["error_description"],
            "Required metadata header not specified");
  EXPECT_EQ(metadata("resource=x").status, 400);
  EXPECT_EQ(metadata("api-version=2018-02-01").status, 400);
  EXPECT_EQ(metadata(usual + "&client_id=another").body["error_description"], "Identity not found");
  set().identity_assigned = false;
  EXPECT_EQ(metadata(usual).status, 400);
}

TEST_F(Assertion, AContainerIsToldOfItself) {
  const auto service = [this](const std::string& query, const std::string& mark) {
    return send(make_request("GET", "/msi/token?" + query, "", {{"X-IDENTITY-HEADER", mark}}));
  };
  const std::string usual = "api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net";
  const reply made = service(usual, who.identity_header);
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_EQ(graph.state().tokens.find(std::string(made.body["access_token"]))->audience,
            "https://vault.azure.net");
  EXPECT_EQ(service(usual, "another").status, 401);
  EXPECT_EQ(service("api-version=2019-08-01", who.identity_header).status, 400);
  EXPECT_EQ(service(usual + "&client_id=another", who.identity_header).status, 400);
}

}  // namespace
}  // namespace daypass::entra_simulator
