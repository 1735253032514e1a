#pragma once
// Kafka records for the targets that read events.

#include "target.hpp"

#include "daypass/hr/event_decoder.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <string_view>

namespace daypass::fuzz {

/// 2026-11-21T12:00:00Z: when every record arrives.
inline constexpr instant arrival{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} +
                                 hours{12}};

/// A record out of `name: value` lines, its headers; what follows an empty line is its value, and
/// without one it has none.
inline raw_event record_of(std::string_view bytes) {
  raw_event record;
  record.received_at = arrival;
  while (!bytes.empty()) {
    const auto line = take_line(bytes);
    if (line.empty()) {
      record.value = std::string(bytes);
      break;
    }
    const auto colon = std::min(line.find(": "), line.size());
    const auto value = line.substr(std::min(colon + 2, line.size()));
    record.headers.emplace_back(std::string(line.substr(0, colon)), std::string(value));
  }
  return record;
}

/// A structured event, UTF-8 as it came.
inline raw_event structured_record(const nlohmann::json& event) {
  raw_event record;
  record.received_at = arrival;
  record.headers = {{"content-type", "application/cloudevents+json"}};
  record.value = event.dump();
  return record;
}

/// What a refusal owes whoever finds it in the quarantine.
inline void require_refusal(const hr::unusable& why) {
  require(hr::to_string(why.code) != "", "a refusal has a code");
  require_words(why.what, 300);
  require(why.what.contains(": "), "a refusal names the place");
}

}  // namespace daypass::fuzz
