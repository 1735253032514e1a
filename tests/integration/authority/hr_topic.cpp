#include "integration/authority/hr_topic.hpp"

#include "daypass/domain/refusal.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::integration {

namespace asio = boost::asio;

void hr_topic::append(std::string cloud_event) {
  records_.push_back(std::move(cloud_event));
  news_.set();
}

asio::awaitable<result<std::vector<raw_event>>> hr_topic::next(std::size_t max) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!stopped_ && read_ == records_.size()) {
    co_await news_.wait_until(&time_, time_.steady_now() + hours{24});
  }
  if (stopped_) co_return fail(failure::cancelled, refusal::given_up, "topic: stopped");
  std::vector<raw_event> batch;
  for (; read_ < records_.size() && batch.size() < max; ++read_) {
    batch.push_back({.partition = {"hires", 0},
                     .offset = static_cast<std::int64_t>(read_),
                     .value = records_[read_],
                     .headers = {{"content-type", "application/cloudevents+json"}},
                     .produced_at = time_.now(),
                     .received_at = time_.now()});
  }
  co_return batch;
}

void hr_topic::stop() {
  stopped_ = true;
  news_.set();
}

}  // namespace daypass::integration
