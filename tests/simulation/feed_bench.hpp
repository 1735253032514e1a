#pragma once
// A reader of a simulated feed, and the checks of what it gets and what is committed.

#include "simulation/simulated_feed.hpp"
#include "simulation/virtual_time.hpp"
#include "support/fakes/memory_state.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace daypass::simulation {

inline constexpr instant feed_begins = std::chrono::sys_days{std::chrono::year{2026} / 11 / 2};

class heard_reports final : public reporter {
 public:
  void report(const happening_variant& what) override { all.push_back(what); }

  template <typename What>
  [[nodiscard]] std::size_t count() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        all, [](const auto& one) { return std::holds_alternative<What>(one); }));
  }

  std::vector<happening_variant> all;
};

/// What outlives a reader, and what is found wrong with it. The records of a partition hold the
/// numbers 0, 1, 2, ...: whatever becomes of their offsets.
struct feed_bench {
  explicit feed_bench(std::int32_t partitions, std::uint64_t seed = 1)
      : luck(seed), written(static_cast<std::size_t>(partitions)), durable(written) {
    topic = std::make_unique<kafka_world>([this] { return time.true_now(); }, partitions);
    state.fail_next([this](std::string_view call) {
      if (call == "positions") ++assignments;
      return luck.happens(fault_per_mille);
    });
  }

  void append(std::int32_t partition, int count = 1) {
    for (; count > 0; --count) {
      topic->append(partition, {.value = std::to_string(written.at(partition)++)});
    }
  }

  static std::int64_t number_of(const raw_event& record) { return std::stoll(*record.value); }

  void check_handed_out(const std::vector<raw_event>& batch) {
    for (const raw_event& one : batch) {
      const auto partition = static_cast<std::size_t>(one.partition.number);
      const std::int64_t number = number_of(one);
      if (number != expected[partition] && number > durable[partition]) wrong.insert("skipped");
      expected[partition] = number + 1;
    }
  }

  void note_durable(const std::vector<raw_event>& batch) {
    for (const raw_event& one : batch) {
      const auto partition = static_cast<std::size_t>(one.partition.number);
      const std::int64_t number = number_of(one);
      if (number > durable[partition]) wrong.insert("recorded with a gap");
      durable[partition] = std::max(durable[partition], number + 1);
    }
  }

  void check_commits() {
    const auto& all = topic->commits();
    for (; commits_checked < all.size(); ++commits_checked) {
      const auto& [at, cluster, partition, next] = all[commits_checked];
      if (cluster != topic->cluster()) continue;
      if (next > topic->log_end(partition)) {
        wrong.insert("committed beyond the end");
      } else if (next > topic->log_start(partition) &&
                 number_of(topic->at(partition, next - 1)) >= durable.at(partition)) {
        wrong.insert("committed beyond what is recorded");
      }
    }
  }

  chance luck;
  virtual_clock time{feed_begins};
  std::unique_ptr<kafka_world> topic;
  fakes::memory_state state;
  heard_reports heard;
  std::vector<std::int64_t> written;
  std::vector<std::int64_t> durable;
  std::map<std::size_t, std::int64_t> expected;  ///< By who reads now.
  std::size_t commits_checked = 0;
  std::uint64_t fault_per_mille = 0;
  std::size_t assignments = 0;  ///< How often the feed asked where it stood.
  std::set<std::string> wrong;
  duration longest_pause = milliseconds{1};
};

/// Mistakes of a reader or a feed, for the checks to find.
enum class flaw { none, tells_too_early, skips_one, swaps_two };

/// One life of a process that reads.
class reading {
 public:
  explicit reading(feed_bench& bench) : bench_(bench) {
    const pause wait = [this](std::string) { return pause_a_while(); };
    feed = std::make_unique<simulated_feed>(context_.get_executor(), bench.time, *bench.topic,
                                            bench.state, bench.luck, wait, bench.heard);
    bench.expected.clear();
  }
  ~reading() { kill(); }

  /// Records all that comes, as the engine does.
  void start(flaw planted = flaw::none) {
    const auto on_end = [](std::exception_ptr bug) {
      if (bug) std::rethrow_exception(bug);
    };
    boost::asio::co_spawn(context_, read_on(planted), on_end);
    boost::asio::co_spawn(context_, record_on(), on_end);
  }

  void kill() {
    bench_.time.drop_sleepers();
    context_.crash();
    feed.reset();
  }

  void run_until(instant until) {
    while (true) {
      context_.restart();
      context_.poll();
      if (bench_.time.next_wake() > until) break;
      bench_.time.wake_next();
    }
    bench_.time.move_to(until);
  }
  void run_for(duration span) { run_until(bench_.time.true_now() + span); }

  /// What next() gives within ten minutes. It goes on waiting when that is nothing.
  std::vector<raw_event> take(std::size_t max) {
    if (!std::exchange(asked_, true)) {
      boost::asio::co_spawn(context_, feed->next(max),
                            [this](std::exception_ptr, result<std::vector<raw_event>> events) {
                              if (events) taken_ = std::move(*events);
                              asked_ = false;
                            });
    }
    const instant last = bench_.time.true_now() + minutes{10};
    run_for(duration(0));
    while (asked_ && bench_.time.true_now() < last) {
      run_until(std::min(last, bench_.time.next_wake()));
    }
    bench_.check_handed_out(taken_);
    return std::exchange(taken_, {});
  }

  /// Makes a batch durable, and tells the feed.
  void record(const std::vector<raw_event>& batch) {
    boost::asio::co_spawn(
        context_, bench_.state.record_batch(batch_of(items_of(batch)), {}),
        [](std::exception_ptr, result<intake_receipt> said) { ASSERT_TRUE(said); });
    context_.restart();
    context_.poll();
    bench_.note_durable(batch);
    feed->recorded(ends_of(batch));
  }

  std::unique_ptr<simulated_feed> feed;

 private:
  boost::asio::awaitable<void> pause_a_while() {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    co_await bench_.time.sleep(bench_.luck.between(duration(1), bench_.longest_pause));
  }

  [[nodiscard]] std::vector<intake_item> items_of(const std::vector<raw_event>& batch) const {
    std::vector<intake_item> items;
    for (const position& one : ends_of(batch)) items.push_back({.after = one});
    return items;
  }

  [[nodiscard]] std::vector<position> ends_of(const std::vector<raw_event>& batch) const {
    std::vector<position> ends;
    for (const raw_event& one : batch) {
      ends.push_back({one.partition, one.offset + 1, feed->cluster()});
    }
    return ends;
  }

  static void spoil(flaw planted, std::vector<raw_event>& batch) {
    if (batch.size() < 2 || batch[0].partition != batch[1].partition) return;
    if (planted == flaw::skips_one) batch.erase(batch.begin());
    if (planted == flaw::swaps_two) std::swap(batch[0], batch[1]);
  }

  struct decoded_batch {
    std::vector<raw_event> events;
    intake_batch items;
    std::vector<position> ends;
  };

  /// One batch is recorded while the next is awaited, as in the engine.
  boost::asio::awaitable<void> read_on(flaw planted) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    while (auto batch = co_await feed->next(1 + bench_.luck.below(20))) {
      spoil(planted, *batch);
      bench_.check_handed_out(*batch);
      const auto ends = ends_of(*batch);
      if (planted == flaw::tells_too_early) feed->recorded(ends);
      while (!waiting_.events.empty()) co_await moved_.wait();
      waiting_ = {*batch, batch_of(items_of(*batch)), ends};
      moved_.set();
    }
  }

  boost::asio::awaitable<void> record_on() {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    while (true) {
      while (waiting_.events.empty()) co_await moved_.wait();
      const decoded_batch taken = std::exchange(waiting_, {});
      moved_.set();
      co_await pause_a_while();
      while (!co_await bench_.state.record_batch(taken.items, {})) {
        co_await bench_.time.sleep(seconds{1});
      }
      bench_.note_durable(taken.events);
      co_await pause_a_while();
      feed->recorded(taken.ends);
    }
  }

  feed_bench& bench_;
  crashable_context context_;
  wake_event moved_{context_.get_executor()};
  decoded_batch waiting_;
  std::vector<raw_event> taken_;
  bool asked_ = false;  ///< next() hasn't answered yet.
};

}  // namespace daypass::simulation
