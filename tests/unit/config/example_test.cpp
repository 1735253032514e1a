// The example loads clean and shows every section; the reference says what the loader does.
#include "support.hpp"

#include "daypass/config/reference.hpp"

namespace daypass::config {
namespace {

constexpr const char* begin_mark = "<!-- settings: begin -->\n";
constexpr const char* end_mark = "<!-- settings: end -->\n";

TEST(Example, LoadsClean) {
  loaded made = load_text(contents(DAYPASS_EXAMPLE), "daypassd.toml", zones());
  check_surroundings(made, all_is_there());
  EXPECT_EQ(all_of(made), "");
  EXPECT_TRUE(made.usable());
}

TEST(Example, SaysWhatItSeemsToSay) {
  const settings made = load_text(contents(DAYPASS_EXAMPLE), "daypassd.toml", zones()).values;
  EXPECT_EQ(made.default_profile, "standard");
  EXPECT_EQ(made.profiles.at("warehouse").local_start, hours{6});
  EXPECT_TRUE(made.profiles.at("warehouse").nameable_by_event);
  EXPECT_EQ(made.sites.at("BER"), "Europe/Berlin");
  EXPECT_EQ(made.sites.at("New York"), "America/New_York");
  EXPECT_EQ(made.sources.at("https://hr.contoso.com/hires").population, "contoso");
  EXPECT_EQ(made.graph.client_secret,
            (secret_reference{secret_place::credential, "graph-client-secret"}));
}

TEST(Example, ShowsEverySection) {
  const loaded made = load_text(contents(DAYPASS_EXAMPLE), "daypassd.toml", zones());
  for (const reference_line& line : reference()) {
    const std::string top = line.key.substr(0, line.key.find('.'));
    EXPECT_TRUE(made.places.contains(top)) << top << " is not in the example";
  }
}

TEST(Example, NamesTheDefaultsItShows) {
  // Where the example repeats a default it must be the default.
  const settings made = load_text(contents(DAYPASS_EXAMPLE), "daypassd.toml", zones()).values;
  const settings fresh;
  EXPECT_EQ(made.limits, fresh.limits);
  EXPECT_EQ(made.state.path, fresh.state.path);
  EXPECT_EQ(made.state.retention, fresh.state.retention);
  EXPECT_EQ(made.admin.socket, fresh.admin.socket);
  EXPECT_EQ(made.admin.metrics, fresh.admin.metrics);
  EXPECT_EQ(made.process.creations_per_hour_max, fresh.process.creations_per_hour_max);
}

TEST(Reference, StandsInTheReadmeAsTheLoaderHasIt) {
  const std::string readme = contents(DAYPASS_REFERENCE);
  const auto begin = readme.find(begin_mark);
  const auto end = readme.find(end_mark);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const auto from = begin + std::string(begin_mark).size();
  EXPECT_EQ(readme.substr(from, end - from), "\n" + reference_as_markdown())
      << "put the text that the loader gives between the two marks";
}

TEST(Reference, SaysSomethingOfEverySetting) {
  for (const reference_line& line : reference()) {
    EXPECT_FALSE(line.form.empty()) << line.key;
    EXPECT_FALSE(line.fallback.empty()) << line.key;
    EXPECT_TRUE(line.about.ends_with('.')) << line.key;
  }
}

}  // namespace
}  // namespace daypass::config
