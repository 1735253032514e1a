// Bad configurations, each with its message. A code that no case gives fails the test.
#include "bad_configurations.hpp"

#include "support.hpp"

#include <set>

namespace daypass::config {
namespace {

class BadConfiguration : public testing::TestWithParam<bad_configuration> {};

TEST_P(BadConfiguration, GivesItsMessage) {
  const bad_configuration& wrong = GetParam();
  loaded made = load_text(wrong.text, "d.toml", zones());
  check_surroundings(made, wrong.machine ? wrong.machine() : all_is_there());
  EXPECT_EQ(all_of(made), wrong.expected);
  ASSERT_FALSE(made.problems.empty());
  EXPECT_EQ(made.problems.front().code, wrong.code);
}

INSTANTIATE_TEST_SUITE_P(Table, BadConfiguration, testing::ValuesIn(bad_configurations()),
                         [](const auto& info) { return info.param.name; });

TEST(BadConfigurations, CoverEveryCode) {
  // Tested where a file is needed, and those that the daemon finds: settings_test, daemon_test.
  std::set<config_errc> covered = {config_errc::file_unreadable, config_errc::unfit_certificate,
                                   config_errc::lane_too_narrow};
  for (const bad_configuration& one : bad_configurations()) covered.insert(one.code);
  for (std::size_t code = 1; code <= config_errc_count; ++code) {
    EXPECT_TRUE(covered.contains(static_cast<config_errc>(code)))
        << "no case for " << to_string(static_cast<config_errc>(code));
  }
  EXPECT_EQ(to_string(static_cast<config_errc>(config_errc_count + 1)), "unknown");
}

TEST(BadConfigurations, AreAtLeastSixty) {
  EXPECT_GE(bad_configurations().size(), 60U);
}

}  // namespace
}  // namespace daypass::config
