#pragma once
// The sockets of the simulator: Graph over HTTPS and the control API over plain HTTP, on loopback,
// all on one thread. It carries out what the logic's delivery says: delays, silence, resets, kills.

#include "simulators/entra/logic/control_service.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace daypass::entra_simulator {

struct server_options {
  std::uint16_t port = 0;  ///< 0: chosen by the system.
  std::uint16_t control_port = 0;
};

class server {
 public:
  /// Listens at once. `graph` must outlive the server. Throws when a port can't be had.
  server(graph_service& graph, const server_options& options);
  ~server();

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::uint16_t control_port() const;
  /// The certificate that clients are to trust, in PEM.
  [[nodiscard]] const std::string& authority_pem() const;

  /// Serves until stop(), SIGINT or SIGTERM; called once.
  void run();
  /// May be called from any thread, and before run().
  void stop();

 private:
  struct shell;
  std::unique_ptr<shell> shell_;
};

}  // namespace daypass::entra_simulator
