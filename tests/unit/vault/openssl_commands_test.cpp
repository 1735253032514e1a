// The two commands of lib/vault/README.md, run as a reader would run them.

#include "sealer.hpp"
#include "unit/vault/seal_setup.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace daypass::vault {
namespace {

class OpensslCommands : public testing::Test {
 protected:
  OpensslCommands() {
    auto seals = sealer::load(setup_.settings());
    auto content = secret_text::copy_of("{\"code\": \"+drkzqAD\"}\n");
    EXPECT_TRUE(seals && content);
    auto sealed = seals->seal(*content, {setup_.ec.fingerprint, setup_.rsa.fingerprint});
    EXPECT_TRUE(sealed);
    setup_.folder.write("NAME.cms", *sealed);
    setup_.folder.write("daypass-signer.pem", setup_.signer.certificate_pem);
  }

  bool run(const std::string& command) {
    const auto line = "cd '" + setup_.folder.path().string() + "' && " + command + " 2>errors";
    return std::system(line.c_str()) ==
           0;  // NOLINT(bugprone-command-processor,concurrency-mt-unsafe)
  }

  bool decrypt_as(const support::credential& reader) {
    setup_.folder.write("me.key", reader.key_pem);
    setup_.folder.write("me.pem", reader.certificate_pem);
    return run(
        "openssl cms -decrypt -inform DER -in NAME.cms -inkey me.key -recip me.pem -binary "
        "-out NAME.p7");
  }

  bool verify() {
    return run(
        "openssl cms -verify -inform DER -in NAME.p7 -certfile daypass-signer.pem -nointern "
        "-noverify -out text");
  }

  std::string file(const char* name) { return support::contents_of(setup_.folder.path() / name); }

  seal_setup setup_;
};

TEST_F(OpensslCommands, OpenAndVerifyForEitherKindOfRecipient) {
  for (const auto* reader : {&setup_.ec, &setup_.rsa}) {
    ASSERT_TRUE(decrypt_as(*reader)) << file("errors");
    ASSERT_TRUE(verify()) << file("errors");
    EXPECT_EQ(file("text"), "{\"code\": \"+drkzqAD\"}\n");
  }
}

TEST_F(OpensslCommands, RefuseForAnotherReader) {
  EXPECT_FALSE(decrypt_as(setup_.weak));
  EXPECT_FALSE(decrypt_as(setup_.signer));
}

TEST_F(OpensslCommands, RefuseWhatAnotherSigned) {
  const auto intruder = support::make_credential("P-256");
  setup_.folder.write(
      "NAME.cms", support::plant_sealed(support::sign_attached("planted", intruder), setup_.ec));
  ASSERT_TRUE(decrypt_as(setup_.ec)) << file("errors");
  EXPECT_FALSE(verify());
  setup_.folder.write("NAME.cms", support::plant_sealed("planted", setup_.ec));
  ASSERT_TRUE(decrypt_as(setup_.ec)) << file("errors");
  EXPECT_FALSE(verify());
}

}  // namespace
}  // namespace daypass::vault
