#include "daypass/entra/json_view.hpp"

#include "json_writer.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <random>
#include <string>
#include <vector>

namespace daypass::entra {
namespace {

TEST(JsonView, TakesOnlyWellFormedText) {
  for (const char* good : {"{}", "[]", " {\"a\":1} ", "null", "true", "-0.5e+10", "\"\\u00e9\\n\"",
                           "[1,2,[3,{\"x\":[]}]]", "0", "{\"a\":{},\"a\":[]}", "1E5", "\"\\u00AF\"",
                           "\t[\r\n1\t,\r\n2 ]\n"}) {
    EXPECT_TRUE(json_view::parse(good)) << good;
  }
  for (const char* bad :
       {"",      " ",      "{",   "}",       "{\"a\"}",     "{\"a\":}",  "{\"a\":1,}",
        "[1,]",  "[,]",    "01",  "1.",      "-",           ".5",        "1e",
        "tru",   "nul",    "\"",  "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "{} {}",
        "{a:1}", "\"\n\"", "'a'", "[1 2]",   "{\"a\" 1}",   "\"\\",      "\"\\u",
        "+1",    "NaN"}) {
    EXPECT_FALSE(json_view::parse(bad)) << bad;
  }
}

TEST(JsonView, RefusesWhatIsNestedTooDeep) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(json_view::parse(nested(64)));
  EXPECT_FALSE(json_view::parse(nested(65)));
  EXPECT_FALSE(json_view::parse(std::string(1'000'000, '[')));
}

TEST(JsonView, FindsMembersAndElements) {
  const auto whole = json_view::parse(
      R"( { "skip" : [ {"x":"]}"}, "\"" ] , "text":"a\"b\u00e9\ud83d\ude00", "n" : -42,)"
      R"( "yes":true, "no":null, "list":[1, "two" ,{"three":3}], "innererror":{"code":"X"} } )");
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->member("text").text(), "a\"b\u00e9\U0001F600");
  EXPECT_EQ(whole->member("n").integer(), -42);
  EXPECT_EQ(whole->member("yes").boolean(), true);
  EXPECT_TRUE(whole->member("no").is_null());
  EXPECT_FALSE(whole->member("absent").present());
  EXPECT_FALSE(whole->member("Text").present());
  EXPECT_EQ(whole->member_ignoring_case("innerError").member("code").text(), "X");
  int count = 0;
  whole->member("list").for_each([&](const json_view&) { ++count; });
  EXPECT_EQ(count, 3);
  json_view::parse("[]")->for_each([](const json_view&) { FAIL(); });
}

TEST(JsonView, UnescapesAllThatJsonEscapes) {
  const auto whole = json_view::parse(R"({"a":"\b\f\n\r\t\/\\\"\u0041\u00df\u20ac\uD83D\uDE00"})");
  EXPECT_EQ(whole->member("a").text(), "\b\f\n\r\t/\\\"Aß€\U0001F600");
  // What is no pair is no character.
  const auto halves =
      json_view::parse(R"({"low":"\udc00x","end":"\ud800","bare":"\ud800x","two":"\ud800\u0041",)"
                       R"("high":"\ud800\ue000"})");
  EXPECT_EQ(halves->member("low").text(), "\uFFFDx");
  EXPECT_EQ(halves->member("end").text(), "\uFFFD");
  EXPECT_EQ(halves->member("bare").text(), "\uFFFDx");
  EXPECT_EQ(halves->member("two").text(), "\uFFFDA");
  EXPECT_EQ(halves->member("high").text(), "\uFFFD\uE000");
}

TEST(JsonView, AnswersQuestionsToOtherKindsWithNothing) {
  const auto whole = json_view::parse(R"({"n":1.5,"big":99999999999999999999,"s":"x"})");
  EXPECT_FALSE(whole->member("n").integer());
  EXPECT_FALSE(whole->member("big").integer());
  EXPECT_FALSE(whole->member("s").boolean());
  EXPECT_FALSE(whole->member("s").member("x").present());
  EXPECT_EQ(whole->member("n").text(), "");
}

TEST(JsonView, BringsSecretsToTheSecureHeap) {
  ASSERT_TRUE(initialise_secret_memory(1 << 16));
  const auto whole =
      json_view::parse(R"({"plain":"+drkzqAD","escaped":"4j6-$8\u002b\"\/","e":""})");
  EXPECT_EQ(whole->member("plain").secret()->expose(), "+drkzqAD");
  EXPECT_EQ(whole->member("escaped").secret()->expose(), "4j6-$8+\"/");
  EXPECT_FALSE(whole->member("e").secret());
  EXPECT_FALSE(whole->member("absent").secret());
}

// Random changes to real replies: our checker and a JSON library agree on what is well-formed.
TEST(JsonView, AgreesWithALibraryOnDamagedText) {
  const std::string sound =
      R"({"error":{"code":"Request_BadRequest","message":"Another \"object\" \u00e9.",)"
      R"("details":[{"code":"ObjectConflict","n":-1.25e3}],"innerError":{"a":null,"b":[true]}}})";
  const std::string marks = "{}[]\",:\\u0e-+.tfn 19x";
  std::mt19937 random(7);
  int sound_count = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text = sound;
    for (unsigned changes = random() % 3; changes > 0; --changes) {
      const std::size_t at = random() % text.size();
      const char mark = marks[random() % marks.size()];
      switch (random() % 3) {
        case 0:
          text[at] = mark;
          break;
        case 1:
          text.erase(at, 1 + random() % 4);
          break;
        default:
          text.insert(at, 1, mark);
      }
    }
    const bool ours = json_view::parse(text).has_value();
    ASSERT_EQ(ours, nlohmann::json::accept(text)) << text;
    sound_count += ours ? 1 : 0;
  }
  EXPECT_GT(sound_count, 5000);
}

TEST(JsonWriter, EscapesWhatJsonWants) {
  json_writer writer;
  writer.text("a", "q\"b\\s\n\x01\x7f\u00e9/");
  writer.text_or_null("b", "");
  writer.boolean("c", true);
  writer.integer("d", -5);
  const auto made = std::move(writer).finish();
  const auto read = nlohmann::json::parse(made.view());
  EXPECT_EQ(read["a"], "q\"b\\s\n\x01\x7f\u00e9/");
  EXPECT_TRUE(read["b"].is_null());
  EXPECT_EQ(read["c"], true);
  EXPECT_EQ(read["d"], -5);
}

}  // namespace
}  // namespace daypass::entra
