#include "bad_cases.hpp"

#include "events.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace daypass::hr {

event_decoder& decoder() {
  static const auto zones = calendar::zone_database::open().value();
  static event_decoder shared(
      {{{"/hr", {}},
        {"/hr/timed", {"default", event_order::time, hire_id_member::hire_id_or_employee_id}},
        {"/hr/ids", {"abroad", event_order::revision, hire_id_member::hire_id}},
        {"/hr/numbers", {"default", event_order::revision, hire_id_member::employee_id}}}},
      *zones);
  return shared;
}

std::string announced_data(std::string_view more) {
  return fmt::format(R"({{"employeeId":"a12","givenName":"Ada","surname":"Byron",)"
                     R"("startDate":"2026-11-30","timeZone":"Europe/Berlin"{}}})",
                     more);
}

std::string structured(std::string_view kind, std::string_view data, std::string_view attributes) {
  return fmt::format(R"({{"specversion":"1.0","type":"hr.hire.{}.v1",{},"data":{}}})", kind,
                     attributes, data);
}

raw_event structured_record(std::string value) {
  raw_event record;
  record.value = std::move(value);
  record.headers = {{"content-type", "application/cloudevents+json; charset=utf-8"}};
  record.received_at = arrival;
  return record;
}

raw_event binary_record(std::string_view kind, std::string data, std::string_view source) {
  raw_event record;
  record.value = std::move(data);
  record.headers = {{"ce_specversion", "1.0"},
                    {"ce_id", "e-1"},
                    {"ce_source", std::string(source)},
                    {"ce_type", fmt::format("hr.hire.{}.v1", kind)},
                    {"content-type", "application/json"}};
  record.received_at = arrival;
  return record;
}

raw_event without(raw_event record, std::string_view header) {
  std::erase_if(record.headers, [&](const auto& held) { return held.first == header; });
  return record;
}

raw_event with(raw_event record, std::string_view header, std::string value) {
  record = without(std::move(record), header);
  record.headers.emplace_back(std::string(header), std::move(value));
  return record;
}

hire_event good(const raw_event& record) {
  const auto result = decoder().decode(record);
  if (const auto* const why = std::get_if<unusable>(&result)) {
    ADD_FAILURE() << to_string(why->code) << ": " << why->what;
    return {};
  }
  if (std::holds_alternative<passed_over>(result)) {
    ADD_FAILURE() << "passed over";
    return {};
  }
  return std::get<hire_event>(result);
}

std::string said(const hire_event& event, field which) {
  if (!event.changes.names(which)) return "(not named)";
  return event.changes.value(which).value_or("(cleared)");
}

void expect_refused(const std::vector<bad_case>& cases) {
  for (const auto& row : cases) {
    const auto result = decoder().decode(row.record());
    const auto* const why = std::get_if<unusable>(&result);
    if (why == nullptr) {
      ADD_FAILURE() << row.name << ": was not refused";
      continue;
    }
    EXPECT_EQ(to_string(why->code), to_string(row.code)) << row.name;
    EXPECT_EQ(why->what, row.what) << row.name;
    EXPECT_LE(why->what.size(), 300U) << row.name;
  }
}

}  // namespace daypass::hr
