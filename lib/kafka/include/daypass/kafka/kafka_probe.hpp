#pragma once
// What a cluster says of the settings, before a daemon relies on them.

#include "daypass/kafka/kafka_settings.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace daypass::kafka {

/// What a finding is about.
enum class probe_subject : std::uint8_t { brokers, topic, group };

struct probe_finding {
  probe_subject about = probe_subject::brokers;
  std::string name;  ///< Of the topic or the group; empty for brokers.
  std::string what;  ///< What is wrong, with librdkafka's words.
  std::string cure;
};

/// Asks for each topic and for the group's offsets; empty: all can be read. Joins no group, makes
/// no topic, moves no offset. Blocks, at most `patience` for each question.
[[nodiscard]] std::vector<probe_finding> probe(const connection_settings& connection,
                                               const std::vector<std::string>& topics,
                                               const std::string& group,
                                               milliseconds patience = milliseconds{10'000});

}  // namespace daypass::kafka
