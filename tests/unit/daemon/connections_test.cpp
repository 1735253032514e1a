// The settings as each adapter gets them.

#include "connections.hpp"

#include "setup.hpp"
#include "sign_in.hpp"

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
