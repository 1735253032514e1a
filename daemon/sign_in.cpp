#include "sign_in.hpp"

#include "connections.hpp"

#include "daypass/config/surroundings.hpp"

#include <utility>

namespace daypass {

entra::secret_reader reader_of(const config::secret_reference& reference) {
  return [reference] { return config::read_secret(reference, config::this_machine()); };
}

result<sign_in> make_sign_in(boost::asio::any_io_executor executor, const config::settings& from,
                             clock& time) {
  const config::graph_settings& graph = from.graph;
  auto client = net::make_https_client(std::move(executor), login_client_of(from));
  if (!client) return std::unexpected(std::move(client.error()));
  sign_in made{.client = std::move(*client), .credential = nullptr};
  made.credential = entra::make_client_secret_credential(
      {graph.tenant_id, graph.client_id}, reader_of(graph.client_secret), *made.client, time);
  return made;
}

}  // namespace daypass
