#include "sealer.hpp"

#include "unit/vault/seal_setup.hpp"

#include "daypass/domain/refusal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daypass::vault {
namespace {

using support::open_sealed;
using testing::HasSubstr;

constexpr auto text = "what is sealed\r\nstays byte for byte";

class Sealer : public testing::Test {
 protected:
  std::string seal(const std::vector<std::string>& recipients) {
    auto content = secret_text::copy_of(text);
    auto sealed = sealer_->seal(*content, recipients);
    EXPECT_TRUE(sealed) << sealed.error().what;
    return sealed.value_or("");
  }

  seal_setup setup_;
  result<sealer> sealer_ = sealer::load(setup_.settings());
};

TEST_F(Sealer, SealsForBothKindsOfRecipients) {
  const auto sealed = seal({setup_.ec.fingerprint, setup_.rsa.fingerprint});
  EXPECT_EQ(open_sealed(sealed, setup_.ec, setup_.signer), text);
  EXPECT_EQ(open_sealed(sealed, setup_.rsa, setup_.signer), text);
}

TEST_F(Sealer, SealsOnLargerCurvesAndForOneRecipientAlone) {
  for (const auto* kind : {"P-384", "P-521"}) {
    setup_.ec = support::make_credential(kind);
    sealer_ = sealer::load(setup_.settings());
    ASSERT_TRUE(sealer_);
    const auto sealed = seal({setup_.ec.fingerprint});
    EXPECT_EQ(open_sealed(sealed, setup_.ec, setup_.signer), text) << kind;
    EXPECT_EQ(open_sealed(sealed, setup_.rsa, setup_.signer), std::nullopt);
  }
}

TEST_F(Sealer, SignsWithAnRsaKeyToo) {
  const seal_setup setup("RSA:2048");
  sealer_ = sealer::load(setup.settings());
  ASSERT_TRUE(sealer_) << sealer_.error().what;
  EXPECT_EQ(open_sealed(seal({setup.ec.fingerprint}), setup.ec, setup.signer), text);
}

TEST_F(Sealer, CanNotBeOpenedByAnyoneElseTheDaemonIncluded) {
  const auto sealed = seal({setup_.ec.fingerprint});
  EXPECT_EQ(support::decrypt_sealed(sealed, setup_.signer), std::nullopt);
  EXPECT_EQ(support::decrypt_sealed(sealed, support::make_credential("P-256")), std::nullopt);
}

TEST_F(Sealer, MakesFilesThatNoByteCanBeChangedIn) {
  const auto sealed = seal({setup_.ec.fingerprint});
  for (std::size_t at = 0; at < sealed.size(); at += 7) {
    auto tampered = sealed;
    tampered[at] = static_cast<char>(tampered[at] ^ 0x01);
    const auto opened = open_sealed(tampered, setup_.ec, setup_.signer);
    // Bytes that only describe (an issuer's name, a version) may change; the text may not.
    EXPECT_TRUE(!opened || *opened == text) << at;
  }
  auto tampered = sealed;
  tampered[sealed.size() - 100] = static_cast<char>(tampered[sealed.size() - 100] ^ 0x01);
  EXPECT_EQ(support::decrypt_sealed(tampered, setup_.ec), std::nullopt);
}

TEST_F(Sealer, TellsAPlantedFileApart) {
  const auto intruder = support::make_credential("P-256");
  const auto unsigned_one = support::plant_sealed(text, setup_.ec);
  const auto by_another = support::plant_sealed(support::sign_attached(text, intruder), setup_.ec);
  ASSERT_TRUE(support::decrypt_sealed(unsigned_one, setup_.ec));
  ASSERT_TRUE(open_sealed(by_another, setup_.ec, intruder));
  EXPECT_EQ(open_sealed(unsigned_one, setup_.ec, setup_.signer), std::nullopt);
  EXPECT_EQ(open_sealed(by_another, setup_.ec, setup_.signer), std::nullopt);
}

TEST_F(Sealer, NeverSealsTheSameWayTwice) {
  EXPECT_NE(seal({setup_.ec.fingerprint}), seal({setup_.ec.fingerprint}));
}

TEST_F(Sealer, SaysWhyARecipientCanNotBeServed) {
  auto content = secret_text::copy_of(text);
  const auto weak = sealer_->seal(*content, {setup_.ec.fingerprint, setup_.weak.fingerprint});
  ASSERT_FALSE(weak);
  EXPECT_EQ(weak.error().code, refusal::store_refused);
  EXPECT_EQ(weak.error().kind, failure::permanent);
  EXPECT_THAT(weak.error().what, HasSubstr("too weak"));
}

TEST_F(Sealer, SealsForAManagerWhoseCertificateCameLater) {
  const support::scratch_folder managers;
  auto settings = setup_.settings();
  settings.managers = managers.path();
  sealer_ = sealer::load(settings);
  ASSERT_TRUE(sealer_);
  const auto manager = support::make_credential("P-256");
  auto content = secret_text::copy_of(text);
  const auto unknown = sealer_->seal(*content, {setup_.ec.fingerprint, manager.fingerprint});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, failure::retryable);
  EXPECT_EQ(unknown.error().code, refusal::store_refused);

  const auto file = managers.write("grace.pem", manager.certificate_pem);
  for (const bool removed : {false, true}) {
    if (removed) std::filesystem::remove(file);
    const auto sealed = seal({setup_.ec.fingerprint, manager.fingerprint});
    EXPECT_EQ(open_sealed(sealed, manager, setup_.signer), text) << removed;
    EXPECT_EQ(open_sealed(sealed, setup_.ec, setup_.signer), text) << removed;
  }
  EXPECT_EQ(open_sealed(seal({setup_.ec.fingerprint}), manager, setup_.signer), std::nullopt);
}

TEST_F(Sealer, RefusesKeysAndCertificatesThatAreUnfit) {
  auto settings = setup_.settings();
  settings.signing_certificate = setup_.folder.write("x.pem", setup_.ec.certificate_pem);
  EXPECT_THAT(sealer::load(settings).error().what, HasSubstr("not of the signing key"));

  settings = setup_.settings();
  settings.signing_key = std::move(*secret_text::copy_of("no PEM"));
  EXPECT_THAT(sealer::load(settings).error().what, HasSubstr("not an unencrypted PEM"));

  const seal_setup ed25519("ED25519");
  EXPECT_THAT(sealer::load(ed25519.settings()).error().what, HasSubstr("ED25519"));

  settings = setup_.settings();
  settings.recipients = {setup_.folder.write("only.pem", setup_.weak.certificate_pem)};
  EXPECT_THAT(sealer::load(settings).error().what, HasSubstr("no usable certificate"));
}

}  // namespace
}  // namespace daypass::vault
