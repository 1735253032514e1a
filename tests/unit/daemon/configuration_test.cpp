// What the daemon adds to the configuration's own findings.

#include "setup.hpp"

#include <gmock/gmock.h>

namespace daypass {
namespace {

using testing::HasSubstr;

using Configuration = DaemonSetup;

TEST_F(Configuration, WithEverythingInPlaceIsUsable) {
  const configuration with = load(text());
  EXPECT_EQ(problems(with), "");
  EXPECT_EQ(with.recipients.size(), 1U);
}

TEST_F(Configuration, TellsOfATemplateThatGivesNoName) {
  std::string toml = text();
  toml.replace(toml.find("upn_domain"), 0, "upn_template = \"{nickname}@{domain}\"\n");
  const configuration with = load(toml);
  EXPECT_FALSE(with.loaded.usable());
  EXPECT_THAT(problems(with), HasSubstr("profiles.standard.upn_template"));
}

TEST_F(Configuration, WarnsOfOneUnfitRecipientAmongSeveral) {
  folder.write("old.pem",
               support::make_credential("P-256", {.expires = "20240101000000Z"}).certificate_pem);
  std::string toml = text();
  const std::string people = "/people.pem\"";
  toml.replace(toml.find(people), people.size(),
               "/people.pem\", \"" + folder.path().string() + "/old.pem\"");
  const configuration with = load(toml);
  EXPECT_TRUE(with.loaded.usable());
  EXPECT_THAT(problems(with), HasSubstr("warning: sealed.recipients"));
  EXPECT_THAT(problems(with), HasSubstr("old.pem"));
  EXPECT_EQ(with.recipients.size(), 1U);
}

TEST_F(Configuration, RefusesToSealForNobody) {
  folder.write("people.pem", "no certificate");
  const configuration with = load(text());
  EXPECT_FALSE(with.loaded.usable());
  EXPECT_THAT(problems(with), HasSubstr("sealed.recipients holds no usable certificate"));
}

TEST_F(Configuration, RefusesAKeyThatIsNotTheCertificates) {
  folder.write("signer.pem", support::make_credential("P-256").certificate_pem);
  const configuration with = load(text());
  EXPECT_FALSE(with.loaded.usable());
  EXPECT_THAT(problems(with), HasSubstr("sealed.signing_certificate doesn't make a signer"));
}

TEST_F(Configuration, TellsEverythingAtOnce) {
  folder.write("people.pem", "no certificate");
  std::filesystem::remove(folder.path() / "secret");
  const configuration with = load(text("[logging]\nlevel = \"loud\"\n"));
  EXPECT_THAT(problems(with), HasSubstr("logging.level"));
  EXPECT_THAT(problems(with), HasSubstr("graph.client_secret"));
  EXPECT_THAT(problems(with), HasSubstr("sealed.recipients"));
}

}  // namespace
}  // namespace daypass
