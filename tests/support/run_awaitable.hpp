#pragma once
// Calls a coroutine from a test's plain code: to its end, or as far as it gets for now. The calling
// thread runs the context, and what a call throws comes out of that run.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

namespace daypass::support {

/// What a call will have given: nothing until the context has run far enough.
template <typename T>
using pending = std::shared_ptr<std::optional<T>>;

/// Hands a call to the context, which begins it when it runs next.
template <typename T>
[[nodiscard]] pending<T> spawn(boost::asio::io_context& context, boost::asio::awaitable<T> call) {
  auto given = std::make_shared<std::optional<T>>();
  boost::asio::co_spawn(context, std::move(call), [given](const std::exception_ptr& bug, T value) {
    if (bug) std::rethrow_exception(bug);
    given->emplace(std::move(value));
  });
  return given;
}

/// The value of a call that has ended; throws when it hasn't.
template <typename T>
T value_of(const pending<T>& given) {
  if (!*given) throw std::runtime_error("the call never ended");
  return std::move(**given);
}

/// Hands a call to the context and runs whatever is ready there.
template <typename T>
pending<T> start(boost::asio::io_context& context, boost::asio::awaitable<T> call) {
  auto given = spawn(context, std::move(call));
  context.restart();
  context.poll();
  return given;
}

/// Runs the context until the call has ended and no longer, so that servers may stay on it; throws
/// when that takes 30 s.
template <typename T>
T run(boost::asio::io_context& context, boost::asio::awaitable<T> call) {
  const auto given = spawn(context, std::move(call));
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  context.restart();
  while (!*given && context.run_one_until(limit) != 0) continue;
  return value_of(given);
}

/// Runs the context until nothing is left to do there, for calls that leave nothing behind.
template <typename T>
T run_all(boost::asio::io_context& context, boost::asio::awaitable<T> call) {
  const auto given = spawn(context, std::move(call));
  context.restart();
  context.run();
  return value_of(given);
}

}  // namespace daypass::support
