#include "simulation/made_up_zones.hpp"

#include "support/credentials/scratch_folder.hpp"

#include "daypass/calendar/zone_database.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <tuple>

namespace daypass::simulation {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr sys_days first_day{std::chrono::year(2026) / 10 / 30};
constexpr sys_days end_day{std::chrono::year(2026) / 12 / 20};

std::unique_ptr<calendar::zone_database> open_database(const made_up_zones& zones) {
  auto opened = calendar::zone_database::open(zones.folder());
  EXPECT_TRUE(opened) << opened.error().what;
  return opened ? std::move(*opened) : nullptr;
}

struct local_hour {
  std::string_view zone;
  year_month_day date;
  minutes time;
};

/// Every quarter of an hour of the simulation in every zone, and a little more at both ends.
void for_each_hour(const std::function<void(const local_hour&)>& look) {
  for (const auto zone : zone_names()) {
    for (sys_days day = first_day; day < end_day; day += days(1)) {
      for (minutes time{0}; time < days(1); time += minutes(15)) look({zone, day, time});
    }
  }
}

std::string text_of(const local_hour& of) {
  return std::string(of.zone) + " " + std::to_string(sys_days(of.date).time_since_epoch().count()) +
         "d " + std::to_string(of.time.count()) + "min";
}

class MadeUpZones : public testing::Test {
 protected:
  support::scratch_folder scratch_;
  made_up_zones zones_{scratch_.path()};
};

TEST_F(MadeUpZones, AgreeWithTheCalendarInEveryVersion) {
  const auto database = open_database(zones_);
  std::size_t compared = 0;
  std::size_t unlike = 0;
  for (std::size_t version = 0; version < made_up_zones::versions.size(); ++version) {
    zones_.use(version);
    ASSERT_TRUE(database->reload());
    const auto snapshot = database->snapshot();
    ASSERT_EQ(snapshot->version(), made_up_zones::versions.at(version));
    for_each_hour([&](const local_hour& of) {
      const auto read = snapshot->to_instant(of.zone, {of.date, of.time});
      ++compared;
      if (read && read->at == expected_instant(version, of.zone, of.date, of.time)) return;
      if (++unlike < 5) ADD_FAILURE() << text_of(of) << " in version " << version;
    });
  }
  EXPECT_EQ(unlike, 0U);
  EXPECT_EQ(compared, 3U * zone_names().size() * 51 * 96);
}

/// What a calendar that takes the later of two instants would say.
instant later_of_two(std::size_t version, const local_hour& of) {
  const auto taken = expected_instant(version, of.zone, of.date, of.time);
  const bool twice = std::ranges::any_of(odd_nights(version), [&](const odd_night& night) {
    return night.how == oddity::repeated && night.zone == of.zone && night.date == of.date &&
           night.time_of_day == of.time;
  });
  return twice ? taken + hours(1) : taken;
}

TEST_F(MadeUpZones, DisagreeWithAWrongRule) {
  const auto snapshot = open_database(zones_)->snapshot();
  std::set<std::string_view> unlike;
  for_each_hour([&](const local_hour& of) {
    if (snapshot->to_instant(of.zone, {of.date, of.time})->at != later_of_two(0, of)) {
      unlike.insert(of.zone);
    }
  });
  EXPECT_EQ(unlike, (std::set<std::string_view>{"Sim/Autumn", "Sim/Autumn_2", "Sim/Half_Hour"}));
}

TEST_F(MadeUpZones, AreFoundAsWhatTheyAreOnOddNights) {
  const auto database = open_database(zones_);
  for (std::size_t version = 0; version < made_up_zones::versions.size(); ++version) {
    zones_.use(version);
    ASSERT_TRUE(database->reload());
    std::set<oddity> met;
    for (const odd_night& night : odd_nights(version)) {
      const auto read =
          database->snapshot()->to_instant(night.zone, {night.date, night.time_of_day});
      const local_hour of{night.zone, night.date, night.time_of_day};
      ASSERT_TRUE(read) << text_of(of);
      EXPECT_EQ(read->how, night.how == oddity::skipped ? calendar::resolution::shifted_forward
                                                        : calendar::resolution::earlier_of_two)
          << text_of(of);
      EXPECT_EQ(read->at, expected_instant(version, night.zone, night.date, night.time_of_day))
          << text_of(of);
      met.insert(night.how);
    }
    EXPECT_EQ(met.size(), 2U);
  }
}

TEST_F(MadeUpZones, ReadAsTheTableWasMeant) {
  const auto in = [](std::string_view zone, unsigned day, minutes time) {
    return expected_instant(0, zone, std::chrono::year(2026) / 11 / std::chrono::day(day), time);
  };
  const auto utc = [](unsigned day, minutes time) {
    return instant(sys_days(std::chrono::year(2026) / 11 / std::chrono::day(day)) + time);
  };
  EXPECT_EQ(in("Sim/East", 9, hours(8)), utc(8, hours(23)));
  EXPECT_EQ(in("Sim/Half", 9, hours(8)), utc(9, minutes(150)));
  EXPECT_EQ(in("Sim/Spring_1", 5, minutes(90)), utc(5, minutes(30)));
  EXPECT_EQ(in("Sim/Spring_1", 5, minutes(150)), utc(5, minutes(90))) << "02:30 becomes 03:30";
  EXPECT_EQ(in("Sim/Spring_1", 5, hours(8)), utc(5, hours(6)));
  EXPECT_EQ(in("Sim/Midnight", 9, hours(0)), utc(9, hours(4))) << "00:00 becomes 01:00";
  EXPECT_EQ(in("Sim/Autumn", 10, minutes(150)), utc(10, minutes(30))) << "the earlier";
  EXPECT_EQ(in("Sim/Autumn", 10, hours(3)), utc(10, hours(2)));
  EXPECT_EQ(in("Sim/Autumn_2", 23, minutes(1410)), utc(24, minutes(270))) << "the earlier";
  EXPECT_EQ(in("Sim/Half_Hour", 16, minutes(130)), utc(15, minutes(940))) << "02:10 becomes 02:40";
  EXPECT_EQ(in("Sim/Skipped", 20, hours(8)), utc(20, hours(18))) << "becomes the day after";
  EXPECT_EQ(in("Sim/Skipped", 20, hours(8)), in("Sim/Skipped", 21, hours(8)));
}

TEST_F(MadeUpZones, AreReloadedWhenTheLinkLeadsElsewhere) {
  const auto database = open_database(zones_);
  EXPECT_EQ(database->reload(), false);
  zones_.use(1);
  EXPECT_EQ(database->snapshot()->version(), "sim-a") << "a snapshot never changes";
  EXPECT_EQ(database->reload(), true);
  EXPECT_EQ(database->snapshot()->version(), "sim-b");
  EXPECT_EQ(database->reload(), false);
  zones_.use(1);
  EXPECT_EQ(database->reload(), false) << "the same version put there again";
  zones_.use(0);
  EXPECT_EQ(database->reload(), true);
  EXPECT_EQ(zones_.used(), 0U);
}

TEST_F(MadeUpZones, DifferBetweenVersionsAndHaveTheSameNames) {
  using local = std::tuple<std::string_view, sys_days, minutes>;
  for (std::size_t version = 1; version < made_up_zones::versions.size(); ++version) {
    std::set<std::string_view> moved;
    for_each_hour([&](const local_hour& of) {
      if (expected_instant(version, of.zone, of.date, of.time) !=
          expected_instant(version - 1, of.zone, of.date, of.time)) {
        moved.insert(of.zone);
      }
    });
    EXPECT_GE(moved.size(), 5U);
    EXPECT_FALSE(moved.contains("Sim/Line"));
  }
  for (std::size_t version = 0; version < made_up_zones::versions.size(); ++version) {
    EXPECT_TRUE(std::ranges::equal(zone_table(version), zone_names(), {}, &made_up_zone::name));
    std::set<local> nights;
    for (const odd_night& night : odd_nights(version)) {
      EXPECT_TRUE(nights.emplace(night.zone, sys_days(night.date), night.time_of_day).second);
    }
  }
}

}  // namespace
}  // namespace daypass::simulation
