#pragma once
// The addresses of one host. Asio asks the system's resolver in a thread of its own, and such a
// question can't be taken back: so those who wait share it, and may leave.

#include "wake_signal.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <string>
#include <vector>

namespace daypass::net {

/// What a lookup found. Shared by those who asked while it ran; never cached afterwards, so that a
/// new connection sees what the name means now.
struct lookup_answer {
  bool arrived = false;
  boost::system::error_code problem;
  std::vector<boost::asio::ip::tcp::endpoint> endpoints;
  std::vector<wake_signal*> waiters;
};

class name_lookup {
 public:
  name_lookup(const boost::asio::any_io_executor& executor, std::string host, std::uint16_t port);

  /// Waits until the addresses are known or `signal` is set by someone else: the answer then says
  /// arrived = false. `signal` belongs to the caller and outlives the call.
  [[nodiscard]] boost::asio::awaitable<std::shared_ptr<const lookup_answer>> ask(
      wake_signal* signal);

  /// Ends the question; those who wait see an answer with operation_aborted.
  void cancel() { resolver_.cancel(); }

 private:
  std::shared_ptr<lookup_answer> begin();

  boost::asio::ip::tcp::resolver resolver_;
  std::string host_;
  std::uint16_t port_;
  std::weak_ptr<lookup_answer> running_;
};

}  // namespace daypass::net
