#include "sign_in.hpp"

#include "connections.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/net/machine_client.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace daypass {
namespace {

using config::config_errc;
using config::sign_in_method;

constexpr const char* metadata_address = "169.254.169.254";
constexpr std::uint16_t http_port = 80;

/// `http://HOST[:PORT]/PATH`.
std::optional<identity_place> parse_http_url(std::string_view url) {
  constexpr std::string_view scheme = "http://";
  if (!url.starts_with(scheme)) return std::nullopt;
  url.remove_prefix(scheme.size());
  const auto slash = std::min(url.find('/'), url.size());
  std::string_view authority = url.substr(0, slash);
  identity_place made{.target = std::string(url.substr(slash)), .platform = true};
  if (made.target.empty()) made.target = "/";
  std::uint16_t port = http_port;
  const auto colon = authority.rfind(':');
  if (colon != std::string_view::npos && !authority.ends_with(']')) {
    const std::string_view digits = authority.substr(colon + 1);
    const auto [end, failed] = std::from_chars(digits.begin(), digits.end(), port);
    if (failed != std::errc() || end != digits.end() || port == 0) return std::nullopt;
    authority = authority.substr(0, colon);
  }
  if (authority.starts_with('[') && authority.ends_with(']')) {
    authority = authority.substr(1, authority.size() - 2);
  }
  made.host = {std::string(authority), port};
  return authority.empty() ? std::nullopt : std::optional(std::move(made));
}

net::https_client_settings identity_client_of(const identity_place& place) {
  net::https_client_settings made;
  made.host = place.host.host;
  made.port = place.host.port;
  made.max_connections = 4;
  made.reserved_for_urgent = 1;
  return made;
}

result<sign_in> make_managed(boost::asio::any_io_executor executor, const config::settings& from,
                             clock& time) {
  const auto place = identity_place_of(from, config::this_machine());
  if (!place) return std::unexpected(place.error());
  auto client = net::make_machine_client(std::move(executor), identity_client_of(*place));
  if (!client) return std::unexpected(std::move(client.error()));
  entra::managed_identity_settings how{.target = place->target, .client_id = from.graph.client_id};
  if (place->platform) {
    how.header = reader_of({config::secret_place::environment, "IDENTITY_HEADER"});
  }
  sign_in made{.client = std::move(*client), .credential = nullptr};
  made.credential = entra::make_managed_identity_credential(std::move(how), *made.client, time);
  return made;
}

void check_identity(config::loaded& into) {
  const auto place = identity_place_of(into.values, config::this_machine());
  if (!place) {
    into.add(config_errc::malformed_address, "graph.sign_in", "can't find the identity endpoint",
             place.error().what);
  } else if (!net::is_of_this_machine(place->host.host)) {
    into.add(config_errc::malformed_address, "graph.identity_endpoint",
             fmt::format("is at {}, which is neither loopback nor link-local", place->host.host),
             "name the machine's own: it is asked without TLS");
  }
}

}  // namespace

entra::secret_reader reader_of(const config::secret_reference& reference) {
  return [reference] { return config::read_secret(reference, config::this_machine()); };
}

result<identity_place> identity_place_of(const config::settings& from,
                                         const config::surroundings& around) {
  if (!from.graph.identity_endpoint.host.empty()) {
    return identity_place{.host = from.graph.identity_endpoint,
                          .target = entra::managed_identity_settings{}.target};
  }
  const auto url = around.variable("IDENTITY_ENDPOINT");
  if (url && around.variable("IDENTITY_HEADER")) {
    auto place = parse_http_url(*url);
    if (place) return std::move(*place);
    return fail(failure::permanent, refusal::unauthorised,
                "$IDENTITY_ENDPOINT is no http URL; name the place in graph.identity_endpoint");
  }
  return identity_place{.host = {metadata_address, http_port},
                        .target = entra::managed_identity_settings{}.target};
}

result<sign_in> make_sign_in(boost::asio::any_io_executor executor, const config::settings& from,
                             clock& time, entropy& random) {
  const config::graph_settings& graph = from.graph;
  if (graph.sign_in == sign_in_method::managed_identity) {
    return make_managed(std::move(executor), from, time);
  }
  auto client = net::make_https_client(std::move(executor), login_client_of(from));
  if (!client) return std::unexpected(std::move(client.error()));
  sign_in made{.client = std::move(*client), .credential = nullptr};
  entra::app_registration who{graph.tenant_id, graph.client_id};
  if (graph.sign_in == sign_in_method::certificate) {
    made.credential = entra::make_certificate_credential(
        std::move(who), https_root_of(login_host_of(from)), reader_of(graph.certificate),
        *made.client, time, random);
  } else if (graph.sign_in == sign_in_method::workload_identity) {
    made.credential = entra::make_workload_credential(
        std::move(who), reader_of(graph.federated_token), *made.client, time);
  } else {
    made.credential = entra::make_client_secret_credential(
        std::move(who), reader_of(graph.client_secret), *made.client, time);
  }
  return made;
}

std::optional<certificate_trouble> look_at_certificate(const config::settings& from, instant now) {
  constexpr days soon{30};
  const config::secret_reference& reference = from.graph.certificate;
  if (from.graph.sign_in != sign_in_method::certificate) return std::nullopt;
  const auto pem = reader_of(reference)();
  const auto end = pem ? entra::certificate_end(*pem, now) : std::unexpected(pem.error());
  if (!end) {
    return certificate_trouble{.unfit = true,
                               .what = fmt::format("({}) can't sign in", to_string(reference)),
                               .cure = end.error().what};
  }
  if (*end - now >= soon) return std::nullopt;
  return certificate_trouble{
      .what = fmt::format("({}) expires on {:%F}", to_string(reference), *end),
      .cure = "register its successor and put that in place; no restart is needed"};
}

void check_sign_in(config::loaded& into, instant now) {
  if (into.values.graph.sign_in == sign_in_method::managed_identity) check_identity(into);
  auto trouble = look_at_certificate(into.values, now);
  if (!trouble) return;
  into.add(trouble->unfit ? config_errc::secret_unfit : config_errc::unfit_certificate,
           "graph.certificate", std::move(trouble->what), std::move(trouble->cure));
}

std::string sign_in_cure(const config::settings& from) {
  switch (from.graph.sign_in) {
    case sign_in_method::client_secret:
      break;
    case sign_in_method::certificate:
      return "check graph.tenant_id, graph.client_id, graph.certificate and the network";
    case sign_in_method::managed_identity:
      return "check that this machine has a managed identity, and graph.client_id if it has "
             "several";
    case sign_in_method::workload_identity:
      return "check graph.tenant_id, graph.client_id, graph.federated_token and the network";
  }
  return "check graph.tenant_id, graph.client_id, graph.client_secret and the network";
}

}  // namespace daypass
