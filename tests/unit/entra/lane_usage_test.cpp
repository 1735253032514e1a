// A lane under full demand for hours of virtual time against a model of Graph's own bucket: how
// much of the limit is used, and which refusals come.

#include "daypass/entra/lane_budget.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <queue>
#include <random>
#include <vector>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

/// Graph's side: usage leaks at limit per period, refused requests count too (Graph:
/// throttling-limits), and a refusal names whole seconds.
class graph_bucket {
 public:
  graph_bucket(double limit, duration period)
      : limit_(limit), leak_(limit / std::chrono::duration<double>(period).count()) {}

  /// Nothing: taken. Else Retry-After.
  std::optional<duration> ask(steady_instant now) {
    if (now > seen_) {
      usage_ -= leak_ * std::chrono::duration<double>(now - seen_).count();
      usage_ = std::max(usage_, 0.0);
      seen_ = now;
    }
    const bool fits = usage_ + 1 <= limit_ + 1e-9;
    usage_ = std::min(usage_ + 1, std::max(usage_, 1.8 * limit_));
    if (fits) return std::nullopt;
    return seconds(std::max(1L, std::lround(std::ceil((usage_ + 1 - limit_) / leak_))));
  }

 private:
  double limit_;
  double leak_;
  double usage_ = 0;
  steady_instant seen_{};
};

struct outcome {
  int taken = 0;
  std::vector<duration> refusals;  ///< When, from the start; several before one is known are one.
  int forbidden = 0;               ///< Sent before a Retry-After that was known had passed.
};

/// What the other side said to a request that ends at this moment.
struct ending {
  steady_instant at;
  steady_instant taken_at;
  std::optional<duration> refused;
  bool operator<(const ending& other) const { return at > other.at; }
};

/// Requests leave as the budget allows, arrive up to `jitter` later, possibly out of order, and
/// end as long after that. Those of the first `stall` arrive together at its end.
outcome play(lane_limit ours, graph_bucket theirs, duration length, duration jitter,
             duration stall = 0s) {
  constexpr steady_instant start{1h};
  lane_budget budget(ours);
  std::mt19937_64 random(11);
  outcome seen;
  steady_instant now = start;
  std::optional<steady_instant> not_before;
  std::optional<steady_instant> refused_at;  // when the last refusal became known
  std::priority_queue<ending> under_way;
  while (now < start + length) {
    for (; !under_way.empty() && under_way.top().at <= now; under_way.pop()) {
      const auto [at, taken_at, refused] = under_way.top();
      if (refused) {
        budget.on_throttled(at, refused, 0.5);
        not_before = at + *refused;
      } else {
        budget.on_answer(at, std::nullopt);
      }
      budget.end_use(taken_at, at);
    }
    budget.note_demand(now);
    if (steady_instant next = budget.earliest(now, false); next > now) {
      if (!under_way.empty()) next = std::min(next, under_way.top().at);
      now = next;
      continue;
    }
    EXPECT_TRUE(budget.try_take(now, false));
    if (not_before && now < *not_before) ++seen.forbidden;
    const auto held_up = std::chrono::duration_cast<duration>(start + stall - now);
    const duration way = std::max(held_up, duration(jitter == 0us ? 0 : random() % jitter.count()));
    const auto refused = theirs.ask(now + way);
    under_way.push({now + 2 * way, now, refused});
    if (!refused) {
      ++seen.taken;
    } else if (refused_at && now < *refused_at) {
      refused_at = std::min(*refused_at, now + 2 * way);
    } else {
      refused_at = now + 2 * way;
      seen.refusals.push_back(std::chrono::duration_cast<duration>(now - start));
    }
  }
  return seen;
}

/// Refusals less than ten minutes after the one before: not probes.
long crowded(const outcome& seen) {
  long count = 0;
  for (std::size_t i = 1; i < seen.refusals.size(); ++i) {
    if (seen.refusals[i] - seen.refusals[i - 1] < 10min) ++count;
  }
  return count;
}

TEST(LaneUsage, UsesTheWriteBudget) {
  for (const duration jitter : {duration(0), duration(200ms)}) {
    const auto seen = play(default_write_limit(), graph_bucket(3000, 150s), 3h, jitter);
    EXPECT_GE(seen.taken, 0.95 * 20 * 3 * 3600) << jitter.count();
    EXPECT_EQ(seen.forbidden, 0);
    EXPECT_EQ(crowded(seen), 0);
  }
}

TEST(LaneUsage, UsesTheMethodsLane) {
  for (const duration jitter : {duration(0), duration(200ms), duration(900ms)}) {
    const auto seen = play(default_method_limit(), graph_bucket(5, 10s), 24h, jitter);
    EXPECT_GE(seen.taken, 0.95 * 0.5 * 24 * 3600) << jitter.count();
    EXPECT_EQ(seen.forbidden, 0);
    EXPECT_EQ(crowded(seen), 0);
  }
}

TEST(LaneUsage, KeepsTheDocumentedPaceWithoutARefusal) {
  const auto writes = play(default_write_limit(), graph_bucket(3000, 150s), 10min, 100ms);
  EXPECT_TRUE(writes.refusals.empty());
  EXPECT_GE(writes.taken, 0.95 * (3000 + 20 * 600));
  const auto methods = play(default_method_limit(), graph_bucket(5, 10s), 10min, 100ms);
  EXPECT_TRUE(methods.refusals.empty());
}

TEST(LaneUsage, OverdrawsNothingHoweverLongRequestsAreUnderWay) {
  const auto seen = play(default_read_limit(), graph_bucket(3500, 10s), 9min, 200ms, 2s);
  EXPECT_TRUE(seen.refusals.empty()) << seen.refusals.size();
  EXPECT_GE(seen.taken, 0.95 * 350 * 9 * 60);
}

TEST(LaneUsage, LearnsALimitThatIsLower) {
  const auto seen = play(default_write_limit(), graph_bucket(1500, 150s), 4h, 100ms);
  EXPECT_GE(seen.taken, 0.9 * 10 * 4 * 3600);
  EXPECT_EQ(seen.forbidden, 0);
  EXPECT_LE(crowded(seen), 8) << "on the way down only";
}

TEST(LaneUsage, LearnsALimitThatIsHigher) {
  const auto seen = play({5, 10s, 4}, graph_bucket(20, 10s), 12h, 100ms);
  EXPECT_GE(seen.taken, 1.5 * 0.5 * 12 * 3600);
  EXPECT_EQ(crowded(seen), 0);
}

/// One of several processes with a part of one limit each.
struct sharer {
  steady_instant joins_at;
  steady_instant leaves_at;
  lane_budget budget;
};

/// Three under full demand, of which one comes later and one dies, which the others hear of 20 s
/// after it. Requests are answered after 50 ms.
outcome play_together(lane_limit ours, graph_bucket theirs, duration length) {
  constexpr steady_instant start{1h};
  std::vector<sharer> all;
  all.push_back({start, steady_instant::max(), lane_budget(ours)});
  all.push_back({start, start + length / 2, lane_budget(ours)});
  all.push_back({start + length / 4, steady_instant::max(), lane_budget(ours)});
  outcome seen;
  std::size_t known = 0;
  for (steady_instant now = start; now < start + length; now += 10ms) {
    const auto live = static_cast<std::size_t>(std::ranges::count_if(all, [&](const sharer& one) {
      return now >= one.joins_at &&
             (one.leaves_at == steady_instant::max() || now < one.leaves_at + 20s);
    }));
    for (sharer& one : all) {
      if (now < one.joins_at || now >= one.leaves_at) continue;
      if (live != known) one.budget.share(now, live);
      while (one.budget.try_take(now, false)) {
        one.budget.end_use(now, now);
        if (theirs.ask(now + 50ms)) {
          seen.refusals.push_back(std::chrono::duration_cast<duration>(now - start));
        } else {
          ++seen.taken;
        }
      }
    }
    known = live;
  }
  return seen;
}

TEST(LaneUsage, IsAllOfTheLimitAndNoMoreHoweverManyShareIt) {
  const auto methods = play_together(default_method_limit(), graph_bucket(5, 10s), 1h);
  EXPECT_TRUE(methods.refusals.empty()) << methods.refusals.size();
  EXPECT_GE(methods.taken, 0.95 * 0.5 * 3600);
  const auto writes = play_together(default_write_limit(), graph_bucket(3000, 150s), 10min);
  EXPECT_TRUE(writes.refusals.empty()) << writes.refusals.size();
  EXPECT_GE(writes.taken, 0.95 * 20 * 600);
}

}  // namespace
}  // namespace daypass::entra
