#include "connections.hpp"

#include "version.hpp"

#include "daypass/config/surroundings.hpp"
#include "daypass/entra/cloud.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace daypass {
namespace {

/// A budget at this pace, with what a second of it allows at once.
entra::lane_limit pace_of(std::optional<double> per_second, entra::lane_limit documented) {
  if (!per_second) return documented;
  return {.requests = *per_second, .per = seconds{1}, .burst = std::max(1.0, *per_second)};
}

/// Steps under way on a lane of this pace: what is answered within a quarter of a second, so that
/// the budget and not the slots bound it, and few enough that who is nearest goes first.
std::size_t slots_for(std::optional<double> per_second, std::size_t least) {
  constexpr double answered_within_seconds = 0.25;
  constexpr double slots_max = 256;
  const double wanted = per_second.value_or(0) * answered_within_seconds;
  return std::max(least, static_cast<std::size_t>(std::min(wanted, slots_max)));
}

std::string brokers_of(const config::kafka_settings& from) {
  std::string brokers;
  for (const config::endpoint& one : from.brokers) {
    if (!brokers.empty()) brokers += ',';
    const bool ipv6 = one.host.contains(':');
    brokers += fmt::format("{}{}{}:{}", ipv6 ? "[" : "", one.host, ipv6 ? "]" : "", one.port);
  }
  return brokers;
}

std::string mechanism_of(config::sasl_mechanism from) {
  switch (from) {
    case config::sasl_mechanism::plain:
      return "PLAIN";
    case config::sasl_mechanism::scram_sha_256:
      return "SCRAM-SHA-256";
    case config::sasl_mechanism::scram_sha_512:
      return "SCRAM-SHA-512";
  }
  return {};
}

std::map<std::string, std::string> security_of(const config::kafka_settings& from) {
  std::map<std::string, std::string> made;
  switch (from.security) {
    case config::kafka_security::plaintext:
      made["security.protocol"] = "plaintext";
      return made;
    case config::kafka_security::tls:
      made["security.protocol"] = "ssl";
      break;
    case config::kafka_security::sasl_tls:
      made["security.protocol"] = "sasl_ssl";
      made["sasl.mechanisms"] = mechanism_of(from.mechanism);
      made["sasl.username"] = from.username;
      break;
  }
  if (!from.ca_file.empty()) made["ssl.ca.location"] = from.ca_file;
  return made;
}

constexpr std::uint16_t https_port = 443;

net::https_client_settings client_of(const config::graph_settings& from,
                                     const config::endpoint& host) {
  net::https_client_settings made;
  made.host = host.host;
  made.port = host.port;
  made.ca_file = from.ca_file;
  return made;
}

}  // namespace

std::optional<entra::cloud_hosts> hosts_of_cloud(config::cloud_name which) {
  switch (which) {
    case config::cloud_name::custom:
      return std::nullopt;
    case config::cloud_name::us_gov:
      return entra::hosts_of(entra::cloud::us_gov);
    case config::cloud_name::us_gov_dod:
      return entra::hosts_of(entra::cloud::us_gov_dod);
    case config::cloud_name::global:
    case config::cloud_name::china:
      break;
  }
  return entra::hosts_of(entra::cloud::global);
}

store::sqlite_settings state_settings_of(const config::settings& from) {
  return {.file = from.state.path, .cache_kib = from.state.cache_kib};
}

result<std::shared_ptr<const kafka::connection_settings>> kafka_connection_of(
    const config::settings& from) {
  auto made = std::make_shared<kafka::connection_settings>();
  made->brokers = brokers_of(from.kafka);
  made->properties = security_of(from.kafka);
  if (!from.kafka.password.empty()) {
    auto password = config::read_secret(from.kafka.password, config::this_machine());
    if (!password) return std::unexpected(std::move(password.error()));
    made->sasl_password = std::move(*password);
  }
  return made;
}

kafka::feed_settings feed_settings_of(
    const config::settings& from, std::shared_ptr<const kafka::connection_settings> connection) {
  using std::chrono::duration_cast;
  return {.connection = std::move(connection),
          .topics = from.kafka.topics,
          .group = from.kafka.group,
          .instance = from.kafka.group_instance_id,
          .session_timeout = duration_cast<milliseconds>(from.kafka.session_timeout),
          .queue_messages_max = from.kafka.queue_messages_max,
          .queue_bytes_max = from.kafka.queue_kib_max * std::size_t{1024},
          .join_timeout = duration_cast<milliseconds>(from.kafka.session_timeout) + seconds{10}};
}

config::endpoint graph_host_of(const config::settings& from) {
  const auto hosts = hosts_of_cloud(from.graph.cloud);
  return hosts ? config::endpoint{std::string(hosts->graph), https_port} : from.graph.host;
}

config::endpoint login_host_of(const config::settings& from) {
  const auto hosts = hosts_of_cloud(from.graph.cloud);
  return hosts ? config::endpoint{std::string(hosts->login), https_port} : from.graph.login_host;
}

std::string https_root_of(const config::endpoint& host) {
  const std::string port = host.port == https_port ? "" : fmt::format(":{}", host.port);
  return fmt::format("https://{}{}", host.host, port);
}

net::https_client_settings graph_client_of(const config::settings& from) {
  net::https_client_settings made = client_of(from.graph, graph_host_of(from));
  made.max_connections = from.graph.connections_max;
  return made;
}

net::https_client_settings login_client_of(const config::settings& from) {
  net::https_client_settings made = client_of(from.graph, login_host_of(from));
  // One token of each audience at a time is fetched; the last connection is an urgent caller's.
  made.max_connections = 4;
  made.reserved_for_urgent = 1;
  return made;
}

entra::graph_settings graph_settings_of(const config::settings& from) {
  const config::graph_settings& graph = from.graph;
  entra::graph_settings made;
  made.root = https_root_of(graph_host_of(from));
  made.reads = pace_of(graph.reads_per_second, made.reads);
  made.writes = pace_of(graph.writes_per_second, made.writes);
  made.methods = pace_of(graph.methods_per_second, made.methods);
  made.units = made.reads;
  made.all = pace_of(graph.requests_per_second, made.all);
  made.batch_max = graph.batch_max;
  return made;
}

net::https_client_settings vault_client_of(const config::key_vault_settings& from) {
  net::https_client_settings made;
  made.host = from.host.host;
  made.port = from.host.port;
  made.ca_file = from.ca_file;
  made.max_connections = from.connections_max;
  return made;
}

std::string vault_audience_of(const config::settings& from,
                              const config::key_vault_settings& vault) {
  const auto hosts = hosts_of_cloud(from.graph.cloud);
  return hosts ? fmt::format("https://{}", hosts->vault_suffix.substr(1)) : vault.audience;
}

result<vault::sealed_settings> sealed_settings_of(const config::settings& from, instant now) {
  const config::sealed_settings& sealed = from.sealed;
  auto key = config::read_secret(sealed.signing_key, config::this_machine());
  if (!key) return std::unexpected(std::move(key.error()));
  vault::sealed_settings made;
  made.place = {.folder = sealed.folder, .group = sealed.group, .mode = sealed.mode};
  made.seal.recipients = sealed.recipients;
  made.seal.managers = sealed.managers;
  made.seal.signing_key = std::move(*key);
  made.seal.signing_certificate = sealed.signing_certificate;
  made.seal.now = now;
  return made;
}

net::http_server_settings operators_server_of(const config::settings& from) {
  net::http_server_settings made;
  made.listen = net::unix_listen{.path = from.admin.socket, .group = from.admin.group};
  return made;
}

net::http_server_settings metrics_server_of(const config::settings& from) {
  net::http_server_settings made;
  const config::listen_place& place = from.admin.metrics;
  if (place.socket.empty()) {
    made.listen = net::tcp_listen{.address = place.tcp.host,
                                  .port = place.tcp.port,
                                  .allowed_hosts = from.admin.metrics_hosts};
  } else {
    made.listen = net::unix_listen{.path = place.socket, .group = from.admin.metrics_group};
  }
  return made;
}

observe::observe_settings observe_settings_of(const config::settings& from) {
  observe::observe_settings made;
  made.version = version;
  made.level = static_cast<observe::log_level>(from.logging.level);
  switch (from.logging.format) {
    case config::log_format::automatic:
      made.form = observe::form_for_stderr();
      break;
    case config::log_format::json:
      made.form = observe::log_form::json;
      break;
    case config::log_format::text:
      made.form = observe::log_form::text;
      break;
  }
  return made;
}

engine::capacity capacity_of(const config::settings& from) {
  engine::capacity made;
  made.reads = slots_for(from.graph.reads_per_second, made.reads);
  made.writes = slots_for(from.graph.writes_per_second, made.writes);
  made.methods = slots_for(from.graph.methods_per_second, made.methods);
  made.secrets = std::max({made.secrets, made.reads, made.methods});
  made.creations_per_hour_max = from.process.creations_per_hour_max;
  made.retention = from.state.retention;
  return made;
}

}  // namespace daypass
