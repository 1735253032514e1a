#include "nursery.hpp"

#include "daypass/base/assert.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include <exception>

namespace daypass::engine {

namespace asio = boost::asio;

nursery::nursery(asio::any_io_executor executor, clock& time)
    : executor_(std::move(executor)), time_(time), empty_(executor_) {}

void nursery::start(asio::awaitable<void> child) {
  const auto self = children_.emplace(children_.end());
  asio::co_spawn(executor_, std::move(child),
                 asio::bind_cancellation_slot(self->slot(), [this, self](std::exception_ptr bug) {
                   DAYPASS_ASSERT(bug == nullptr);
                   // A signal outlives what it sets off.
                   ended_.splice(ended_.end(), children_, self);
                   if (!cancelling_) ended_.clear();
                   if (children_.empty()) empty_.set();
                 }));
}

void nursery::cancel_all() {
  // A cancelled child may end at once, and others with it: walk over a copy of the places.
  std::vector<asio::cancellation_signal*> signals;
  for (asio::cancellation_signal& one : children_) signals.push_back(&one);
  cancelling_ = true;
  for (asio::cancellation_signal* one : signals) one->emit(asio::cancellation_type::terminal);
  cancelling_ = false;
  ended_.clear();
}

asio::awaitable<void> nursery::join() {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!children_.empty()) {
    co_await empty_.wait_until(&time_, time_.steady_now() + hours{1});
  }
}

}  // namespace daypass::engine
