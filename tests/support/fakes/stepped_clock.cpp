#include "support/fakes/stepped_clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace daypass::fakes {

namespace asio = boost::asio;

asio::awaitable<void> stepped_clock::sleep(duration longest) {
  return wait(std::make_shared<asio::steady_timer>(executor_), longest);
}

asio::awaitable<void> stepped_clock::wait(std::shared_ptr<asio::steady_timer> bell,
                                          duration longest) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (longest <= duration::zero()) co_return;
  bell->expires_at(asio::steady_timer::time_point::max());
  const duration due = passed_ + longest;
  sleepers_.emplace(due, bell);
  co_await bell->async_wait(asio::as_tuple(asio::use_awaitable));
  // Still there: it was cancelled, not stepped over.
  for (auto [at, last] = sleepers_.equal_range(due); at != last; ++at) {
    if (at->second == bell) {
      sleepers_.erase(at);
      break;
    }
  }
}

void stepped_clock::step(duration by) {
  passed_ += by;
  now_ += by;
  while (!sleepers_.empty() && sleepers_.begin()->first <= passed_) {
    sleepers_.begin()->second->cancel();
    sleepers_.erase(sleepers_.begin());
  }
}

std::optional<duration> stepped_clock::until_next() const {
  if (sleepers_.empty()) return std::nullopt;
  return sleepers_.begin()->first - passed_;
}

bool stepped_clock::step_to_next() {
  const auto sleep = until_next();
  if (sleep) step(*sleep);
  return sleep.has_value();
}

}  // namespace daypass::fakes
