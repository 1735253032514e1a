// The settings as each adapter gets them.

#include "connections.hpp"

#include "setup.hpp"
#include "sign_in.hpp"

#include <map>
#include <optional>
#include <tuple>

namespace daypass {
namespace {

class Connections : public DaemonSetup {
 protected:
  config::settings settings(const std::string& more = "") {
    configuration with = load(text(more));
    EXPECT_TRUE(with.loaded.usable()) << problems(with);
    return with.loaded.values;
  }
};

TEST_F(Connections, NameEveryBroker) {
  const auto connection = kafka_connection_of(settings());
  ASSERT_TRUE(connection);
  EXPECT_EQ((*connection)->brokers, "kafka-1.contoso.com:9093,[::1]:9092");
  EXPECT_EQ((*connection)->properties.at("security.protocol"), "plaintext");
}

TEST_F(Connections, SignInToKafka) {
  folder.write("kafka-password", "pass word\n");
  config::settings from = settings();
  from.kafka.security = config::kafka_security::sasl_tls;
  from.kafka.mechanism = config::sasl_mechanism::scram_sha_256;
  from.kafka.username = "daypass";
  from.kafka.ca_file = "/etc/kafka-ca.pem";
  from.kafka.password = {config::secret_place::file, folder.path() / "kafka-password"};
  const auto connection = kafka_connection_of(from);
  ASSERT_TRUE(connection);
  const std::map<std::string, std::string> expected = {{"security.protocol", "sasl_ssl"},
                                                       {"sasl.mechanisms", "SCRAM-SHA-256"},
                                                       {"sasl.username", "daypass"},
                                                       {"ssl.ca.location", "/etc/kafka-ca.pem"}};
  EXPECT_EQ((*connection)->properties, expected);
  EXPECT_TRUE(equal_in_constant_time((*connection)->sasl_password, "pass word"));
}

TEST_F(Connections, FailWithoutThePassword) {
  config::settings from = settings();
  from.kafka.password = {config::secret_place::file, folder.path() / "none"};
  EXPECT_FALSE(kafka_connection_of(from));
}

TEST_F(Connections, ReferToGraphByItsOwnName) {
  config::settings from = settings();
  EXPECT_EQ(graph_settings_of(from).root, "https://graph.microsoft.com");
  from.graph.cloud = config::cloud_name::custom;
  from.graph.host = {"localhost", 8443};
  EXPECT_EQ(graph_settings_of(from).root, "https://localhost:8443");
}

TEST_F(Connections, KeepGraphsLimitsWhereNoneIsSet) {
  config::settings from = settings();
  from.graph.methods_per_second = 0.25;
  from.graph.requests_per_second = 100;
  const entra::graph_settings graph = graph_settings_of(from);
  EXPECT_EQ(graph.reads.requests, entra::default_read_limit().requests);
  EXPECT_EQ(graph.all.requests, 100);
  EXPECT_EQ(graph.methods.requests, 0.25);
  EXPECT_EQ(graph.methods.per, seconds{1});
  EXPECT_EQ(graph.methods.burst, 1);
}

TEST_F(Connections, ReadTheClientSecretAtEachSignIn) {
  const entra::secret_reader read = reader_of(settings().graph.client_secret);
  EXPECT_TRUE(equal_in_constant_time(*read(), "s3cret"));
  std::filesystem::remove(folder.path() / "secret");
  folder.write("secret", "rotated");
  EXPECT_TRUE(equal_in_constant_time(*read(), "rotated"));
}

TEST_F(Connections, GoToTheHostsOfTheCloud) {
  using enum config::cloud_name;
  config::settings from = settings();
  const std::tuple<config::cloud_name, std::string, std::string> clouds[] = {
      {global, "graph.microsoft.com", "login.microsoftonline.com"},
      {us_gov, "graph.microsoft.us", "login.microsoftonline.us"},
      {us_gov_dod, "dod-graph.microsoft.us", "login.microsoftonline.us"},
      {custom, "graph.example", "login.example"}};
  from.graph.host = {"graph.example", 443};
  from.graph.login_host = {"login.example", 443};
  for (const auto& [cloud, graph, login] : clouds) {
    from.graph.cloud = cloud;
    EXPECT_EQ(graph_client_of(from).host, graph);
    EXPECT_EQ(login_client_of(from).host, login);
    EXPECT_EQ(graph_settings_of(from).root, "https://" + graph);
  }
}

config::surroundings with_variables(std::map<std::string, std::string> given) {
  config::surroundings made = config::this_machine();
  made.variable = [given](const std::string& name) -> std::optional<std::string> {
    const auto found = given.find(name);
    return found == given.end() ? std::nullopt : std::optional(found->second);
  };
  return made;
}

TEST_F(Connections, FindTheIdentityEndpoint) {
  config::settings from = settings();
  const auto find = [&](const std::string& url, const std::string& header = "x") {
    std::map<std::string, std::string> given;
    if (!url.empty()) given["IDENTITY_ENDPOINT"] = url;
    if (!header.empty()) given["IDENTITY_HEADER"] = header;
    const auto place = identity_place_of(from, with_variables(given));
    if (!place) return place.error().what;
    return place->host.host + " " + std::to_string(place->host.port) + " " + place->target +
           (place->platform ? " platform" : "");
  };
  const std::string machine = "169.254.169.254 80 /metadata/identity/oauth2/token";
  EXPECT_EQ(find(""), machine);
  EXPECT_EQ(find("http://127.0.0.1/msi/token", ""), machine) << "half of it is another's";
  EXPECT_EQ(find("http://127.0.0.1:41033/msi/token"), "127.0.0.1 41033 /msi/token platform");
  EXPECT_EQ(find("http://localhost"), "localhost 80 / platform");
  EXPECT_EQ(find("http://[::1]:8081/a"), "::1 8081 /a platform");
  EXPECT_EQ(find("http://[::1]/a"), "::1 80 /a platform");
  for (const char* bad : {"https://127.0.0.1/", "http://", "http://h:0/", "http://h:x/",
                          "http://h:99999/", "127.0.0.1"}) {
    EXPECT_EQ(find(bad),
              "$IDENTITY_ENDPOINT is no http URL; name the place in graph.identity_endpoint")
        << bad;
  }
  from.graph.identity_endpoint = {"127.0.0.1", 4711};
  EXPECT_EQ(find("http://[::1]/a"), "127.0.0.1 4711 /metadata/identity/oauth2/token");
}

TEST_F(Connections, ServeMetricsOnASocketWhereOneIsNamed) {
  config::settings from = settings();
  EXPECT_EQ(std::get<net::tcp_listen>(metrics_server_of(from).listen).port, 9464);
  from.admin.metrics.socket = "/run/daypass/metrics.sock";
  from.admin.metrics_group = "prometheus";
  const auto listen = std::get<net::unix_listen>(metrics_server_of(from).listen);
  EXPECT_EQ(listen.path, "/run/daypass/metrics.sock");
  EXPECT_EQ(listen.group, "prometheus");
}

TEST_F(Connections, BoundTheEngine) {
  config::settings from = settings("[process]\ncreations_per_hour_max = 7\n");
  from.state.retention = days{3};
  EXPECT_EQ(capacity_of(from).creations_per_hour_max, 7U);
  EXPECT_EQ(capacity_of(from).retention, days{3});
}

}  // namespace
}  // namespace daypass
