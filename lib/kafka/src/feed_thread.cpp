#include "feed_thread.hpp"

#include "watchdog.hpp"

#include <future>
#include <utility>

namespace daypass::kafka {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds poll_timeout{100};
constexpr milliseconds look_timeout{5'000};
constexpr milliseconds reopen_delay{2'000};

/// Closes on a thread of its own: librdkafka 2.0.2 can hang in it, and a client that does is left
/// behind with all that it refers to. False when it was.
bool close_within(std::shared_ptr<consumer_client> client, milliseconds at_most) {
  auto closed = std::make_shared<std::promise<void>>();
  auto done = closed->get_future();
  std::thread([client = std::move(client), closed]() mutable {
    client->close();
    client.reset();
    closed->set_value();
  }).detach();
  return done.wait_for(at_most) == std::future_status::ready;
}

}  // namespace

feed_thread::feed_thread(feed_settings settings, std::shared_ptr<hand_over> queue,
                         std::shared_ptr<muted_reporter> tell, const clock& time,
                         std::shared_ptr<consumer_client> client)
    : settings_(std::move(settings)),
      queue_(std::move(queue)),
      tell_(std::move(tell)),
      time_(time),
      client_(std::move(client)),
      heard_at_(time.steady_now()),
      lag_reported_at_(heard_at_),
      thread_([this] { run(); }) {}

feed_thread::~feed_thread() {
  thread_.join();
}

milliseconds feed_thread::since(steady::time_point then) const {
  return std::chrono::duration_cast<milliseconds>(time_.steady_now() - then);
}

void feed_thread::run() {
  while (!queue_->stopping()) {
    if (client_ == nullptr) {
      open_client();
    } else {
      turn();
    }
  }
  close_client();
}

void feed_thread::turn() {
  client_->store_recorded();
  if (!queue_->wait_for_room(poll_timeout)) {
    heard_at_ = time_.steady_now();  // Held back by the reader: that is no silence.
    return;
  }
  switch (client_->poll(poll_timeout)) {
    case polled::record:
    case polled::assigned:
      heard_at_ = time_.steady_now();
      break;
    case polled::broken:
      replace_client();
      return;
    case polled::nothing:
      break;
  }
  watch();
}

void feed_thread::watch() {
  if (since(lag_reported_at_) >= settings_.lag_interval) {
    lag_reported_at_ = time_.steady_now();
    client_->report_lag();
  }
  if (!client_->has_joined()) {
    watch_joining();
    return;
  }
  const auto silent_for = since(heard_at_);
  if (judge_silence(silent_for, settings_.stall_timeout, std::nullopt) == watch_verdict::fine) {
    return;
  }
  const auto lag = client_->ask_unread(look_timeout);
  if (!lag) {
    heard_at_ = time_.steady_now();  // No broker answers: a new client would hear no more.
    return;
  }
  // Markers of transactions count as records and never come: the same log's end twice is no stall.
  const bool news = lag->log_ends != log_ends_at_replacement_;
  if (judge_silence(silent_for, settings_.stall_timeout, news ? lag->records : 0) ==
      watch_verdict::recreate) {
    log_ends_at_replacement_ = lag->log_ends;
    tell_->report(happening::feed_trouble{
        "Kafka: the broker holds records that don't come; the consumer is replaced", false});
    replace_client();
    return;
  }
  heard_at_ = time_.steady_now();
}

void feed_thread::watch_joining() {
  if (since(heard_at_) < settings_.join_timeout) return;
  heard_at_ = time_.steady_now();
  if (!client_->is_answered(look_timeout)) return;
  tell_->report(happening::feed_trouble{
      "Kafka: the group gives no partitions for long; the consumer is replaced", false});
  replace_client();
}

void feed_thread::replace_client() {
  client_->commit(look_timeout);
  client_->forget();
  if (!close_within(std::exchange(client_, nullptr), settings_.close_timeout)) {
    tell_->report(
        happening::feed_trouble{"Kafka: a consumer hangs while closing and is left behind", false});
  }
  queue_->pause(reopen_delay);
}

void feed_thread::open_client() {
  auto opened = consumer_client::open(settings_, queue_, tell_);
  if (!opened) {
    tell_->report(happening::feed_trouble{opened.error().what, true});
    queue_->pause(reopen_delay);
    return;
  }
  client_ = std::move(*opened);
  heard_at_ = time_.steady_now();
}

void feed_thread::close_client() {
  if (client_ == nullptr) return;
  queue_->wait_until_recorded(settings_.close_timeout);
  if (!client_->commit(settings_.close_timeout)) {
    tell_->report(happening::feed_trouble{
        "Kafka: the last positions could not be committed; their events come again", false});
  }
  if (!close_within(std::exchange(client_, nullptr), settings_.close_timeout)) {
    tell_->report(happening::feed_trouble{
        "Kafka: the consumer hangs while closing and is left behind", false});
  }
}

}  // namespace daypass::kafka
