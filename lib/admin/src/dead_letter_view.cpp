#include "text_table.hpp"
#include "view_json.hpp"

#include "daypass/admin/views.hpp"
#include "daypass/calendar/format.hpp"

#include <fmt/format.h>

namespace daypass::admin {
namespace {

std::string origin_of(const raw_event& raw) {
  return fmt::format("{}/{}@{}", raw.partition.topic, raw.partition.number, raw.offset);
}

ordered_json headers_of(const raw_event& raw) {
  ordered_json all = ordered_json::array();
  for (const auto& [name, value] : raw.headers) {
    all.push_back({{"name", name}, {"value", value}});
  }
  return all;
}

ordered_json bytes_of(const std::optional<std::string>& bytes) {
  return bytes ? ordered_json(*bytes) : ordered_json(nullptr);
}

}  // namespace

std::string dead_letters_as_text(std::span<const quarantined_event> events) {
  if (events.empty()) return "no dead letters\n";
  std::vector<std::vector<std::string>> lines = {
      {"NUMBER", "AT", "FROM", "CODE", "ON THE TOPIC", "WHAT"}};
  for (const quarantined_event& one : events) {
    lines.push_back({std::to_string(one.number), calendar::format_timestamp(one.at),
                     origin_of(one.raw), one.code, one.delivered ? "yes" : "not yet", one.what});
  }
  return text_table(lines) +
         fmt::format("{} dead {}\n", events.size(), events.size() == 1 ? "letter" : "letters");
}

std::string dead_letters_as_json(std::span<const quarantined_event> events) {
  ordered_json all = ordered_json::array();
  for (const quarantined_event& one : events) {
    all.push_back({{"number", one.number},
                   {"at", json_of(one.at)},
                   {"topic", one.raw.partition.topic},
                   {"partition", one.raw.partition.number},
                   {"offset", one.raw.offset},
                   {"code", one.code},
                   {"what", one.what},
                   {"delivered", one.delivered},
                   {"produced_at", json_of(one.raw.produced_at)},
                   {"received_at", json_of(one.raw.received_at)},
                   {"key", bytes_of(one.raw.key)},
                   {"headers", headers_of(one.raw)},
                   {"value", bytes_of(one.raw.value)},
                   {"full_digest", bytes_of(one.full_digest)}});
  }
  return printed(all);
}

}  // namespace daypass::admin
