// A Kafka record's CloudEvents envelope, in structured and binary mode.
#include "cloud_event.hpp"
#include "records.hpp"

#include "daypass/hr/large_value.hpp"

#include <optional>

namespace daypass::fuzz {
namespace {

using hr::checked;
using hr::cloud_event;
using hr::decode_errc;

/// The same event in structured mode.
raw_event written_again(const cloud_event& event) {
  nlohmann::json whole = {{"specversion", "1.0"},
                          {"type", "hr.hire." + std::string(to_string(event.kind)) + ".v1"},
                          {"source", event.id.source},
                          {"id", event.id.id},
                          {"data", event.data}};
  if (event.time) whole["time"] = *event.time;
  return structured_record(whole);
}

/// The envelope adds a level and some values, so data at a bound may go beyond it.
bool is_bound(decode_errc code) {
  return code == decode_errc::too_deep || code == decode_errc::value_too_large;
}

void require_attribute(std::string_view text) {
  constexpr std::size_t attribute_max = 1024;
  require_words(text, attribute_max);
}

}  // namespace

void read_one(std::string_view bytes) {
  const raw_event record = record_of(bytes);
  const auto read = hr::read_cloud_event(record);
  if (!read) {
    require_refusal(read.error());
    const auto again = hr::read_cloud_event(record);
    require(!again && again.error().what == read.error().what, "a repeat is refused alike");
    return;
  }
  if (!*read) return;
  const cloud_event& event = **read;
  require_attribute(event.id.id);
  require_attribute(event.id.source);
  require(event.data.is_object(), "the data is an object");
  require(!event.time_place.empty(), "the time has a place");

  const auto again = hr::read_cloud_event(written_again(event));
  if (!again && is_bound(again.error().code)) return;
  require(again && *again, "an accepted event is accepted again");
  require((*again)->kind == event.kind && (*again)->id == event.id && (*again)->time == event.time,
          "an accepted event has the same attributes again");
  require((*again)->data == event.data, "an accepted event has the same data again");
}

}  // namespace daypass::fuzz
