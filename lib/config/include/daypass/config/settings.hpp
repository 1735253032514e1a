#pragma once
// Every setting, typed and with its default. What each means, its form and its range are in the
// tables of src/ and in config/README.md, which a test holds against them.

#include "daypass/base/time.hpp"
#include "daypass/config/secret_reference.hpp"
#include "daypass/domain/hire_event.hpp"
#include "daypass/domain/profile.hpp"
#include "daypass/planner/policy.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace daypass::config {

/// A host name or address, and a port; 0: the protocol's own.
struct endpoint {
  std::string host;
  std::uint16_t port = 0;

  friend bool operator==(const endpoint&, const endpoint&) = default;
};

/// Where health and metrics are served: a loopback address, or a socket in the file system.
struct listen_place {
  endpoint tcp;
  std::filesystem::path socket;  ///< Empty: `tcp` is meant.

  friend bool operator==(const listen_place&, const listen_place&) = default;
};

struct state_settings {
  std::filesystem::path path = "/var/lib/daypass/state.db";
  duration retention = days{180};
  std::uint32_t cache_kib = 16 * 1024;
};

enum class kafka_security : std::uint8_t { plaintext, tls, sasl_tls };
enum class sasl_mechanism : std::uint8_t { plain, scram_sha_256, scram_sha_512 };

struct kafka_settings {
  std::vector<endpoint> brokers;
  std::vector<std::string> topics;
  std::string group = "daypass";
  std::string group_instance_id;  ///< Empty: dynamic membership.
  std::string dead_letter_topic;  ///< Empty: quarantined records stay in the state only.
  kafka_security security = kafka_security::plaintext;
  std::filesystem::path ca_file;  ///< Empty: the system's trust.
  sasl_mechanism mechanism = sasl_mechanism::scram_sha_512;
  std::string username;
  secret_reference password;
  duration session_timeout = seconds{45};
  std::uint32_t queue_messages_max = 4'000;
  std::uint32_t queue_kib_max = 4 * 1024;
};

/// Which member of an event's data is the hire's key (design 5.1).
enum class source_key : std::uint8_t {
  hire_or_employee_id,  ///< hireId where the event has one, else employeeId.
  hire_id,              ///< Always hireId.
  employee_id,          ///< Always employeeId.
};

/// What the operators say of one CloudEvents source.
struct source_settings {
  std::string population = "default";
  event_order order = event_order::revision;
  source_key key = source_key::hire_or_employee_id;
};

/// How the daemon proves who it is to Entra ID.
enum class sign_in_method : std::uint8_t {
  client_secret,      ///< A password of the app registration.
  certificate,        ///< A certificate registered there.
  managed_identity,   ///< Azure vouches for the machine or container.
  workload_identity,  ///< An issuer that the app registration trusts does, such as a cluster.
};

enum class cloud_name : std::uint8_t {
  global,
  us_gov,      ///< US Government L4 (GCC High).
  us_gov_dod,  ///< US Government L5 (DoD).
  china,       ///< 21Vianet; known so that it can be refused.
  custom,      ///< By `host` and `login_host`.
};

struct graph_settings {
  std::string tenant_id;
  std::string client_id;
  sign_in_method sign_in = sign_in_method::client_secret;
  secret_reference client_secret;
  secret_reference certificate;  ///< PEM: private key and certificate.
  secret_reference federated_token{secret_place::file,
                                   "/var/run/secrets/azure/tokens/azure-identity-token"};
  endpoint identity_endpoint;  ///< Empty: the platform's.
  cloud_name cloud = cloud_name::global;
  endpoint host;  ///< Of a custom cloud, as the next.
  endpoint login_host;
  std::filesystem::path ca_file;  ///< Empty: the system's trust.
  std::vector<std::string> domains;
  std::vector<std::string> reserved_names;  ///< Beside those built in.
  std::optional<double> reads_per_second;   ///< None: the documented limit.
  std::optional<double> writes_per_second;
  std::optional<double> methods_per_second;
  std::optional<double> requests_per_second;
  std::uint32_t connections_max = 64;
  std::uint32_t batch_max = 1;  ///< Requests that may share one $batch; 1: none do.
};

struct sealed_settings {
  std::filesystem::path folder = "/var/lib/daypass-passes";
  std::string group;  ///< Empty: what the folder gives its files.
  std::uint32_t mode = 0640;
  std::vector<std::filesystem::path> recipients;
  std::filesystem::path managers;  ///< Empty: no manager becomes a recipient.
  secret_reference signing_key;
  std::filesystem::path signing_certificate;
};

/// Azure Key Vault as a store of passes; the daemon signs in as to Graph.
struct key_vault_settings {
  endpoint host;
  std::string audience;           ///< What its tokens are for; empty: the cloud's vaults.
  std::filesystem::path ca_file;  ///< Empty: the system's trust.
  std::uint32_t connections_max = 8;
};

struct admin_settings {
  std::filesystem::path socket = "/run/daypass/admin.sock";
  std::string group;  ///< Of the operators' socket; empty: the process's own.
  listen_place metrics{{"127.0.0.1", 9464}, {}};
  std::string metrics_group;  ///< Of a metrics socket; empty: the process's own.
  std::vector<std::string> metrics_hosts;
};

enum class log_level : std::uint8_t { debug, info, warning, error };
enum class log_format : std::uint8_t { automatic, json, text };

struct logging_settings {
  log_level level = log_level::info;
  log_format format = log_format::automatic;
};

struct process_settings {
  std::uint32_t creations_per_hour_max = 2'000;
  std::uint32_t secret_memory_kib = 1'024;
  duration shutdown_grace = seconds{30};
};

struct settings {
  std::string default_profile;
  state_settings state;
  kafka_settings kafka;
  std::map<std::string, source_settings, std::less<>> sources;
  graph_settings graph;
  bool seals = false;  ///< [sealed] is given.
  sealed_settings sealed;
  std::map<std::string, key_vault_settings, std::less<>> key_vaults;  ///< By the store's name.
  std::map<std::string, profile> profiles;   ///< Without recipients: those are certificates.
  std::map<std::string, std::string> sites;  ///< Site -> zone id, as calendar resolved it.
  planner::limits limits;
  admin_settings admin;
  logging_settings logging;
  process_settings process;
};

/// What the planner needs of them. `fixed_recipients`: fingerprints of the certificates that
/// `sealed.recipients` names, which vault::load_recipients gives; every profile gets them.
[[nodiscard]] planner::policy make_policy(const settings& from,
                                          const std::vector<std::string>& fixed_recipients = {});

}  // namespace daypass::config
