#include "desk.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;

}  // namespace

desk::desk(const asio::any_io_executor& executor, session* on, habits how)
    : on_(on), how_(std::move(how)), bell_(executor, asio::steady_timer::time_point::max()) {}

void desk::push(std::unique_ptr<job> added, bool urgent) {
  if (!urgent && urgent_.size() + normal_.size() >= how_.queue_max) {
    added->fail(plain(failure::retryable, state_errc::busy, "state: too many calls are waiting",
                      failure_scope::lane)
                    .why);
    return;
  }
  if (stopping_) {
    added->fail(lost_connection("stopped").why);
    return;
  }
  (urgent ? urgent_ : normal_).push_back(std::move(added));
  bell_.cancel();
}

void desk::wake() {
  woken_ = true;
  bell_.cancel();
}

void desk::stop() {
  stopping_ = true;
  bell_.cancel();
}

asio::awaitable<void> desk::work() {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!(stopping_ && idle())) {
    if (idle()) {
      co_await bell_.async_wait(asio::as_tuple(asio::use_awaitable));
      continue;
    }
    woken_ = false;
    if (const auto there = co_await on_->ready(); !there) {
      fail_all(there.error().why);
      continue;
    }
    if (how_.first) co_await how_.first(on_);
    jobs next = take();
    if (next.empty()) continue;
    if (next.front()->in_group()) {
      co_await how_.together(on_, std::move(next));
    } else {
      co_await next.front()->run(on_);
    }
  }
}

jobs desk::take() {
  jobs taken;
  for (auto* from : {&urgent_, &normal_}) {
    if (from->empty()) continue;
    if (!from->front()->in_group()) {
      if (!taken.empty()) continue;
      taken.push_back(std::move(from->front()));
      from->pop_front();
      return taken;
    }
    for (auto& one : *from) {
      if (!one->in_group() || taken.size() == how_.group_max) continue;
      taken.push_back(std::move(one));
    }
    std::erase_if(*from, [](const auto& one) { return one == nullptr; });
  }
  return taken;
}

void desk::fail_all(const error& why) {
  for (auto* from : {&urgent_, &normal_}) {
    while (!from->empty()) {
      from->front()->fail(why);
      from->pop_front();
    }
  }
}

}  // namespace daypass::store::postgres
