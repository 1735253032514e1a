#pragma once
// The envelope: CloudEvents 1.0 out of a Kafka record, in structured or binary mode (CloudEvents
// Kafka protocol binding 3).

#include "problem.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace daypass::hr {

/// The kind of hire event that a CloudEvents type names; nothing for types that aren't ours.
[[nodiscard]] std::optional<event_kind> kind_of_type(std::string_view type);

struct cloud_event {
  event_kind kind{};
  event_id id;
  std::optional<std::string> time;  ///< As written.
  std::string time_place;           ///< `/time` or `header ce_time`.
  nlohmann::json data;              ///< An object.
  std::string data_place;  ///< JSON pointer of the data inside the value: `/data` or empty.
};

/// Reads the envelope. Nothing inside the result: an event of a type that isn't ours.
[[nodiscard]] checked<std::optional<cloud_event>> read_cloud_event(const raw_event& record);

}  // namespace daypass::hr
