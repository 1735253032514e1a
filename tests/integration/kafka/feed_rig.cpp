#include "feed_rig.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include <algorithm>

namespace daypass::kafka {

namespace asio = boost::asio;

void remembering_reporter::report(const happening_variant& what) {
  const std::scoped_lock held(mutex_);
  seen_.push_back(what);
}

std::vector<happening::positions_reset> remembering_reporter::resets() const {
  const std::scoped_lock held(mutex_);
  std::vector<happening::positions_reset> found;
  for (const auto& what : seen_) {
    if (const auto* const reset = std::get_if<happening::positions_reset>(&what)) {
      found.push_back(*reset);
    }
  }
  return found;
}

std::vector<std::string> remembering_reporter::troubles() const {
  const std::scoped_lock held(mutex_);
  std::vector<std::string> found;
  for (const auto& what : seen_) {
    if (const auto* const trouble = std::get_if<happening::feed_trouble>(&what)) {
      found.push_back(trouble->what);
    }
  }
  return found;
}

std::optional<std::int64_t> remembering_reporter::lag(std::int32_t partition) const {
  const std::scoped_lock held(mutex_);
  std::optional<std::int64_t> last;
  for (const auto& what : seen_) {
    const auto* const lag = std::get_if<happening::feed_lag>(&what);
    if (lag != nullptr && lag->partition.number == partition) last = lag->records;
  }
  return last;
}

feed_rig::feed_rig(const mock_cluster& cluster, const std::string& topic,
                   const std::string& group) {
  settings.connection = cluster.connection();
  settings.topics = {topic};
  settings.group = group;
  settings.session_timeout = milliseconds{6000};
  settings.lag_interval = milliseconds{50};
}

namespace {

asio::awaitable<result<std::vector<position>>> answer(const std::vector<position>* stored) {
  co_return *stored;
}

}  // namespace

void feed_rig::start() {
  auto made = make_kafka_feed(
      context_.get_executor(), settings, [this] { return answer(&stored); }, reports, clock_);
  ASSERT_TRUE(made) << made.error().what;
  feed_ = std::move(*made);
}

std::optional<result<std::vector<raw_event>>> feed_rig::next(std::size_t max,
                                                             milliseconds at_most) {
  std::optional<result<std::vector<raw_event>>> answered;
  asio::cancellation_signal give_up;
  asio::co_spawn(
      context_, feed_->next(max),
      asio::bind_cancellation_slot(give_up.slot(), [&](const std::exception_ptr& thrown,
                                                       result<std::vector<raw_event>> events) {
        EXPECT_FALSE(thrown);
        answered = std::move(events);
      }));
  context_.restart();
  context_.run_for(at_most);
  if (answered) return answered;
  give_up.emit(asio::cancellation_type::terminal);
  context_.restart();
  context_.run();
  if (answered && answered->has_value()) return answered;
  return std::nullopt;
}

std::vector<raw_event> feed_rig::read(std::size_t count, std::size_t batch) {
  std::vector<raw_event> all;
  while (all.size() < count) {
    auto events = next(batch, milliseconds{60'000});
    if (!events || !*events) break;
    EXPECT_LE((*events)->size(), batch);
    std::ranges::move(**events, std::back_inserter(all));
  }
  return all;
}

void feed_rig::record_all(const std::vector<raw_event>& events) {
  for (const auto& event : events) {
    const position done{event.partition, event.offset + 1, feed_->cluster()};
    const auto held = std::ranges::find(stored, event.partition, &position::partition);
    if (held == stored.end()) {
      stored.push_back(done);
    } else {
      *held = done;
    }
  }
  feed_->recorded(stored);
}

void feed_rig::end() {
  feed_->stop();
  feed_.reset();
}

}  // namespace daypass::kafka
