#include "daypass/calendar/zone_database.hpp"

#include "support.hpp"

#include "daypass/calendar/calendar_error.hpp"
#include "daypass/calendar/zone_name.hpp"

#include <cctz/time_zone.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace daypass::calendar {
namespace {

namespace fs = std::filesystem;

/// A zoneinfo folder of one's own, filled by zic from the text that becomes its tzdata.zi.
class zoneinfo_folder {
 public:
  zoneinfo_folder() {
    std::string pattern = testing::TempDir() + "zoneinfo_XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = pattern;
  }
  ~zoneinfo_folder() { fs::remove_all(path_); }
  zoneinfo_folder(const zoneinfo_folder&) = delete;
  zoneinfo_folder& operator=(const zoneinfo_folder&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

  /// Replaces the files as a package manager does: new ones, renamed over the old.
  void install(const std::string& version, const std::string& rules) const {
    const auto fresh = path_ / "fresh";
    write(path_ / "source", "# version " + version + "\n" + rules);
    const auto command = std::string(DAYPASS_ZIC) + " -b fat -d " + fresh.string() + " " +
                         (path_ / "source").string();
    ASSERT_EQ(std::system(command.c_str()), 0);
    for (const auto& entry : fs::recursive_directory_iterator(fresh)) {
      const auto target = path_ / fs::relative(entry.path(), fresh);
      if (entry.is_directory()) fs::create_directories(target);
      if (entry.is_regular_file()) fs::rename(entry.path(), target);
    }
    fs::remove_all(fresh);
    fs::rename(path_ / "source", path_ / "tzdata.zi");
  }

  static void write(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
  }

 private:
  fs::path path_;
};

/// Utopia's clocks go forward on the last Sunday of March.
const std::string dst_kept =
    "R U 2000 max - Mar lastSun 2 1 S\nR U 2000 max - Oct lastSun 3 0 -\n"
    "Z Test/Utopia 1 U UT%sT\nZ Test/Steady 4 - +04\nL Test/Utopia Old/Utopia\n";
/// From 2027 on they no longer do.
const std::string dst_abolished =
    "R U 2000 2026 - Mar lastSun 2 1 S\nR U 2000 2026 - Oct lastSun 3 0 -\n"
    "Z Test/Utopia 1 U UT%sT\nZ Test/Steady 4 - +04\nL Test/Utopia Old/Utopia\n";

instant start_in(const zone_snapshot& zones, std::string_view zone) {
  return zones.to_instant(zone, local("2027-07-05", "08:00")).value().at;
}

TEST(ZoneDatabase, MovesAPendingHireWhenTzdataChangesItsRule) {
  const zoneinfo_folder folder;
  folder.install("2026x", dst_kept);
  const auto zones = zone_database::open(folder.path()).value();
  const auto before = zones->snapshot();
  EXPECT_EQ(before->version(), "2026x");
  EXPECT_EQ(start_in(*before, "Test/Utopia"), at("2027-07-05T06:00:00Z"));
  EXPECT_FALSE(zones->reload().value());

  folder.install("2026y", dst_abolished);
  EXPECT_EQ(zones->snapshot()->version(), "2026x");
  EXPECT_TRUE(zones->reload().value());
  const auto after = zones->snapshot();
  EXPECT_EQ(after->version(), "2026y");
  EXPECT_EQ(start_in(*after, "Test/Utopia"), at("2027-07-05T07:00:00Z"));
  EXPECT_EQ(start_in(*after, "Old/Utopia"), at("2027-07-05T07:00:00Z"));
  EXPECT_EQ(start_in(*after, "Test/Steady"), start_in(*before, "Test/Steady"));
  EXPECT_FALSE(zones->reload().value());
}

TEST(ZoneDatabase, KeepsOldSnapshotsAsTheyWereAlsoForZonesNeverAskedBefore) {
  const zoneinfo_folder folder;
  folder.install("2026x", dst_kept);
  const auto zones = zone_database::open(folder.path()).value();
  const auto before = zones->snapshot();
  folder.install("2026y", dst_abolished);
  ASSERT_TRUE(zones->reload().value());
  EXPECT_EQ(start_in(*zones->snapshot(), "Test/Utopia"), at("2027-07-05T07:00:00Z"));
  EXPECT_EQ(start_in(*before, "Test/Utopia"), at("2027-07-05T06:00:00Z"));
  EXPECT_EQ(before->version(), "2026x");
}

TEST(ZoneDatabase, KeepsFoldersApart) {
  const zoneinfo_folder kept;
  const zoneinfo_folder abolished;
  kept.install("2026x", dst_kept);
  abolished.install("2026x", dst_abolished);
  const auto one = zone_snapshot::load(kept.path()).value();
  const auto other = zone_snapshot::load(abolished.path()).value();
  EXPECT_EQ(start_in(*one, "Test/Utopia"), at("2027-07-05T06:00:00Z"));
  EXPECT_EQ(start_in(*other, "Test/Utopia"), at("2027-07-05T07:00:00Z"));
}

TEST(ZoneDatabase, SaysNoChangeWhenThePackageWasOnlyReinstalled) {
  const zoneinfo_folder folder;
  folder.install("2026x", dst_kept);
  const auto zones = zone_database::open(folder.path()).value();
  folder.install("2026x", dst_kept);
  EXPECT_FALSE(zones->reload().value());
}

TEST(ZoneDatabase, SaysChangeWhenARuleChangedUnderTheSameVersion) {
  const zoneinfo_folder folder;
  folder.install("2026x", dst_kept);
  const auto zones = zone_database::open(folder.path()).value();
  const std::string before = zones->snapshot()->digest();
  folder.install("2026x", dst_abolished);
  EXPECT_TRUE(zones->reload().value());
  EXPECT_EQ(start_in(*zones->snapshot(), "Test/Utopia"), at("2027-07-05T07:00:00Z"));
  EXPECT_NE(zones->snapshot()->digest(), before);
  folder.install("2026x", dst_kept);
  EXPECT_TRUE(zones->reload().value());
  EXPECT_EQ(zones->snapshot()->digest(), before);
}

TEST(ZoneDatabase, SaysChangeWhenAZoneHasAnotherNameUnderTheSameVersion) {
  const zoneinfo_folder folder;
  folder.install("2026x", "Z Test/Steady 4 - +04\n");
  const auto zones = zone_database::open(folder.path()).value();
  folder.install("2026x", "Z Test/Stable 4 - +04\n");
  EXPECT_TRUE(zones->reload().value());
  EXPECT_TRUE(zones->snapshot()->has_name("Test/Stable"));
}

TEST(ZoneDatabase, StaysAsItWasWhenAReloadFails) {
  const zoneinfo_folder folder;
  folder.install("2026x", dst_kept);
  const auto zones = zone_database::open(folder.path()).value();
  fs::remove(folder.path() / "tzdata.zi");
  EXPECT_EQ(zones->reload().error().code, calendar_errc::database_missing);
  EXPECT_EQ(start_in(*zones->snapshot(), "Test/Utopia"), at("2027-07-05T06:00:00Z"));
  zoneinfo_folder::write(folder.path() / "tzdata.zi", "# version 2026z\n");
  EXPECT_EQ(zones->reload().error().code, calendar_errc::database_missing);
  EXPECT_EQ(zones->snapshot()->version(), "2026x");
  folder.install("2026y", dst_abolished);
  EXPECT_TRUE(zones->reload().value());
}

TEST(ZoneDatabase, RefusesFoldersThatHoldNoDatabaseAndNamesTheCure) {
  const zoneinfo_folder folder;
  const auto opened = [&] { return zone_database::open(folder.path()).error(); };
  EXPECT_EQ(opened().code, calendar_errc::database_missing);
  EXPECT_THAT(opened().what, testing::HasSubstr("install the package tzdata"));
  zoneinfo_folder::write(folder.path() / "tzdata.zi", "Z Test/Utopia 1 - UT\n");
  EXPECT_EQ(opened().code, calendar_errc::database_damaged);
  EXPECT_THAT(opened().what, testing::HasSubstr("doesn't begin with its version"));
  zoneinfo_folder::write(folder.path() / "tzdata.zi", "# version \nZ Test/Utopia 1 - UT\n");
  EXPECT_EQ(opened().code, calendar_errc::database_damaged);
  zoneinfo_folder::write(folder.path() / "tzdata.zi", "# version 2026x\nZ Test/Utopia 1 - UT\n");
  EXPECT_EQ(opened().code, calendar_errc::database_missing);
  EXPECT_THAT(opened().what, testing::HasSubstr("holds no zones"));
}

TEST(ZoneDatabase, SkipsLinksThatThePackagerLeftOut) {
  const zoneinfo_folder folder;
  folder.install("2026x", dst_kept);
  fs::remove(folder.path() / "Old/Utopia");
  const auto zones = zone_snapshot::load(folder.path()).value();
  EXPECT_TRUE(zones->has_name("Test/Utopia"));
  EXPECT_FALSE(zones->has_name("Old/Utopia"));
}

TEST(ZoneDatabase, ReadsNothingOutsideItsFolder) {
  const zoneinfo_folder folder;
  folder.install("2026x", dst_kept);
  std::ofstream(folder.path() / "tzdata.zi", std::ios::app)
      << "L Test/Utopia ../outside\nL Test/Utopia /etc/localtime\nZ\nL\nL only_target\nZ \n";
  const auto zones = zone_snapshot::load(folder.path()).value();
  EXPECT_EQ(zones->names(),
            (std::vector<std::string_view>{"Old/Utopia", "Test/Steady", "Test/Utopia"}));
}

TEST(ZoneDatabase, RefusesOneDamagedZoneAndServesTheOthers) {
  const zoneinfo_folder folder;
  folder.install("2026x", dst_kept);
  for (const auto* bytes : {"", "TZif", "TZif2 and then something else that is no zone at all"}) {
    fs::remove(folder.path() / "Test/Steady");
    zoneinfo_folder::write(folder.path() / "Test/Steady", bytes);
    const auto zones = zone_snapshot::load(folder.path()).value();
    const auto found = zones->to_instant("Test/Steady", local("2027-07-05", "08:00"));
    ASSERT_FALSE(found) << bytes;
    EXPECT_EQ(found.error().code, calendar_errc::database_damaged);
    EXPECT_THAT(found.error().what, testing::HasSubstr("reinstall"));
    EXPECT_EQ(start_in(*zones, "Test/Utopia"), at("2027-07-05T06:00:00Z"));
  }
}

TEST(ZoneDatabase, FindsAnotherNameWhereThePackagerLeftOutTheRetiredOne) {
  const zoneinfo_folder folder;
  folder.install("2026x", "Z Asia/Kolkata 5:30 - IST\n");
  const auto zones = zone_snapshot::load(folder.path()).value();
  EXPECT_EQ(resolve_zone(*zones, "India Standard Time", "IN").value().id, "Asia/Kolkata");
  EXPECT_EQ(resolve_zone(*zones, "W. Europe Standard Time").error().code,
            calendar_errc::unknown_zone);
}

/// What CLDR says since is of use where there is a file for it.
TEST(ZoneDatabase, TakesTheOlderZoneOfAWindowsNameWhereTheNewerIsMissing) {
  const zoneinfo_folder folder;
  folder.install("2023a", "Z Asia/Almaty 6 - +06\n");
  const auto before = zone_snapshot::load(folder.path()).value();
  EXPECT_EQ(resolve_zone(*before, "Central Asia Standard Time").value().id, "Asia/Almaty");
  folder.install("2026x", "Z Asia/Almaty 5 - +05\nZ Asia/Bishkek 6 - +06\n");
  const auto since = zone_snapshot::load(folder.path()).value();
  EXPECT_EQ(resolve_zone(*since, "Central Asia Standard Time").value().id, "Asia/Bishkek");
}

TEST(ZoneDatabase, LeavesZonesThatOthersLoadAlone) {
  ASSERT_TRUE(system_zones().to_local("Europe/Berlin", instant()));
  cctz::time_zone theirs;
  EXPECT_TRUE(cctz::load_time_zone("Europe/Berlin", &theirs));
  EXPECT_EQ(theirs.name(), "Europe/Berlin");
  EXPECT_FALSE(cctz::load_time_zone("Test/Utopia", &theirs));
}

TEST(ZoneDatabase, AnswersManyThreadsWhileItReloads) {
  const zoneinfo_folder folder;
  folder.install("2026x", dst_kept);
  const auto zones = zone_database::open(folder.path()).value();
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        const auto now = zones->snapshot();
        const auto expected =
            now->version() == "2026x" ? at("2027-07-05T06:00:00Z") : at("2027-07-05T07:00:00Z");
        if (start_in(*now, "Test/Utopia") != expected) ++wrong;
      }
    });
  }
  for (int round = 0; round < 10; ++round) {
    folder.install(round % 2 == 0 ? "2026y" : "2026x", round % 2 == 0 ? dst_abolished : dst_kept);
    EXPECT_TRUE(zones->reload().value());
  }
  stop = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace daypass::calendar
