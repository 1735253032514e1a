#include "sealed_document.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace daypass::vault {
namespace {

secret_label ada() {
  return {.key = {"main", "E4711"},
          .user_principal_name = "ada.lovelace@contoso.example",
          .display_name = "Ada \"Countess\" Lovelace",
          .usable_from_utc = "2026-11-30T07:00:00Z",
          .usable_until_utc = "2026-11-30T15:00:00Z",
          .usable_from_local = "2026-11-30 08:00 CET (+01:00) Europe/Berlin",
          .usable_until_local = "2026-11-30 16:00 CET (+01:00) Europe/Berlin",
          .zone = "Europe/Berlin",
          .one_time = true};
}

nlohmann::json sealed_with(const std::string& code) {
  EXPECT_TRUE(initialise_secret_memory(1U << 20U));
  const auto secret = secret_text::copy_of(code);
  const auto made = sealed_document(secret_name("n1"), ada(), *secret);
  EXPECT_TRUE(made);
  return nlohmann::json::parse(made->expose(), nullptr, false);
}

TEST(SealedDocument, SaysEverythingThatAFirstSignInTakes) {
  const auto document = sealed_with("+drkzqAD");
  EXPECT_EQ(document["format"], "daypass-sealed-pass/1");
  EXPECT_EQ(document["code"], "+drkzqAD");
  EXPECT_EQ(document["name"], "n1");
  EXPECT_EQ(document["hire"], "main/E4711");
  EXPECT_EQ(document["userPrincipalName"], "ada.lovelace@contoso.example");
  EXPECT_EQ(document["displayName"], "Ada \"Countess\" Lovelace");
  EXPECT_EQ(document["oneTime"], true);
  EXPECT_EQ(document["zone"], "Europe/Berlin");
  EXPECT_EQ(document["usableFromUtc"], "2026-11-30T07:00:00Z");
  EXPECT_EQ(document["usableUntilUtc"], "2026-11-30T15:00:00Z");
  EXPECT_EQ(document["usableFromLocal"], "2026-11-30 08:00 CET (+01:00) Europe/Berlin");
  EXPECT_EQ(document["usableUntilLocal"], "2026-11-30 16:00 CET (+01:00) Europe/Berlin");
  EXPECT_NE(document["purpose"].get<std::string>().find("Temporary Access Pass"),
            std::string::npos);
}

TEST(SealedDocument, KeepsEveryCharacterOfACode) {
  std::string code;
  for (char c = 1; c < 127; ++c) code += c;
  code += '\x7f';
  EXPECT_EQ(sealed_with(code)["code"], code);
}

TEST(SealedDocument, LeavesTheCodeOutOfTheLabel) {
  const auto document = nlohmann::json::parse(label_document(secret_name("n1"), ada()));
  EXPECT_EQ(document["format"], "daypass-pass-label/1");
  EXPECT_EQ(document["userPrincipalName"], "ada.lovelace@contoso.example");
  EXPECT_FALSE(document.contains("code"));
}

TEST(SealedDocument, ReplacesBrokenCharactersOfHr) {
  auto label = ada();
  label.display_name = "Ada \xff";
  EXPECT_EQ(nlohmann::json::parse(label_document(secret_name("n1"), label))["displayName"],
            "Ada \xef\xbf\xbd");
}

}  // namespace
}  // namespace daypass::vault
