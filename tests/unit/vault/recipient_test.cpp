#include "daypass/vault/recipient.hpp"

#include "support/credentials/credentials.hpp"
#include "support/credentials/scratch_folder.hpp"

#include "daypass/domain/refusal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daypass::vault {
namespace {

using support::make_credential;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr instant today{std::chrono::sys_days{std::chrono::year{2030} / 1 / 1}};

class Recipients : public testing::Test {
 protected:
  recipient load(const support::credential& one) {
    const auto all = load_recipients({folder_.write("one.pem", one.certificate_pem)}, today);
    EXPECT_TRUE(all);
    EXPECT_EQ(all->size(), 1U);
    return all->front();
  }

  support::scratch_folder folder_;
};

TEST_F(Recipients, TellWhoTheyAre) {
  const auto made = make_credential(
      "P-256", {.common_name = "Grace Hopper", .emails = {"Grace@Contoso.example", "g@x.example"}});
  const auto one = load(made);
  EXPECT_TRUE(one.usable()) << one.obstacle;
  EXPECT_EQ(one.fingerprint, made.fingerprint);
  EXPECT_EQ(one.subject, "CN=Grace Hopper");
  EXPECT_THAT(one.emails, ElementsAre("grace@contoso.example", "g@x.example"));
  EXPECT_EQ(one.expires_at, instant(std::chrono::sys_days{std::chrono::year{2041} / 1 / 1} -
                                    std::chrono::seconds{1}));
}

TEST_F(Recipients, MayHoldEllipticCurveOrRsaKeys) {
  for (const auto* kind : {"P-256", "P-384", "P-521", "RSA:2048"}) {
    EXPECT_TRUE(load(make_credential(kind)).usable()) << kind;
  }
}

TEST_F(Recipients, SayWhyTheyCanNotReceive) {
  EXPECT_THAT(load(make_credential("ED25519")).obstacle, HasSubstr("ED25519"));
  EXPECT_THAT(load(make_credential("RSA:1024")).obstacle, HasSubstr("1024 bits is too weak"));
  EXPECT_THAT(load(make_credential("P-192")).obstacle, HasSubstr("EC key of 192 bits"));
  EXPECT_THAT(load(make_credential("sect571r1")).obstacle, HasSubstr("EC key of 570 bits"));
  EXPECT_THAT(load(make_credential("P-256", {.expires = "20291231235959Z"})).obstacle,
              HasSubstr("expired"));
  EXPECT_THAT(load(make_credential("P-256", {.key_usage = "digitalSignature"})).obstacle,
              HasSubstr("keyAgreement"));
  EXPECT_THAT(load(make_credential("RSA:2048", {.key_usage = "digitalSignature"})).obstacle,
              HasSubstr("keyEncipherment"));
  EXPECT_TRUE(load(make_credential("P-256", {.key_usage = "keyAgreement"})).usable());
}

TEST_F(Recipients, AreReadFromAFolderOnceEachInTheOrderOfTheirNames) {
  const auto first = make_credential("P-256");
  const auto second = make_credential("P-256");
  folder_.write("b.crt", second.certificate_pem);
  folder_.write("a.pem", first.certificate_pem);
  folder_.write("c.cer", first.certificate_pem);
  folder_.write("notes.txt", "not looked at");
  folder_.write("d.pem", "broken");
  const auto all = load_recipients({folder_.path()}, today);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 3U);
  EXPECT_EQ((*all)[0].fingerprint, first.fingerprint);
  EXPECT_EQ((*all)[1].fingerprint, second.fingerprint);
  EXPECT_THAT((*all)[2].obstacle, HasSubstr("d.pem: holds no X.509 certificate"));
}

TEST_F(Recipients, FailWhenAPathCanNotBeRead) {
  const auto none = load_recipients({folder_.path() / "absent.pem"}, today);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, refusal::store_refused);
  EXPECT_THAT(none.error().what, HasSubstr("absent.pem"));
}

}  // namespace
}  // namespace daypass::vault
