#include "unit/observe/fixed_clock.hpp"
#include "unit/observe/happenings.hpp"

#include "daypass/observe/observer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace daypass::observe {
namespace {

using testing::HasSubstr;
using testing::Not;

class Metrics : public testing::Test {
 protected:
  Metrics() {
    for (const auto& what : one_of_each()) observed_->report(what);
    for (const int status : {0, 201, 404, 429, 418}) {
      observed_->observe(request_finished{lane::methods, status, milliseconds(30), status == 429});
    }
    observed_->observe(budget_seen{lane::methods, 4.5, 0.5});
    observed_->observe(token_fetched{true, {}});
    observed_->set_totals({.by_standing = {{standing::waiting, 7}},
                           .by_reason = {{reason::foreign_pass, 2}},
                           .by_ending = {{ending::registered, 3}},
                           .due = 5,
                           .oldest_due_at = clock_.now() - seconds(90),
                           .quarantined = 1,
                           .undelivered = 1},
                          clock_.now());
  }

  /// Name to type, of every family.
  [[nodiscard]] std::map<std::string, std::string> families() const {
    std::map<std::string, std::string> found;
    std::istringstream text(observed_->metrics_text());
    for (std::string line; std::getline(text, line);) {
      std::istringstream words(line);
      std::string mark;
      std::string keyword;
      std::string name;
      std::string type;
      words >> mark >> keyword >> name >> type;
      if (mark == "#" && keyword == "TYPE") found[name] = type;
    }
    return found;
  }

  fixed_clock clock_;
  std::unique_ptr<observer> observed_ =
      make_observer({.version = "1.2.3", .sink = [](std::string_view) {}}, &clock_);
};

TEST_F(Metrics, HaveNamesAndUnitsAsPrometheusAsks) {
  const std::regex name_rule("daypass_[a-z]+(_[a-z]+)*");
  for (const auto& [name, type] : families()) {
    EXPECT_TRUE(std::regex_match(name, name_rule)) << name;
    EXPECT_EQ(name.ends_with("_total"), type == "counter") << name;
    if (type == "histogram") EXPECT_TRUE(name.ends_with("_seconds")) << name;
    for (const auto* not_base : {"_ms", "_millis", "_minutes", "_hours", "_percent"}) {
      EXPECT_THAT(name, Not(HasSubstr(not_base)));
    }
  }
}

TEST_F(Metrics, HaveHelpThatEndsLikeASentence) {
  const auto text = observed_->metrics_text();
  for (const auto& [name, type] : families()) {
    EXPECT_TRUE(std::regex_search(text, std::regex("# HELP " + name + " [A-Z0-9][^\n]+\\.\n")))
        << name;
  }
}

TEST_F(Metrics, AreThoseOfTheReadme) {
  std::ifstream readme(DAYPASS_OBSERVE_README);
  std::stringstream contents;
  contents << readme.rdbuf();
  const std::string text = contents.str();
  std::set<std::string> documented;
  const std::regex row("\\| `(daypass_[a-z_]+)`");
  for (auto it = std::sregex_iterator(text.begin(), text.end(), row); it != std::sregex_iterator();
       ++it) {
    documented.insert((*it)[1]);
  }
  std::set<std::string> existing;
  for (const auto& [name, type] : families()) existing.insert(name);
  EXPECT_EQ(documented, existing);
}

TEST_F(Metrics, CountWhatHappened) {
  const auto text = observed_->metrics_text();
  for (const auto* sample : {R"(daypass_events_total{kind="announced",result="folded"} 1)",
                             R"(daypass_events_quarantined_total{code="bad_date"} 1)",
                             "daypass_feed_lag_records 12",
                             R"(daypass_dead_letters_total{result="delivered"} 2)",
                             R"(daypass_steps_total{outcome="lane_failed",step="issue_pass"} 1)",
                             "daypass_passes_published_total 1",
                             "daypass_passes_revoked_total 1",
                             R"(daypass_hires_ready_total{in_time="false"} 1)",
                             R"(daypass_revocation_seconds_bucket{le="1"} 1)",
                             R"(daypass_lane_held{lane="methods"} 0)",
                             R"(daypass_lane_held{lane="writes"} 1)",
                             R"(daypass_lane_holds_total{lane="methods",reason="forbidden"} 1)",
                             "daypass_clock_offset_seconds 300",
                             "daypass_clock_trusted 0",
                             R"(daypass_graph_requests_total{lane="methods",status="none"} 1)",
                             R"(daypass_graph_requests_total{lane="methods",status="4xx"} 1)",
                             R"(daypass_graph_throttled_total{lane="methods"} 1)",
                             R"(daypass_graph_budget_tokens{lane="methods"} 4.5)",
                             R"(daypass_hires{standing="waiting"} 7)",
                             R"(daypass_hires_stopped{reason="foreign_pass"} 2)",
                             R"(daypass_hires_stopped{reason="refused"} 0)",
                             R"(daypass_hires_ended{ending="registered"} 3)",
                             "daypass_due_hires 5",
                             "daypass_due_lateness_seconds 90",
                             "daypass_quarantined_events 1",
                             R"(daypass_build_info{version="1.2.3"} 1)"}) {
    EXPECT_THAT(text, HasSubstr(sample));
  }
}

TEST_F(Metrics, NameNoPerson) {
  EXPECT_THAT(observed_->metrics_text(), Not(HasSubstr("4711")));
  EXPECT_THAT(observed_->metrics_text(), Not(HasSubstr("Ada")));
  EXPECT_THAT(observed_->metrics_text(), Not(HasSubstr("ops")));
}

TEST_F(Metrics, StayBoundedWhateverTheLabels) {
  for (int i = 0; i < 5'000; ++i) {
    observed_->report(happening::event_quarantined{{}, 0, "code" + std::to_string(i), ""});
  }
  EXPECT_LT(observed_->metrics_text().size(), 200'000U);
}

TEST_F(Metrics, ForgetReasonsThatNoHireHasAnyMore) {
  observed_->set_totals({}, clock_.now());
  EXPECT_THAT(observed_->metrics_text(),
              HasSubstr(R"(daypass_hires_stopped{reason="foreign_pass"} 0)"));
  EXPECT_THAT(observed_->metrics_text(), HasSubstr("daypass_due_lateness_seconds 0"));
}

}  // namespace
}  // namespace daypass::observe
