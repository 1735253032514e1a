#pragma once
// The settings as each adapter wants them. Pure but for the secrets that are read.

#include "daypass/config/settings.hpp"
#include "daypass/engine/engine.hpp"
#include "daypass/entra/cloud.hpp"
#include "daypass/entra/graph_directory.hpp"
#include "daypass/kafka/kafka_settings.hpp"
#include "daypass/net/http_server.hpp"
#include "daypass/net/https_client.hpp"
#include "daypass/observe/observer.hpp"
#include "daypass/store/sqlite_settings.hpp"
#include "daypass/vault/sealed_files.hpp"

#include <memory>
#include <optional>

namespace daypass {

[[nodiscard]] store::sqlite_settings state_settings_of(const config::settings& from);

/// Errors as config::read_secret.
[[nodiscard]] result<std::shared_ptr<const kafka::connection_settings>> kafka_connection_of(
    const config::settings& from);
[[nodiscard]] kafka::feed_settings feed_settings_of(
    const config::settings& from, std::shared_ptr<const kafka::connection_settings> connection);

/// Where Graph and the sign-in are, by the cloud.
[[nodiscard]] config::endpoint graph_host_of(const config::settings& from);
[[nodiscard]] config::endpoint login_host_of(const config::settings& from);
/// `https://HOST`, and the port where it isn't 443.
[[nodiscard]] std::string https_root_of(const config::endpoint& host);

[[nodiscard]] net::https_client_settings graph_client_of(const config::settings& from);
[[nodiscard]] net::https_client_settings login_client_of(const config::settings& from);

/// Without the credential.
[[nodiscard]] entra::graph_settings graph_settings_of(const config::settings& from);

/// Hosts of Microsoft's cloud; nothing for a custom one. China was refused.
[[nodiscard]] std::optional<entra::cloud_hosts> hosts_of_cloud(config::cloud_name which);

[[nodiscard]] net::https_client_settings vault_client_of(const config::key_vault_settings& from);
/// What the vault's tokens are for: the cloud's vaults, or as configured in a custom cloud.
[[nodiscard]] std::string vault_audience_of(const config::settings& from,
                                            const config::key_vault_settings& vault);

/// Errors as config::read_secret, of the signing key.
[[nodiscard]] result<vault::sealed_settings> sealed_settings_of(const config::settings& from,
                                                                instant now);

[[nodiscard]] net::http_server_settings operators_server_of(const config::settings& from);
[[nodiscard]] net::http_server_settings metrics_server_of(const config::settings& from);

[[nodiscard]] observe::observe_settings observe_settings_of(const config::settings& from);

[[nodiscard]] engine::capacity capacity_of(const config::settings& from);

}  // namespace daypass
