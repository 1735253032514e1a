#include "daypass/admin/views.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace daypass::admin {
namespace {

state_totals some() {
  return {.by_standing = {{standing::waiting, 12}, {standing::parked, 1}},
          .by_reason = {{reason::foreign_pass, 1}},
          .by_ending = {{ending::registered, 4}},
          .due = 2,
          .oldest_due_at = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21},
          .quarantined = 3,
          .undelivered = 1,
          .busiest_day = busy_day{std::chrono::sys_days{std::chrono::year{2026} / 12 / 1}, 812}};
}

TEST(StatusView, IsText) {
  EXPECT_EQ(status_as_text(some(), {"events were lost"}), R"(not ready
- events were lost
standing waiting      12
standing parked       1
reason foreign_pass   1
ended registered      4
due now               2
oldest due            2026-11-21T00:00:00Z
busiest day           2026-12-01, 812
dead letters          3
not on the topic yet  1
)");
  EXPECT_EQ(status_as_text({}, {}), R"(ready
due now               0
dead letters          0
not on the topic yet  0
)");
}

TEST(StatusView, IsJson) {
  EXPECT_EQ(nlohmann::json::parse(status_as_json(some(), {})),
            (nlohmann::json{{"ready", true},
                            {"not_ready", nlohmann::json::array()},
                            {"standing", {{"waiting", 12}, {"parked", 1}}},
                            {"reason", {{"foreign_pass", 1}}},
                            {"ending", {{"registered", 4}}},
                            {"due", 2},
                            {"oldest_due_at", "2026-11-21T00:00:00Z"},
                            {"busiest_day", {{"day", "2026-12-01"}, {"hires", 812}}},
                            {"dead_letters", 3},
                            {"undelivered", 1}}));
}

}  // namespace
}  // namespace daypass::admin
