#include "story_feed.hpp"

#include "daypass/domain/refusal.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace daypass::engine::testing {

namespace asio = boost::asio;

story_feed::story_feed(asio::any_io_executor executor, clock& time, const story& told,
                       std::int64_t start, simulation::pause wait)
    : time_(time),
      told_(told),
      next_(start),
      wait_(std::move(wait)),
      stopped_event_(std::move(executor)) {}

asio::awaitable<result<std::vector<raw_event>>> story_feed::next(std::size_t max) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (time_.now() < away_until_) {
    co_return fail(failure::retryable, refusal::unavailable, "story feed: away");
  }
  while (!stopped_) {
    std::vector<raw_event> batch;
    while (batch.size() < max && next_ < static_cast<std::int64_t>(told_.events.size())) {
      const told_event& one = told_.events[static_cast<std::size_t>(next_)];
      if (one.at > time_.now()) break;
      batch.push_back({.partition = {"hires", 0}, .offset = next_, .received_at = time_.now()});
      ++next_;
    }
    if (!batch.empty()) {
      co_await wait_("after feed");
      co_return batch;
    }
    co_await stopped_event_.wait_until(&time_, time_.steady_now() + minutes{10});
  }
  co_return fail(failure::cancelled, refusal::given_up, "story feed: stopped");
}

void story_feed::recorded(std::vector<position> positions) {
  for (const position& one : positions) committed_ = std::max(committed_, one.next_offset);
}

void story_feed::stop() {
  stopped_ = true;
  stopped_event_.set();
}

}  // namespace daypass::engine::testing
