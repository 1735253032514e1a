#pragma once
// The sockets of the simulator: Graph and any other remote over HTTPS, each on a port of its own,
// and the control API over plain HTTP, on loopback, all on one thread. It carries out what the
// logic's delivery says: delays, silence, resets, kills.

#include "simulators/entra/logic/control_service.hpp"
#include "simulators/remote/remote.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace daypass::entra_simulator {

struct server_options {
  std::uint16_t port = 0;  ///< 0: chosen by the system.
  std::uint16_t control_port = 0;
  std::vector<std::string> names;  ///< That the certificate is for, beside localhost.
};

/// Answers a remote's calls of the control API.
using control_handler = std::function<response(const request& asked, instant now)>;

class server {
 public:
  /// Listens at once. `graph` must outlive the server. Throws when a port can't be had.
  server(graph_service& graph, const server_options& options);
  ~server();

  /// Serves one more remote, on an HTTPS port (0: chosen by the system) that is returned. The
  /// control calls under `folder` ("/vault") are its own, and it gets them without that. Before
  /// run(); what is given must outlive the server.
  std::uint16_t open(simulator::remote& another, std::uint16_t port, std::string folder,
                     control_handler control);

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
