#pragma once
// An https_client whose other end is a simulated remote, Entra's or another: one thread, no socket,
// and time only from the clock that is given.

#include "simulators/entra/logic/graph_service.hpp"
#include "simulators/remote/remote.hpp"

#include "daypass/net/https_client.hpp"
#include "daypass/ports/clock.hpp"
#include "daypass/ports/wake_event.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string_view>
#include <utility>

namespace daypass::support {

struct link_settings {
  duration one_way{0};  ///< How long a request is under way, and an answer again.
  /// The simulator's time, which never goes back; absent: the clock's, which then may not either.
  std::function<instant()> world_time;
};

/// Of Graph, it serves both hosts. The simulator and the clock outlive it; it outlives its sends,
/// but for those whose context destroys them. All on the executor's thread.
class graph_link final : public net::https_client {
 public:
  /// Called when a request arrives and before anything comes of it.
  using arrival_hook = std::function<void(const entra_simulator::request& asked)>;

  graph_link(boost::asio::any_io_executor executor, simulator::remote& remote, clock& time,
             link_settings settings = {});

  [[nodiscard]] boost::asio::awaitable<result<net::http_response>> send(
      net::http_request request) override;
  void stop() override;

  void on_arrival(arrival_hook hook) { on_arrival_ = std::move(hook); }

  /// A hook for requests of one kind (`logic/routes.cpp`): `change` runs at the `nth` from now on.
  void at_arrival_of(std::string_view method, std::string_view path_end,
                     std::function<void()> change, int nth = 1);

 private:
  class patience;

  [[nodiscard]] boost::asio::awaitable<std::optional<net::net_errc>> spend(
      duration longest, std::chrono::steady_clock::time_point deadline);
  [[nodiscard]] instant world_now() const;

  simulator::remote& remote_;
  clock& time_;
  link_settings settings_;
  arrival_hook on_arrival_;
  wake_event stopping_;
  bool stopped_ = false;
};

}  // namespace daypass::support
