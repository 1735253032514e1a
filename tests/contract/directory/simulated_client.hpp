#pragma once
// An https_client whose other end is the simulator's logic, in process.

#include "simulators/entra/logic/graph_service.hpp"

#include "daypass/net/https_client.hpp"
#include "daypass/ports/clock.hpp"

#include <cstdint>

namespace daypass::contract {

/// What becomes of the next request that is not for a token.
enum class mishap : std::uint8_t { none, lost_request, lost_answer, no_permission };

class simulated_client final : public net::https_client {
 public:
  simulated_client(entra_simulator::graph_service& service, const clock& time)
      : service_(service), time_(time) {}

  [[nodiscard]] boost::asio::awaitable<result<net::http_response>> send(
      net::http_request request) override;
  void stop() override {}

  mishap next = mishap::none;

 private:
  entra_simulator::graph_service& service_;
  const clock& time_;
};

}  // namespace daypass::contract
