#include "text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace daypass::hr {
namespace {

TEST(Utf8, IsTakenWhenWellFormed) {
  for (const auto* const text : {"", "plain", "Zoë", "李小龍", "😀", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_FALSE(first_bad_utf8(text)) << text;
  }
}

TEST(Utf8, IsRefusedWhereItBreaks) {
  EXPECT_EQ(first_bad_utf8("ab\xFF"), 2U);
  EXPECT_EQ(first_bad_utf8("\xC3"), 0U) << "cut off";
  EXPECT_EQ(first_bad_utf8("a\xC0\x80"), 1U) << "overlong";
  EXPECT_EQ(first_bad_utf8("\xE0\x80\x80"), 0U) << "overlong";
  EXPECT_EQ(first_bad_utf8("\xED\xA0\x80"), 0U) << "surrogate";
  EXPECT_EQ(first_bad_utf8("\xF4\x90\x80\x80"), 0U) << "above U+10FFFF";
  EXPECT_EQ(first_bad_utf8("\xE2\x28\xA1"), 0U) << "no continuation";
  EXPECT_EQ(first_bad_utf8("\x80"), 0U) << "continuation first";
}

TEST(Controls, AreFoundInEveryPlane) {
  EXPECT_TRUE(has_controls(std::string_view("a\0b", 3)));
  EXPECT_TRUE(has_controls("a\x7F"));
  EXPECT_TRUE(has_controls("a\xC2\x85"));
  EXPECT_TRUE(has_controls("a\u2028"));
  EXPECT_TRUE(has_controls("a\u202E"));
  for (const auto* const turn : {"\u200E", "\u200F", "\u2029", "\u202A", "\u2066", "\u2069"}) {
    EXPECT_TRUE(has_controls(turn)) << turn;
  }
  for (const auto* const plain : {"\u200D", "\u2010", "\u202F", "\u2065", "\u206A", "\u2122"}) {
    EXPECT_FALSE(has_controls(plain)) << plain;
  }
  EXPECT_FALSE(has_controls("a\xC2")) << "cut off";
  EXPECT_FALSE(has_controls("a\xE2\x80")) << "cut off";
  EXPECT_FALSE(has_controls("می‌خواهم")) << "the zero-width non-joiner is part of words";
  EXPECT_FALSE(has_controls("a\u00A0b – ’"));
}

TEST(SignInNames, FollowEntrasRules) {
  EXPECT_TRUE(is_upn("a.b-c_d!e#f^g~h'i@contoso.example"));
  EXPECT_TRUE(is_upn(std::string(64, 'a') + "@contoso.example"));
  EXPECT_FALSE(is_upn(std::string(65, 'a') + "@contoso.example"));
  EXPECT_FALSE(is_upn("a@" + std::string(48, 'b') + ".c"));
  EXPECT_FALSE(is_upn("a b@contoso.example"));
  EXPECT_FALSE(is_upn("a@b@contoso.example"));
  EXPECT_FALSE(is_upn("@contoso.example"));
  EXPECT_FALSE(is_upn("a@localhost"));
  EXPECT_FALSE(is_upn("a@-b.example"));
  EXPECT_FALSE(is_upn("a@b..example"));
}

TEST(MailAddresses, ArePlain) {
  EXPECT_TRUE(is_email("grace.hopper+navy@contoso.example"));
  EXPECT_FALSE(is_email(".grace@contoso.example"));
  EXPECT_FALSE(is_email("gr..ace@contoso.example"));
  EXPECT_FALSE(is_email("\"grace\"@contoso.example"));
  EXPECT_FALSE(is_email("grace.@contoso.example"));
  EXPECT_FALSE(is_email("grace@"));
  EXPECT_FALSE(is_email("@contoso.example"));
  EXPECT_TRUE(is_email(std::string(64, 'g') + "@contoso.example"));
  EXPECT_FALSE(is_email(std::string(65, 'g') + "@contoso.example"));
  EXPECT_TRUE(is_email("grace@" + std::string(63, 'c') + ".example"));
  EXPECT_FALSE(is_email("grace@" + std::string(64, 'c') + ".example"));
  EXPECT_FALSE(is_email("grace@contoso-.example"));
  EXPECT_FALSE(is_email("<grace@contoso.example>"));
}

TEST(Countries, AreTwoLetters) {
  EXPECT_TRUE(is_alpha2("De"));
  for (const auto* const other : {"D", "DEU", "1E", "D1", "Ö"}) EXPECT_FALSE(is_alpha2(other));
}

TEST(Keys, AreCapitalisedInAsciiAlone) {
  EXPECT_EQ(ascii_upper("az{Zä"), "AZ{Zä");
}

TEST(Names, AreShortIdentifiers) {
  EXPECT_TRUE(is_name("field-sales_2.0", 64));
  EXPECT_FALSE(is_name("", 64));
  EXPECT_FALSE(is_name("-a", 64));
  EXPECT_FALSE(is_name("a/b", 64));
  EXPECT_FALSE(is_name("abc", 2));
}

}  // namespace
}  // namespace daypass::hr
