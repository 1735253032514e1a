#pragma once
// Starts, counts, cancels and joins child coroutines: nothing in the engine is detached.

#include "daypass/ports/wake_event.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <cstddef>
#include <list>

namespace daypass::engine {

/// Lives as long as its children's frames; on the io_context's thread.
class nursery {
 public:
  nursery(boost::asio::any_io_executor executor, clock& time);

  /// Starts a child. What it throws is a bug and ends the process.
  void start(boost::asio::awaitable<void> child);

  /// Asks every child to end (terminal cancellation). From a handler of the io_context: elsewhere
  /// co_spawn puts the asking off, and a child that ends first would take the signal with it.
  void cancel_all();

  /// Ends when no child is left.
  boost::asio::awaitable<void> join();

 private:
  boost::asio::any_io_executor executor_;
  clock& time_;
  std::list<boost::asio::cancellation_signal> children_;
  std::list<boost::asio::cancellation_signal> ended_;  ///< While they are being asked.
  bool cancelling_ = false;
  wake_event empty_;
};

}  // namespace daypass::engine
