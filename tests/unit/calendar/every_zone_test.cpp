// Every zone of tzdata against Python's zoneinfo (expected.py says which times).

#include "daypass/calendar/zone_database.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace daypass::calendar {
namespace {

constexpr auto folder = "/usr/share/zoneinfo";

/// The lines that a command writes.
class command_output {
 public:
  explicit command_output(const std::string& command) : pipe_(::popen(command.c_str(), "r")) {}
  ~command_output() { close(); }
  command_output(const command_output&) = delete;
  command_output& operator=(const command_output&) = delete;

  bool next(std::string& line) {
    line.clear();
    char chunk[4096];
    while (pipe_ != nullptr && std::fgets(chunk, sizeof chunk, pipe_) != nullptr) {
      line += chunk;
      if (line.back() == '\n') {
        line.pop_back();
        return true;
      }
    }
    return !line.empty();
  }

  /// The command's exit status.
  int close() {
    if (pipe_ == nullptr) return -1;
    return ::pclose(std::exchange(pipe_, nullptr));
  }

 private:
  std::FILE* pipe_;
};

class comparison {
 public:
  explicit comparison(const zone_snapshot& zones) : zones_(zones) {}

  void take(const std::string& line) {
    std::istringstream fields(line);
    std::string kind;
    fields >> kind;
    if (kind == "zone") {
      take_names(fields);
    } else if (kind == "l") {
      take_local(fields);
    } else {
      ASSERT_EQ(kind, "i") << line;
      take_instant(fields);
    }
  }

  [[nodiscard]] const std::set<std::string>& seen() const { return seen_; }
  [[nodiscard]] long compared() const { return compared_; }
  [[nodiscard]] long compared(resolution how) const { return by_kind_[static_cast<int>(how)]; }
  [[nodiscard]] long different() const { return different_; }

 private:
  void take_names(std::istringstream& fields) {
    names_.clear();
    for (std::string name; fields >> name;) {
      names_.push_back(name);
      seen_.insert(name);
    }
  }

  void take_local(std::istringstream& fields) {
    long local_minutes = 0;
    long epoch_seconds = 0;
    std::string how;
    fields >> local_minutes >> epoch_seconds >> how;
    const std::chrono::sys_time<minutes> wall{minutes(local_minutes)};
    const auto day = std::chrono::floor<days>(wall);
    const local_time_point local{std::chrono::year_month_day(day), wall - day};
    for (const auto& name : names_) {
      const auto found = zones_.to_instant(name, local);
      const bool equal = found && found->at == std::chrono::sys_seconds(seconds(epoch_seconds)) &&
                         to_string(found->how) == how;
      count(equal, name, local_minutes, "local minutes");
      if (found) ++by_kind_[static_cast<int>(found->how)];
      if (equal && found->how != resolution::shifted_forward) check_round_trip(name, *found, local);
    }
  }

  void check_round_trip(const std::string& name, const resolved_instant& found,
                        const local_time_point& local) {
    const auto shown = zones_.to_local(name, found.at);
    const bool equal =
        shown && shown->date == local.date && shown->time_of_day == local.time_of_day;
    count(equal, name, found.at.time_since_epoch().count(), "microseconds, read back");
  }

  void take_instant(std::istringstream& fields) {
    long epoch_seconds = 0;
    long offset = 0;
    std::string abbreviation;
    fields >> epoch_seconds >> offset >> abbreviation;
    for (const auto& name : names_) {
      const auto shown = zones_.to_local(name, std::chrono::sys_seconds(seconds(epoch_seconds)));
      const bool equal =
          shown && shown->utc_offset == seconds(offset) && shown->abbreviation == abbreviation;
      count(equal, name, epoch_seconds, "epoch seconds");
    }
  }

  void count(bool equal, const std::string& name, long at, const char* unit) {
    constexpr long shown_max = 20;
    ++compared_;
    if (equal) return;
    if (++different_ <= shown_max) ADD_FAILURE() << name << " differs at " << at << ' ' << unit;
  }

  const zone_snapshot& zones_;
  std::vector<std::string> names_;
  std::set<std::string> seen_;
  long compared_ = 0;
  long by_kind_[3] = {};
  long different_ = 0;
};

TEST(EveryZone, AgreesWithPythonAtEveryTransitionAndSample) {
  const auto zones = zone_snapshot::load(folder);
  ASSERT_TRUE(zones) << zones.error().what;
  command_output expected(std::string("'" DAYPASS_PYTHON "' '" DAYPASS_EXPECTED "' ") + folder);
  comparison all(**zones);
  for (std::string line; expected.next(line);) all.take(line);
  ASSERT_EQ(expected.close(), 0);

  std::printf("tzdata %s: %zu names, %ld comparisons: %ld plain, %ld gap, %ld overlap\n",
              (*zones)->version().c_str(), all.seen().size(), all.compared(),
              all.compared(resolution::plain), all.compared(resolution::shifted_forward),
              all.compared(resolution::earlier_of_two));
  EXPECT_EQ(all.different(), 0);
  EXPECT_GE(all.seen().size(), 590U);
  EXPECT_GE(all.compared(), 2'000'000);
  EXPECT_GE(all.compared(resolution::shifted_forward), 15'000);
  EXPECT_GE(all.compared(resolution::earlier_of_two), 15'000);
  const auto names = (*zones)->names();
  EXPECT_EQ(all.seen(), std::set<std::string>(names.begin(), names.end()));
}

}  // namespace
}  // namespace daypass::calendar
