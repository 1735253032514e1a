#include "simulation/kafka_world.hpp"

#include "daypass/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace daypass::simulation {

kafka_world::kafka_world(std::function<instant()> now, std::int32_t partitions, std::string cluster,
                         std::string topic)
    : now_(std::move(now)), cluster_(std::move(cluster)), topic_(std::move(topic)) {
  DAYPASS_ASSERT(partitions >= 1 && partitions <= 4);
  logs_.resize(static_cast<std::size_t>(partitions));
}

kafka_world::log& kafka_world::log_of(std::int32_t partition) {
  return logs_.at(static_cast<std::size_t>(partition));
}
const kafka_world::log& kafka_world::log_of(std::int32_t partition) const {
  return logs_.at(static_cast<std::size_t>(partition));
}

void kafka_world::settle() const {
  if (member_ != nullptr) member_->catch_up();
}

void kafka_world::tell() const {
  if (member_ != nullptr) member_->news();
}

std::int64_t kafka_world::append(std::int32_t partition, raw_event record) {
  log& to = log_of(partition);
  record.partition = id_of(partition);
  record.offset = log_end(partition);
  if (record.produced_at == instant{}) record.produced_at = now();
  to.records.push_back(std::move(record));
  tell();
  return to.records.back().offset;
}

std::int64_t kafka_world::log_start(std::int32_t partition) const {
  return log_of(partition).start;
}

std::int64_t kafka_world::log_end(std::int32_t partition) const {
  const log& of = log_of(partition);
  return of.base + static_cast<std::int64_t>(of.records.size());
}

const raw_event& kafka_world::at(std::int32_t partition, std::int64_t offset) const {
  const log& of = log_of(partition);
  DAYPASS_ASSERT(offset >= of.start && offset < log_end(partition));
  return of.records.at(static_cast<std::size_t>(offset - of.base));
}

std::optional<std::int64_t> kafka_world::committed(std::int32_t partition) const {
  settle();
  return log_of(partition).committed;
}

std::optional<std::int64_t> kafka_world::highest_committed(std::int32_t partition) const {
  settle();
  return log_of(partition).highest_committed;
}

const std::vector<kafka_commit>& kafka_world::commits() const {
  settle();
  return commits_;
}

void kafka_world::broker_gone(instant until) {
  settle();
  if (until <= std::max(now(), gone_until_)) return;
  if (reachable(now())) {
    gone_since_ = now();
    ++absences_;
  }
  gone_until_ = until;
  tell();
}

void kafka_world::rebalance() {
  settle();
  ++generation_;
  tell();
}

void kafka_world::give_elsewhere(std::int32_t partition, instant until) {
  settle();
  log_of(partition).elsewhere_until = until;
  tell();
}

instant kafka_world::elsewhere_until(std::int32_t partition) const {
  return log_of(partition).elsewhere_until;
}

void kafka_world::rewind(std::int32_t partition, std::int64_t offset) {
  settle();
  log_of(partition).committed = offset;
  tell();
}

void kafka_world::reset_to_end() {
  settle();
  for (std::int32_t partition = 0; partition < partitions(); ++partition) {
    log_of(partition).committed = log_end(partition);
  }
  tell();
}

void kafka_world::forget_committed() {
  settle();
  for (log& one : logs_) one.committed.reset();
  tell();
}

void kafka_world::rename_cluster(std::string id, std::optional<std::int64_t> first_offset) {
  settle();
  cluster_ = std::move(id);
  for (log& one : logs_) {
    one.committed.reset();
    one.highest_committed.reset();
    if (!first_offset) continue;
    one.records.erase(one.records.begin(), one.records.begin() + (one.start - one.base));
    one.base = one.start = *first_offset;
    for (std::int64_t offset = one.base; raw_event & record : one.records) record.offset = offset++;
  }
  tell();
}

void kafka_world::expire(std::int32_t partition, std::int64_t offset) {
  settle();
  DAYPASS_ASSERT(offset <= log_end(partition));
  log& of = log_of(partition);
  of.start = std::max(of.start, offset);
  tell();
}

void kafka_world::join(group_member* member) {
  DAYPASS_ASSERT(member_ == nullptr);
  member_ = member;
}

void kafka_world::leave(const group_member* member, bool closed) {
  DAYPASS_ASSERT(member_ == member);
  member_ = nullptr;
  vanished_at_ = closed ? std::nullopt : std::optional(now());
}

bool kafka_world::commit(std::int32_t partition, std::int64_t next_offset, instant when) {
  if (!reachable(when)) return false;
  log& of = log_of(partition);
  of.committed = next_offset;
  of.highest_committed = std::max(of.highest_committed.value_or(next_offset), next_offset);
  commits_.push_back({when, cluster_, partition, next_offset});
  return true;
}

}  // namespace daypass::simulation
