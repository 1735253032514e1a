#pragma once
// The operators' handler over a state in memory, with everything that it tells kept for looking.

#include "support/fakes/memory_state.hpp"
#include "support/fakes/stepped_clock.hpp"
#include "support/run_awaitable.hpp"

#include "daypass/admin/operators.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace daypass::admin::testing {

namespace asio = boost::asio;

using support::run;

class kept_reports final : public reporter {
 public:
  void report(const happening_variant& what) override {
    if (const auto* given = std::get_if<happening::order_given>(&what)) orders.push_back(*given);
  }
  std::vector<happening::order_given> orders;
};

/// A desk with hires on it.
class desk {
 public:
  desk() : time(context.get_executor()) {}

  [[nodiscard]] operators_parts parts() {
    return {.state = state,
            .time = time,
            .reports = reports,
            .nudge = [this](hire_key key) { nudged.push_back(to_string(key)); },
            .not_ready = [this] { return reasons; },
            .acknowledge_events_lost = [this] { return std::exchange(events_lost, false); },
            .user_name = [](uid_t uid) { return "user" + std::to_string(uid); },
            .populations = {"contoso", "fabrikam"}};
  }

  /// Adds a hire that stands so.
  void add(const hire_key& key, standing where = standing::waiting, reason why = reason::none) {
    hire_event event{.key = key, .id = {"test", to_string(key)}};
    const auto fold = [](const onboarding*, const hire_event& said) {
      folded made{.wants = {.announced_by = stamp_of(said), .version = 1},
                  .due = {.due_at = instant{}}};
      return made;
    };
    std::vector<intake_item> items;
    items.push_back({.after = {.partition = {"t", 0}, .next_offset = ++offset_}, .event = event});
    ASSERT_TRUE(run(context, state.record_batch(batch_of(std::move(items)), fold)));
    auto leased = run(context, state.lease_due({.now = time.now(), .max = 100}));
    ASSERT_TRUE(leased);
    for (leased_onboarding& one : *leased) {
      const auto stand = [=](const onboarding& fresh) {
        recording made{.is = fresh.is, .due = {}};
        made.is.stands = {.where = where, .why = why};
        return made;
      };
      ASSERT_TRUE(run(context, state.update(one.held, stand)));
      state.release(one.held);
    }
  }

  /// What the socket answers to user 7.
  net::http_reply ask(const std::string& method, const std::string& target,
                      const std::string& body = "") {
    net::http_query query{.method = method, .target = target};
    query.body.append(body);
    query.peer = net::peer_identity{.uid = 7, .gid = 7, .pid = 7};
    return run(context, make_operators(parts())(std::move(query)));
  }

  [[nodiscard]] const orders& orders_of(const hire_key& key) const {
    return state.records().at(key).record.ordered;
  }

  asio::io_context context;
  fakes::memory_state state;
  fakes::stepped_clock time;
  kept_reports reports;
  std::vector<std::string> nudged;
  std::vector<std::string> reasons;
  bool events_lost = false;

 private:
  std::int64_t offset_ = 0;
};

}  // namespace daypass::admin::testing
