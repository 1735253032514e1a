// Volume, depth and noise: an error each time, never a crash.
#include "support.hpp"

#include <random>

namespace daypass::config {
namespace {

config_errc first_code(const std::string& text) {
  const loaded made = load_text(text, "d.toml", zones());
  EXPECT_FALSE(made.usable());
  return made.problems.empty() ? config_errc{} : made.problems.front().code;
}

std::string repeated(const std::string& what, int times) {
  std::string text;
  for (int at = 0; at < times; ++at) text += what;
  return text;
}

TEST(HostileText, OfTwoMegabytesOfNoiseIsTooLarge) {
  std::mt19937_64 random(1);
  std::string noise(2'000'000, '\0');
  for (char& one : noise) one = static_cast<char>(random());
  EXPECT_EQ(first_code(noise), config_errc::file_too_large);
}

TEST(HostileText, OfNoiseThatFitsIsRefused) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937_64 random(seed);
    std::string noise(1 + random() % 2'000, '\0');
    for (char& one : noise) one = static_cast<char>(random());
    static_cast<void>(first_code(noise));
  }
}

TEST(HostileText, MadeOfTomlsOwnSignsIsRefused) {
  const std::string signs = "[]{}=.,\"'#\n ab1-";
  for (unsigned seed = 0; seed < 2'000; ++seed) {
    std::mt19937_64 random(seed);
    std::string noise(1 + random() % 400, '\0');
    for (char& one : noise) one = signs[random() % signs.size()];
    EXPECT_FALSE(load_text(noise, "d.toml", zones()).usable());
  }
}

TEST(HostileText, WithOneByteChangedAnywhereGivesAnAnswer) {
  const std::string example = contents(DAYPASS_EXAMPLE);
  std::mt19937_64 random(7);
  for (int round = 0; round < 500; ++round) {
    std::string text = example;
    text[random() % text.size()] = static_cast<char>(random());
    static_cast<void>(load_text(text, "d.toml", zones()));
  }
}

TEST(HostileText, CutAnywhereGivesAnAnswer) {
  const std::string example = contents(DAYPASS_EXAMPLE);
  for (std::size_t size = 0; size < example.size(); size += 13) {
    static_cast<void>(load_text(example.substr(0, size), "d.toml", zones()));
  }
}

TEST(HostileText, WithAStringOfAMegabyteIsTooLarge) {
  EXPECT_EQ(first_code("default_profile = \"" + std::string(1'000'000, 'x') + "\"\n"),
            config_errc::file_too_large);
}

TEST(HostileText, WithAStringAsLongAsTheFileMayBeIsTooLong) {
  EXPECT_EQ(first_code(changed("\"standard\"\n", "\"" + std::string(250'000, 'x') + "\"\n")),
            config_errc::too_long);
}

TEST(HostileText, WithALongKeyIsCutInTheMessage) {
  const loaded made = load_text(std::string(200'000, 'k') + " = 1\n", "d.toml", zones());
  ASSERT_FALSE(made.problems.empty());
  for (const problem& one : made.problems) EXPECT_LT(to_string(one).size(), 400U);
}

TEST(HostileText, NestedAHundredThousandDeepIsTooDeep) {
  EXPECT_EQ(first_code("a = " + std::string(100'000, '[')), config_errc::too_deep);
  EXPECT_EQ(first_code(std::string(100'000, '[')), config_errc::too_deep);
  EXPECT_EQ(first_code("a = " + repeated("{a=", 80'000)), config_errc::too_deep);
  EXPECT_EQ(first_code("a" + repeated(".a", 100'000) + " = 1\n"), config_errc::too_deep);
  EXPECT_EQ(first_code("[a" + repeated(".a", 100'000) + "]\n"), config_errc::too_deep);
  EXPECT_EQ(first_code("x = [\n" + repeated("[\n", 100'000)), config_errc::too_deep);
}

TEST(HostileText, DepthCantHideBehindStringsAndComments) {
  const std::string deep = std::string(1'000, '[');
  for (const std::string& before :
       {"x = ['', ", "x = [\"\\\"\", ", "x = ['''a''''', ", "x = [\"\"\"a\"\"\"\", ",
        "x = [ # \"\n", "x = [\"#\", ", "x = [\"\"\"\\\\\"\"\", "}) {
    const loaded made = load_text(before + deep, "d.toml", zones());
    ASSERT_FALSE(made.problems.empty());
    EXPECT_EQ(made.problems.front().code, config_errc::too_deep) << before;
  }
}

TEST(HostileText, DotsAndBracketsInStringsAreNoDepth) {
  const std::string dots = repeated(".a", 50);
  const std::string brackets(100, '[');
  EXPECT_EQ(first_code(changed("\"hr.hires\"", "\"" + dots + "\", '" + brackets + "'")),
            config_errc::malformed_name);
  const loaded made = load_text(minimal + "# " + dots + brackets + "\n", "d.toml", zones());
  EXPECT_EQ(all_of(made), "");
}

TEST(HostileText, WithControlCharactersIsShownWithoutThem) {
  const loaded made =
      load_text(changed("[kafka]\n", "[kafka]\n\"\\u001b[31m\" = 1\ngroup = \"\\u001b[31m\"\n"),
                "d.toml", zones());
  EXPECT_EQ(made.problems.size(), 2U);
  EXPECT_EQ(all_of(made).find('\x1b'), std::string::npos);
}

TEST(HostileText, NamesAProfileWithoutControlCharacters) {
  const std::string odd =
      "[profiles.\"\\u001b[31m\"]\nupn_domain = \"contoso.com\"\nadopt = true\n"
      "nameable_by_event = true\n";
  const loaded made = load_text(changed("\"standard\"\n", "\"absent\"\n") + odd, "d.toml", zones());
  EXPECT_NE(all_of(made).find("default_profile is \"absent\", and there is no"), std::string::npos);
  EXPECT_NE(all_of(made).find(".adopt allows adoption"), std::string::npos);
  EXPECT_EQ(all_of(made).find('\x1b'), std::string::npos) << all_of(made);
}

TEST(HostileText, WithAThousandProfilesListsAFew) {
  std::string many = changed("\"standard\"\n", "\"somebody-unknown\"\n");
  for (int number = 0; number < 1'000; ++number) {
    many += "[profiles.p" + std::to_string(number) + "]\nupn_domain = \"contoso.com\"\n";
  }
  const loaded made = load_text(many, "d.toml", zones());
  ASSERT_EQ(made.problems.size(), 1U) << all_of(made);
  EXPECT_LT(to_string(made.problems.front()).size(), 400U);
}

}  // namespace
}  // namespace daypass::config
