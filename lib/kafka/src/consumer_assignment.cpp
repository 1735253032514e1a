// How a consumer takes and gives up partitions: part of consumer_client.
#include "consumer_client.hpp"
#include "failures.hpp"

#include <memory>
#include <span>

namespace daypass::kafka {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds lookup_timeout{5'000};
constexpr milliseconds retry_delay{1'000};
constexpr milliseconds commit_timeout{5'000};

std::span<rd_kafka_topic_partition_t> elements(rd_kafka_topic_partition_list_t& list) {
  return {list.elems, static_cast<std::size_t>(list.cnt)};
}

partition_id id_of(const rd_kafka_topic_partition_t& partition) {
  return {partition.topic, partition.partition};
}

std::string read_cluster(rd_kafka_t* client) {
  char* const text = rd_kafka_clusterid(client, static_cast<int>(lookup_timeout.count()));
  if (text == nullptr) return {};
  std::string id(text);
  rd_kafka_mem_free(client, text);
  return id;
}

}  // namespace

void consumer_client::on_rebalance(rd_kafka_t* client, rd_kafka_resp_err_t code,
                                   rd_kafka_topic_partition_list_t* partitions, void* opaque) {
  auto& self = *static_cast<consumer_client*>(opaque);
  self.assignment_changed_ = true;
  self.joined_ = code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
  if (self.joined_ && !self.closing_) {
    self.assign(*partitions);
    return;
  }
  if (code == RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS) self.revoke(*partitions);
  rd_kafka_assign(client, nullptr);
}

void consumer_client::assign(rd_kafka_topic_partition_list_t& partitions) {
  // Heartbeats go on meanwhile on librdkafka's own threads.
  for (;;) {
    const auto chosen = choose_offsets(partitions);
    if (chosen) break;
    if (queue_->stopping()) {
      rd_kafka_assign(client_.get(), nullptr);
      return;
    }
    tell_->report(happening::feed_trouble{chosen.error().what, false});
    queue_->pause(retry_delay);
  }
  recorded_.clear();
  next_read_.clear();
  for (const auto& partition : elements(partitions)) {
    queue_->begin(id_of(partition), partition.offset);
    next_read_[id_of(partition)] = partition.offset;
  }
  rd_kafka_assign(client_.get(), &partitions);
  // A commit that was refused at the last revocation is made up for, or the group would seem to lag
  // until the next event.
  store(uncommitted_);
}

void consumer_client::revoke(const rd_kafka_topic_partition_list_t& partitions) {
  // Committed before closing; and the partitions may be another client's by now.
  if (closing_) return;
  // A lost assignment is someone else's already: committing would only be refused.
  if (rd_kafka_assignment_lost(client_.get()) == 0) commit(commit_timeout);
  for (const auto& partition :
       std::span(partitions.elems, static_cast<std::size_t>(partitions.cnt))) {
    queue_->end(id_of(partition));
    next_read_.erase(id_of(partition));
    recorded_.erase(id_of(partition));
  }
}

result<void> consumer_client::choose_offsets(rd_kafka_topic_partition_list_t& partitions) {
  const auto id = read_cluster(client_.get());
  if (id.empty()) {
    return std::unexpected(failure_of(RD_KAFKA_RESP_ERR__TIMED_OUT, "Kafka cluster id"));
  }
  queue_->name_cluster(id);
  uncommitted_.clear();
  const auto stored = queue_->ask_positions();
  if (!stored) {
    return std::unexpected(failure_of(RD_KAFKA_RESP_ERR__DESTROY, "stored positions"));
  }
  if (!*stored) return std::unexpected(stored->error());
  for (auto& partition : elements(partitions)) partition.offset = RD_KAFKA_OFFSET_INVALID;
  const auto code =
      rd_kafka_committed(client_.get(), &partitions, static_cast<int>(lookup_timeout.count()));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return std::unexpected(failure_of(code, "committed offsets"));
  }
  for (auto& partition : elements(partitions)) {
    const auto facts = facts_of(partition, **stored);
    if (!facts) return std::unexpected(facts.error());
    const auto chosen = choose_start(*facts);
    if (const auto what = describe(chosen, *facts); !what.empty()) {
      tell_->report(happening::positions_reset{id_of(partition), what,
                                               chosen.why == start_reason::events_lost});
    }
    partition.offset = chosen.next;
    if (chosen.why == start_reason::resumed && !facts->committed) {
      uncommitted_[id_of(partition)] = chosen.next;
    }
  }
  return {};
}

result<start_facts> consumer_client::facts_of(const rd_kafka_topic_partition_t& partition,
                                              const std::vector<position>& stored) {
  start_facts facts;
  facts.cluster = queue_->cluster();
  if (partition.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return std::unexpected(failure_of(partition.err, "committed offset"));
  }
  if (partition.offset >= 0) facts.committed = partition.offset;
  facts.stored = stored_of(stored, id_of(partition), facts.cluster);
  const auto code = rd_kafka_query_watermark_offsets(
      client_.get(), partition.topic, partition.partition, &facts.log_start, &facts.log_end,
      static_cast<int>(lookup_timeout.count()));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return std::unexpected(failure_of(code, "offsets of the log"));
  }
  return facts;
}

}  // namespace daypass::kafka
