#include "consumer_client.hpp"

#include "client_conf.hpp"
#include "failures.hpp"
#include "record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace daypass::kafka {
namespace {

using std::chrono::milliseconds;

int ms(milliseconds timeout) {
  return static_cast<int>(timeout.count());
}

rd_partitions list_of(const std::map<partition_id, std::int64_t>& offsets) {
  rd_partitions list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const auto& [partition, next] : offsets) {
    rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.number)
        ->offset = next;
  }
  return list;
}

result<rd_conf> consumer_conf(const feed_settings& settings) {
  constexpr milliseconds heartbeat_max{3000};
  const auto heartbeat = std::min(heartbeat_max, settings.session_timeout / 3);
  // Read ahead little, or the memory is librdkafka's; but as much as we use up in a second, for a
  // fetcher that has read ahead enough looks again only then (rd_kafka_max_block_ms). Commits,
  // resets and the choice of offsets are ours; the cooperative assignors of 2.0.2 lose positions.
  auto conf = make_conf(*settings.connection,
                        {{"group.id", settings.group},
                         {"session.timeout.ms", std::to_string(settings.session_timeout.count())},
                         {"heartbeat.interval.ms", std::to_string(heartbeat.count())},
                         {"socket.timeout.ms", std::to_string(settings.answer_timeout.count())},
                         {"enable.auto.commit", "true"},
                         {"auto.commit.interval.ms", "1000"},
                         {"enable.auto.offset.store", "false"},
                         {"auto.offset.reset", "error"},
                         {"partition.assignment.strategy", "range"},
                         {"queued.min.messages", "100000"},
                         {"queued.max.messages.kbytes", "12288"},
                         {"fetch.max.bytes", "1048576"},
                         {"fetch.message.max.bytes", "1048576"},
                         {"enable.partition.eof", "false"}});
  if (!conf || settings.instance.empty()) return conf;
  std::array<char, 512> why{};
  if (rd_kafka_conf_set(conf->get(), "group.instance.id", settings.instance.c_str(), why.data(),
                        why.size()) != RD_KAFKA_CONF_OK) {
    return std::unexpected(failure_of(RD_KAFKA_RESP_ERR__INVALID_ARG, why.data()));
  }
  return conf;
}

}  // namespace

result<std::shared_ptr<consumer_client>> consumer_client::open(
    const feed_settings& settings, std::shared_ptr<hand_over> queue,
    std::shared_ptr<muted_reporter> tell) {
  std::shared_ptr<consumer_client> made(new consumer_client(std::move(queue), std::move(tell)));
  if (auto started = made->start(settings); !started) return std::unexpected(started.error());
  return made;
}

result<void> consumer_client::start(const feed_settings& settings) {
  auto conf = consumer_conf(settings);
  if (!conf) return std::unexpected(conf.error());
  rd_kafka_conf_set_opaque(conf->get(), this);
  rd_kafka_conf_set_rebalance_cb(conf->get(), &on_rebalance);
  rd_kafka_conf_set_error_cb(conf->get(), &on_error);
  rd_kafka_conf_set_log_cb(conf->get(), nullptr);  // What matters comes to on_error.
  auto client = make_client(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!client) return std::unexpected(client.error());
  client_ = std::move(*client);
  rd_kafka_poll_set_consumer(client_.get());
  std::map<partition_id, std::int64_t> topics;
  for (const auto& topic : settings.topics) topics[{topic, RD_KAFKA_PARTITION_UA}] = 0;
  const auto code = rd_kafka_subscribe(client_.get(), list_of(topics).get());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return std::unexpected(failure_of(code, "Kafka subscription"));
  }
  return {};
}

polled consumer_client::poll(milliseconds at_most) {
  assignment_changed_ = false;
  const rd_message message(rd_kafka_consumer_poll(client_.get(), ms(at_most)));
  if (message != nullptr && message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    raw_event record = raw_of(*message);
    next_read_[record.partition] = record.offset + 1;
    last_trouble_.clear();
    queue_->push(std::move(record));
    return polled::record;
  }
  if (message != nullptr) {
    on_error(client_.get(), message->err, rd_kafka_message_errstr(message.get()), this);
    // The log no longer holds the position: a new assignment decides anew.
    if (message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) broken_ = true;
  }
  if (broken_) return polled::broken;
  return assignment_changed_ ? polled::assigned : polled::nothing;
}

void consumer_client::store_recorded() {
  const auto news = queue_->take_recorded();
  if (news.empty()) return;
  std::map<partition_id, std::int64_t> offsets;
  for (const auto& done : news) offsets[done.partition] = done.next_offset;
  store(offsets);
}

void consumer_client::store(const std::map<partition_id, std::int64_t>& offsets) {
  for (const auto& [partition, next] : offsets) recorded_[partition] = next;
  // Refused for partitions that were taken away meanwhile, which is right.
  rd_kafka_offsets_store(client_.get(), list_of(offsets).get());
}

bool consumer_client::commit(milliseconds at_most) {
  store_recorded();
  if (recorded_.empty()) return true;
  const rd_queue replies(rd_kafka_queue_new(client_.get()));
  const auto asked = rd_kafka_commit_queue(client_.get(), list_of(recorded_).get(), replies.get(),
                                           nullptr, nullptr);
  if (asked != RD_KAFKA_RESP_ERR_NO_ERROR) return false;
  const rd_event reply(rd_kafka_queue_poll(replies.get(), ms(at_most)));
  // What couldn't be committed comes again, and is known then.
  return reply != nullptr && rd_kafka_event_error(reply.get()) == RD_KAFKA_RESP_ERR_NO_ERROR;
}

void consumer_client::report_lag() {
  for (const auto& [partition, next] : next_read_) {
    std::int64_t low = 0;
    std::int64_t high = 0;
    const auto code = rd_kafka_get_watermark_offsets(client_.get(), partition.topic.c_str(),
                                                     partition.number, &low, &high);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR || high < 0) continue;
    tell_->report(happening::feed_lag{partition, std::max<std::int64_t>(high - next, 0)});
  }
}

std::optional<unread> consumer_client::ask_unread(milliseconds at_most) {
  unread total;
  for (const auto& [partition, next] : next_read_) {
    std::int64_t low = 0;
    std::int64_t high = 0;
    const auto code = rd_kafka_query_watermark_offsets(client_.get(), partition.topic.c_str(),
                                                       partition.number, &low, &high, ms(at_most));
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return std::nullopt;
    total.records += std::max<std::int64_t>(high - next, 0);
    total.log_ends += high;
  }
  return total;
}

bool consumer_client::is_answered(milliseconds at_most) {
  const rd_kafka_metadata_t* told = nullptr;
  const auto code = rd_kafka_metadata(client_.get(), 0, nullptr, &told, ms(at_most));
  if (told != nullptr) rd_kafka_metadata_destroy(told);
  return code == RD_KAFKA_RESP_ERR_NO_ERROR;
}

void consumer_client::forget() {
  for (const auto& [partition, next] : next_read_) queue_->end(partition);
  next_read_.clear();
  recorded_.clear();
}

void consumer_client::close() {
  closing_ = true;
  rd_kafka_consumer_close(client_.get());
  client_.reset();
}

void consumer_client::on_error(rd_kafka_t* client, int code, const char* words, void* opaque) {
  auto& self = *static_cast<consumer_client*>(opaque);
  if (code != RD_KAFKA_RESP_ERR__FATAL) {
    self.trouble(static_cast<rd_kafka_resp_err_t>(code), words);
    return;
  }
  std::array<char, 512> why{};
  const auto fatal = rd_kafka_fatal_error(client, why.data(), why.size());
  self.trouble(fatal, why.data());
  self.broken_ = true;
}

void consumer_client::trouble(rd_kafka_resp_err_t code, const std::string& words) {
  if (closing_) return;
  const std::string what = fmt::format("Kafka: {} ({})", words, rd_kafka_err2name(code));
  if (what == last_trouble_) return;
  last_trouble_ = what;
  tell_->report(happening::feed_trouble{what, person_must_act(code)});
}

}  // namespace daypass::kafka
