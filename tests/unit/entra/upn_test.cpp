#include "daypass/entra/upn.hpp"

#include "daypass/domain/refusal.hpp"

#include <gtest/gtest.h>

#include <string>

namespace daypass::entra {
namespace {

const upn_rules rules{{"contoso.example", "Fabrikam.example"}};
constexpr std::string_view usual = "{givenName}.{surname}@{domain}";

std::string made(std::string given, std::string surname, std::string_view pattern = usual) {
  const auto name = make_upn(
      pattern, {std::move(given), std::move(surname), "H-0042", "e 17", "contoso.example"}, rules);
  return name ? name->user_principal_name : "refused: " + name.error().what;
}

std::string at_contoso(std::string_view local) {
  return std::string(local) + "@contoso.example";
}

TEST(Upn, TransliteratesNames) {
  struct row {
    const char* given;
    const char* surname;
    const char* local;
  };
  const row table[] = {
      {"Ann", "Lee", "ann.lee"},
      {"Zoë", "Müller", "zoe.muller"},
      {"Łukasz", "Żak", "lukasz.zak"},
      {"Đặng", "Thị", "dang.thi"},
      {"李", "小龍", "li.xiaolong"},
      {"Щукин", "Ёж", "sukin.ez"},
      {"Ægir", "Øst", "aegir.ost"},
      {"Jürgen", "Groß", "jurgen.gross"},
      {"Seán", "O’Brien", "sean.obrien"},
      {"Mary Jane", "van der Berg", "maryjane.vanderberg"},
      {"Jean-Luc", "d'Arc", "jean-luc.darc"},
      {"محمد", "Ali", "mhmd.ali"},
      {"İpek", "Işık", "ipek.isik"},
      {"J.", "R.", "j.r"},
      {"..Ann..", ".Lee.", "ann.lee"},
      {"Ann", "", "ann"},
      {"", "Lee", "lee"},
      {"★", "Lee", "lee"},
      {"Ann\xff", "Lee", "ann.lee"},
  };
  for (const row& each : table) {
    EXPECT_EQ(made(each.given, each.surname), at_contoso(each.local)) << each.given;
  }
}

TEST(Upn, FillsEveryPlaceholder) {
  EXPECT_EQ(made("Ann", "Lee", "{givenInitial}{surname}@{domain}"), at_contoso("alee"));
  EXPECT_EQ(made("Ann", "Lee", "{surname}{givenInitial}.{employeeId}@{domain}"),
            at_contoso("leea.e17"));
  EXPECT_EQ(made("Ann", "Lee", "X-{hireId}@fabrikam.example"), "x-h-0042@fabrikam.example");
  EXPECT_EQ(made("Ann", "Lee", "{surnameInitial}_{givenName}@{domain}"), at_contoso("l_ann"));
}

TEST(Upn, CutsToEntrasLengths) {
  const std::string name = made(std::string(60, 'a'), std::string(60, 'b'));
  EXPECT_EQ(name, at_contoso(std::string(60, 'a') + "." + std::string(3, 'b')));
  EXPECT_EQ(made(std::string(63, 'a'), "b"), at_contoso(std::string(63, 'a')));
  const std::string domain = std::string(40, 'd') + ".example";
  const auto longest = make_upn(usual, {std::string(100, 'a'), "", "", "", domain}, {{domain}});
  ASSERT_TRUE(longest);
  EXPECT_EQ(longest->user_principal_name.size(), 113U);
  EXPECT_EQ(longest->mail_nickname.size(), 64U);
}

TEST(Upn, RefusesReservedAndEmptyNames) {
  EXPECT_TRUE(made("Admin", "").starts_with("refused"));
  EXPECT_TRUE(made("Post", "Master").starts_with("refused"));
  EXPECT_TRUE(made("", "").starts_with("refused"));
  EXPECT_TRUE(made("★", "☂").starts_with("refused"));
  EXPECT_EQ(made("Admina", "Root"), at_contoso("admina.root"));
}

TEST(Upn, RefusesBadTemplates) {
  for (const char* bad :
       {"", "ann", "{givenName}", "a@b@c", "{name}@{domain}", "{givenName@{domain}",
        "fixed@{domain}", "{givenName} {surname}@{domain}", "{givenName}@{surname}",
        "{domain}@{domain}", "a b{givenName}c@{domain}"}) {
    const auto checked = check_upn_template(bad);
    ASSERT_FALSE(checked) << bad;
    EXPECT_EQ(checked.error().code, refusal::upn_invalid);
  }
  EXPECT_TRUE(check_upn_template(usual));
  EXPECT_TRUE(made("Ann", "Lee", "fixed@{domain}").starts_with("refused"));
}

TEST(Upn, KeepsToTheAllowedDomains) {
  EXPECT_FALSE(make_upn(usual, {"Ann", "Lee", "", "", "evil.example"}, rules));
  EXPECT_FALSE(make_upn("{givenName}@evil.example", {"Ann", "Lee", "", "", ""}, rules));
  const std::string long_domain = std::string(41, 'd') + ".example";
  EXPECT_FALSE(make_upn(usual, {"Ann", "Lee", "", "", long_domain}, {{long_domain}}));
}

TEST(Upn, ChecksWhatAnEventGave) {
  for (const char* good :
       {"ann.lee@contoso.example", "O'Brien@CONTOSO.example", "a!b#c^d~e@fabrikam.example",
        "_x-1@contoso.example", "007@contoso.example", "no@contoso.example"}) {
    const auto checked = check_upn(good, rules);
    ASSERT_TRUE(checked) << good;
    EXPECT_EQ(checked->user_principal_name, good);
  }
  const std::string bad[] = {"",
                             "ann",
                             "@contoso.example",
                             "ann@",
                             "a@b@contoso.example",
                             "ann@evil.example",
                             "ann.@contoso.example",
                             ".ann@contoso.example",
                             "a..b@contoso.example",
                             "ann lee@contoso.example",
                             "zoë@contoso.example",
                             "ann/lee@contoso.example",
                             "admin@contoso.example",
                             "Post-Master@contoso.example",
                             "admin1@contoso.example",
                             "root007@contoso.example",
                             "ad'min@contoso.example",
                             "noreply@contoso.example",
                             "no-reply2@contoso.example",
                             "~admin!@contoso.example",
                             "$x@contoso.example",
                             std::string(65, 'a') + "@contoso.example"};
  for (const std::string& each : bad) {
    const auto checked = check_upn(each, rules);
    ASSERT_FALSE(checked) << each;
    EXPECT_EQ(checked.error().kind, failure::permanent);
    if (!each.empty()) EXPECT_FALSE(checked.error().what.contains(each));
  }
}

TEST(UpnWithNumber, CutsToMakeRoom) {
  EXPECT_EQ(upn_with_number("ann.lee@x.example", 2), "ann.lee2@x.example");
  EXPECT_EQ(upn_with_number(std::string(64, 'a') + "@x", 10), std::string(62, 'a') + "10@x");
  EXPECT_EQ(upn_with_number(std::string(62, 'a') + ".b@x", 2), std::string(62, 'a') + "2@x");
  EXPECT_EQ(upn_with_number("ann.lee", 3), "ann.lee3");
  const std::string domain = "@" + std::string(48, 'd');
  const std::string numbered = upn_with_number(std::string(64, 'a') + domain, 7);
  EXPECT_EQ(numbered, std::string(63, 'a') + "7" + domain);
  EXPECT_EQ(numbered.size(), upn_total_max);
}

}  // namespace
}  // namespace daypass::entra
