#pragma once
// Calls of the port as jobs of a desk.

#include "desk.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace daypass::store::postgres {

/// The answer of a call, delivered once, on the executor and not from within.
template <typename T, typename Handler>
class delivery {
 public:
  delivery(Handler handler, const boost::asio::any_io_executor& executor)
      : handler_(std::move(handler)), work_(executor) {}

  void give(result<T> said) {
    boost::asio::post(work_.get_executor(),
                      [handler = std::move(handler_), said = std::move(said)]() mutable {
                        std::move(handler)(std::move(said));
                      });
  }

 private:
  Handler handler_;
  boost::asio::executor_work_guard<boost::asio::any_io_executor> work_;
};

/// A call by itself. `Body`: (session*) -> awaitable of outcome<T>.
template <typename T, typename Body, typename Handler>
class single_call final : public job {
 public:
  single_call(Body body, Handler handler, const boost::asio::any_io_executor& executor)
      : body_(std::move(body)), answer_(std::move(handler), executor) {}

  boost::asio::awaitable<void> run(session* on) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto said = co_await body_(on);
    if (said) {
      if constexpr (std::is_void_v<T>) {
        answer_.give({});
      } else {
        answer_.give(std::move(*said));
      }
    } else {
      answer_.give(std::unexpected(std::move(said.error().why)));
    }
  }
  void fail(const error& why) override { answer_.give(std::unexpected(why)); }

 private:
  Body body_;
  delivery<T, Handler> answer_;
};

/// Puts a call on a desk and awaits its answer.
template <typename T, typename Body>
boost::asio::awaitable<result<T>> call(boost::asio::any_io_executor executor, desk* at, bool urgent,
                                       Body body) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>,
                                                 void(result<T>)>(
      [executor, at, urgent](auto handler, Body moved) {
        using one = single_call<T, Body, decltype(handler)>;
        at->push(std::make_unique<one>(std::move(moved), std::move(handler), executor), urgent);
      },
      boost::asio::use_awaitable, std::move(body));
}

}  // namespace daypass::store::postgres
