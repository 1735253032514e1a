#include "client_assertion.hpp"

#include "base64.hpp"
#include "support/credentials/credentials.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/entra/credential.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>

namespace daypass::entra {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

constexpr instant now{std::chrono::sys_days{std::chrono::year{2027} / 1 / 4}};

std::string decoded(std::string_view text) {
  std::string into(text.size(), '\0');
  into.resize(decode_base64(text, into).value_or(0));
  return into;
}

bool verifies(const std::string& certificate_pem, std::string_view text,
              std::string_view signature) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> source(
      BIO_new_mem_buf(certificate_pem.data(), static_cast<int>(certificate_pem.size())),
      BIO_free_all);
  const std::unique_ptr<X509, decltype(&X509_free)> read(
      PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr), X509_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  EVP_PKEY_CTX* how = nullptr;
  EVP_DigestVerifyInit(context.get(), &how, EVP_sha256(), nullptr, X509_get0_pubkey(read.get()));
  EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING);
  EVP_PKEY_CTX_set_rsa_pss_saltlen(how, 32);
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                          text.size()) == 1;
}

class ClientAssertion : public testing::Test {
 protected:
  ClientAssertion() { EXPECT_TRUE(initialise_secret_memory(1 << 18)); }

  static const support::credential& who() {
    static const auto made = support::make_credential("RSA:2048");
    return made;
  }

  static result<secret_text> assertion(const std::string& pem, instant at = now) {
    const auto secret = secret_text::copy_of(pem);
    return make_client_assertion(
        *secret, {"https://login.example/t/oauth2/v2.0/token", "client", "id-1", at});
  }

  static std::string refusal_of(const std::string& pem, instant at = now) {
    const auto made = assertion(pem, at);
    if (made) return "an assertion";
    EXPECT_EQ(made.error().kind, failure::permanent);
    EXPECT_EQ(made.error().scope, failure_scope::lane);
    EXPECT_EQ(made.error().code, refusal::unauthorised);
    return made.error().what;
  }
};

TEST_F(ClientAssertion, IsSignedByTheKeyAndNamesItsCertificate) {
  const auto made = assertion(who().key_pem + who().certificate_pem);
  ASSERT_TRUE(made) << made.error().what;
  const std::string text(made->expose());
  const auto dot = text.find('.');
  const auto last = text.rfind('.');
  EXPECT_EQ(decoded(text.substr(dot + 1, last - dot - 1)),
            R"({"aud":"https://login.example/t/oauth2/v2.0/token","iss":"client","sub":"client",)"
            R"("jti":"id-1","nbf":1799020800,"iat":1799020800,"exp":1799021400})");
  const std::string header = decoded(text.substr(0, dot));
  EXPECT_THAT(header, HasSubstr(R"("alg":"PS256","typ":"JWT","x5t#S256":")"));
  EXPECT_TRUE(
      verifies(who().certificate_pem, text.substr(0, last), decoded(text.substr(last + 1))));
  EXPECT_FALSE(
      verifies(who().certificate_pem, text.substr(0, last - 1), decoded(text.substr(last + 1))));
}

TEST_F(ClientAssertion, FindsTheKeysOwnCertificateInAChain) {
  const auto other = support::make_credential("RSA:2048");
  EXPECT_TRUE(assertion(other.certificate_pem + who().key_pem + who().certificate_pem));
}

TEST_F(ClientAssertion, SaysWhatIsWrongWithTheFile) {
  const auto ec = support::make_credential("P-256");
  const auto small = support::make_credential("RSA:1024");
  const auto other = support::make_credential("RSA:2048");
  std::string damaged = who().key_pem;
  damaged[200] = '*';
  const std::pair<std::string, const char*> cases[] = {
      {who().certificate_pem, "private key: there is none in the PEM"},
      {who().key_pem, "certificate: there is none in the PEM"},
      {who().key_pem + other.certificate_pem, "certificate: none in the PEM is of the private key"},
      {ec.key_pem + ec.certificate_pem, "private key: it is no RSA key"},
      {small.key_pem + small.certificate_pem, "private key: it has fewer than 2048 bits"},
      {damaged + who().certificate_pem, "private key: it is encrypted or damaged"},
      {"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n",
       "private key: it is encrypted; store it without a passphrase"},
      {"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n", "it is no RSA key"},
      {"-----BEGIN RSA PRIVATE KEY-----\nMAMCAQA=\n-----END RSA PRIVATE KEY-----\n",
       "private key: it is damaged"},
  };
  for (const auto& [pem, said] : cases) EXPECT_THAT(refusal_of(pem), HasSubstr(said));
}

TEST_F(ClientAssertion, IsNotMadeWithACertificateOutOfItsTime) {
  const std::string pem = who().key_pem + who().certificate_pem;
  EXPECT_THAT(refusal_of(pem, now + days{365 * 20}),
              HasSubstr("certificate: it expired on 2040-12-31; register its successor"));
  EXPECT_THAT(refusal_of(pem, now - days{365 * 20}), EndsWith("check this machine's clock"));
  const auto secret = secret_text::copy_of(pem);
  const auto end = certificate_end(*secret, now);
  ASSERT_TRUE(end);
  EXPECT_EQ(*end,
            instant(std::chrono::sys_days{std::chrono::year{2040} / 12 / 31}) + seconds{86'399});
}

TEST_F(ClientAssertion, ReadsBase64InEitherAlphabet) {
  char room[16];
  EXPECT_EQ(decode_base64("-_+/", room), decode_base64("+/-_", room));
  EXPECT_EQ(decode_base64("QQ==", room), 1U);
  EXPECT_EQ(decode_base64("QQ", room), 1U);
  EXPECT_EQ(decode_base64("QUJ D\n", room), 3U);
  for (const char* bad : {"Q", "QQ=A", "Q*==", "QUJDQ"}) EXPECT_FALSE(decode_base64(bad, room));
}

}  // namespace
}  // namespace daypass::entra
