#include "simulation/watched_feed.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace daypass::simulation {
namespace {

namespace asio = boost::asio;

class watched_feed final : public event_feed {
 public:
  watched_feed(event_feed& below, world& of) : below_(below), of_(of) {}

  asio::awaitable<result<std::vector<raw_event>>> next(std::size_t max) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto batch = co_await below_.next(max);
    if (!batch || batch->empty()) co_return batch;
    for (const raw_event& one : *batch) watch(one);
    const std::int32_t partition = batch->front().partition.number;
    if (of_.decides.strikes(mishap::taken_mid_batch)) {
      chance how = of_.decides.particulars(mishap::taken_mid_batch);
      of_.topic.give_elsewhere(partition, of_.now() + how.between(seconds{1}, minutes{20}));
    }
    co_return batch;
  }

  void recorded(std::vector<position> positions) override { below_.recorded(std::move(positions)); }
  [[nodiscard]] std::string cluster() const override { return below_.cluster(); }
  void stop() override { below_.stop(); }

 private:
  void watch(const raw_event& one) {
    auto& last = of_.handed_out[one.partition.number];
    if (one.offset < last) of_.decides.noticed(mishap::redelivered, one.key.value_or(""));
    last = std::max(last, one.offset + 1);
  }

  event_feed& below_;
  world& of_;
};

}  // namespace

std::unique_ptr<event_feed> make_watched_feed(event_feed& below, world& of) {
  return std::make_unique<watched_feed>(below, of);
}

}  // namespace daypass::simulation
