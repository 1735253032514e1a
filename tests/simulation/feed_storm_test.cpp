// Everything that may befall a topic and who reads it, at random moments.
#include "simulation/feed_bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace daypass::simulation {
namespace {

class feed_storm {
 public:
  feed_storm(std::uint64_t seed, flaw planted)
      : bench_(1 + static_cast<std::int32_t>(seed % 4), seed), planted_(planted) {
    bench_.longest_pause = bench_.luck.happens(500) ? seconds{20} : duration(milliseconds{50});
    bench_.fault_per_mille = 50;
  }

  std::set<std::string> run() {
    for (int act = 0; act < 80; ++act) {
      pass(bench_.luck.between(milliseconds{1}, seconds{20}));
      disturb();
      bench_.check_commits();
    }
    bench_.fault_per_mille = 0;
    bench_.longest_pause = milliseconds{1};
    if (!life_) begin_life();
    for (std::int32_t partition = 0; partition < topic().partitions(); ++partition) {
      bench_.append(partition);
    }
    pass(minutes{20});
    bench_.check_commits();
    if (bench_.durable != bench_.written) bench_.wrong.insert("never recorded");
    for (std::int32_t partition = 0; partition < topic().partitions(); ++partition) {
      if (topic().committed(partition) != topic().log_end(partition)) {
        bench_.wrong.insert("never committed");
      }
    }
    return bench_.wrong;
  }

 private:
  [[nodiscard]] kafka_world& topic() { return *bench_.topic; }

  void begin_life() {
    life_ = std::make_unique<reading>(bench_);
    life_->start(planted_);
  }

  void pass(duration span) {
    if (life_) {
      life_->run_for(span);
    } else {
      bench_.time.move_to(bench_.time.true_now() + span);
    }
  }

  void disturb() {
    const auto partition = static_cast<std::int32_t>(
        bench_.luck.below(static_cast<std::uint64_t>(topic().partitions())));
    const instant now = bench_.time.true_now();
    if (bench_.luck.happens(500)) {
      bench_.append(partition, static_cast<int>(1 + bench_.luck.below(30)));
      return;
    }
    switch (bench_.luck.below(8)) {
      case 0:
        topic().rebalance();
        break;
      case 1:
        topic().broker_gone(now + bench_.luck.between(milliseconds{1}, seconds{90}));
        break;
      case 2:
        topic().give_elsewhere(partition, now + bench_.luck.between(milliseconds{1}, minutes{2}));
        break;
      case 3:
        interfere(partition);
        break;
      case 4:
        if (life_) life_->feed->stop();
        pass(seconds{40});
        [[fallthrough]];
      case 5:
        life_.reset();
        break;
      default:
        if (!life_) begin_life();
    }
  }

  /// What operators do. Where nothing was ever read their word is all there is: not there.
  void interfere(std::int32_t partition) {
    if (std::ranges::count(bench_.durable, 0) > 0) return;
    const auto place = [&](std::int64_t most) {
      const auto least = topic().log_start(partition);
      return least + static_cast<std::int64_t>(
                         bench_.luck.below(static_cast<std::uint64_t>(most - least + 1)));
    };
    const auto unread = bench_.written.at(partition) - bench_.durable.at(partition);
    switch (bench_.luck.below(6)) {
      case 0:
        return topic().rewind(partition, place(topic().log_end(partition) + 2));
      case 1:
        return topic().reset_to_end();
      case 2:
        return topic().forget_committed();
      case 3:
        return topic().expire(partition, place(topic().log_end(partition) - unread));
      case 4:
        return topic().rename_cluster(std::to_string(bench_.luck.next()));
      default:
        topic().rename_cluster(std::to_string(bench_.luck.next()),
                               static_cast<std::int64_t>(bench_.luck.below(50)));
    }
  }

  feed_bench bench_;
  flaw planted_;
  std::unique_ptr<reading> life_;
};

TEST(FeedStorm, LosesNothingWhateverHappens) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const auto wrong = feed_storm(seed, flaw::none).run();
    EXPECT_TRUE(wrong.empty()) << "seed " << seed << ": " << *wrong.begin();
  }
}

TEST(FeedStorm, IsSeenToFailWhenSpoiled) {
  const std::vector<std::pair<flaw, std::string>> spoiled = {
      {flaw::tells_too_early, "committed beyond what is recorded"},
      {flaw::skips_one, "skipped"},
      {flaw::swaps_two, "skipped"}};
  for (const auto& [planted, seen] : spoiled) {
    std::set<std::string> wrong;
    for (std::uint64_t seed = 0; seed < 50; ++seed) wrong.merge(feed_storm(seed, planted).run());
    EXPECT_TRUE(wrong.contains(seen)) << seen;
  }
}

}  // namespace
}  // namespace daypass::simulation
