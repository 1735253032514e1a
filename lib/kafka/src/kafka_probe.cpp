#include "daypass/kafka/kafka_probe.hpp"

#include "client_conf.hpp"

#include <fmt/format.h>

namespace daypass::kafka {
namespace {

using rd_topic = std::unique_ptr<rd_kafka_topic_t, destroyed_by<rd_kafka_topic_destroy>>;

/// One question after the other, as a consumer that joins nothing.
class kafka_probe {
 public:
  kafka_probe(rd_client client, milliseconds patience)
      : client_(std::move(client)), patience_(static_cast<int>(patience.count())) {}

  /// False: no broker answers, so there is no use in asking on.
  bool ask_topic(const std::string& name) {
    const rd_topic topic(rd_kafka_topic_new(client_.get(), name.c_str(), nullptr));
    const rd_kafka_metadata_t* told = nullptr;
    const auto failed = rd_kafka_metadata(client_.get(), 0, topic.get(), &told, patience_);
    if (failed != RD_KAFKA_RESP_ERR_NO_ERROR) {
      add(probe_subject::brokers, "",
          fmt::format("no broker answers: {}", rd_kafka_err2str(failed)),
          "check kafka.brokers, the network, and security: TLS and sign-in fail like this too");
      return false;
    }
    const auto state =
        told->topic_cnt == 1 ? told->topics[0].err : RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    if (state != RD_KAFKA_RESP_ERR_NO_ERROR) {
      add(probe_subject::topic, name,
          fmt::format("topic {} can't be used: {}", name, rd_kafka_err2str(state)),
          state == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED
              ? "grant the daemon's user Describe and Read on it (Write on a dead-letter topic)"
              : "make it, or mend its name");
    }
    rd_kafka_metadata_destroy(told);
    return true;
  }

  void ask_group(const std::string& group, const std::vector<std::string>& topics) {
    const rd_partitions asked(rd_kafka_topic_partition_list_new(static_cast<int>(topics.size())));
    for (const std::string& name : topics) {
      rd_kafka_topic_partition_list_add(asked.get(), name.c_str(), 0);
    }
    const auto failed = rd_kafka_committed(client_.get(), asked.get(), patience_);
    if (failed == RD_KAFKA_RESP_ERR_NO_ERROR) return;
    add(probe_subject::group, group,
        fmt::format("the offsets of group {} can't be read: {}", group, rd_kafka_err2str(failed)),
        "grant the daemon's user Read on the group");
  }

  [[nodiscard]] std::vector<probe_finding> take() { return std::move(found_); }

 private:
  void add(probe_subject about, std::string name, std::string what, std::string cure) {
    found_.push_back({about, std::move(name), std::move(what), std::move(cure)});
  }

  rd_client client_;
  int patience_;
  std::vector<probe_finding> found_;
};

/// librdkafka would log to stderr what the findings say.
void say_nothing(const rd_kafka_t*, int, const char*, const char*) {}

}  // namespace

std::vector<probe_finding> probe(const connection_settings& connection,
                                 const std::vector<std::string>& topics, const std::string& group,
                                 milliseconds patience) {
  auto conf = make_conf(connection, {{"group.id", group}, {"allow.auto.create.topics", "false"}});
  if (!conf) return {{probe_subject::brokers, "", conf.error().what, "mend [kafka]"}};
  rd_kafka_conf_set_log_cb(conf->get(), say_nothing);
  auto client = make_client(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!client) return {{probe_subject::brokers, "", client.error().what, "mend [kafka]"}};
  kafka_probe asking(std::move(*client), patience);
  for (const std::string& name : topics) {
    if (!asking.ask_topic(name)) return asking.take();
  }
  asking.ask_group(group, topics);
  return asking.take();
}

}  // namespace daypass::kafka
