// An event's data: the contract, canonical forms, and the whole of the decoder.
#include "records.hpp"
#include "text.hpp"

#include "daypass/calendar/parse.hpp"
#include "daypass/calendar/zone_name.hpp"

#include <array>

namespace daypass::fuzz {
namespace {

using hr::hire_id_member;
using nlohmann::json;

const calendar::zone_database& zones() {
  static const auto opened = calendar::zone_database::open().value();
  return *opened;
}

hr::event_decoder& decoder() {
  using enum hire_id_member;
  static hr::event_decoder shared({{{"/hr", {}},
                                    {"/timed", {"", event_order::time, hire_id_or_employee_id}},
                                    {"/ids", {"abroad", event_order::revision, hire_id}},
                                    {"/numbers", {"", event_order::revision, employee_id}}}},
                                  zones());
  return shared;
}

struct named_field {
  const char* name;
  field which;
};

/// All but status and place, which are made of other things.
constexpr std::array fields = {
    named_field{"employeeId", field::employee_id},
    named_field{"givenName", field::given_name},
    named_field{"surname", field::surname},
    named_field{"displayName", field::display_name},
    named_field{"startDate", field::start_date},
    named_field{"startTime", field::start_time},
    named_field{"userPrincipalName", field::user_principal_name},
    named_field{"employeeType", field::employee_type},
    named_field{"department", field::department},
    named_field{"jobTitle", field::job_title},
    named_field{"companyName", field::company_name},
    named_field{"country", field::country},
    named_field{"usageLocation", field::usage_location},
    named_field{"managerEmployeeId", field::manager_employee_id},
    named_field{"managerEmail", field::manager_email},
    named_field{"profile", field::profile},
};
static_assert(fields.size() + 2 == field_count);

/// `announced /hr 2026-11-21T10:00:00Z` and the data behind it: a binary record.
raw_event record_from(std::string_view bytes) {
  std::string_view line = take_line(bytes);
  std::array<std::string, 3> words;
  for (std::string& word : words) {
    word = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(word.size() + 1, line.size()));
  }
  raw_event record;
  record.received_at = arrival;
  record.headers = {{"ce_specversion", "1.0"},
                    {"ce_id", "e-1"},
                    {"ce_type", "hr.hire." + words[0] + ".v1"},
                    {"ce_source", words[1]}};
  if (!words[2].empty()) record.headers.emplace_back("ce_time", words[2]);
  record.value = std::string(bytes);
  return record;
}

void write_place(const hire_event& hire, json& data) {
  if (!hire.changes.names(field::place)) return;
  const std::string place = hire.changes.value(field::place).value();
  const bool zone = place.starts_with("zone:");
  require(zone || place.starts_with("site:"), "a place is a zone or a site");
  data[zone ? "timeZone" : "site"] = place.substr(5);
}

/// The data as an event would have it that says the same in canonical form.
json data_of(const hire_event& hire) {
  json data = json::object();
  if (hire.ordered_by == event_order::revision) data["revision"] = hire.order;
  if (!hire.reason.empty()) data["reason"] = hire.reason;
  for (const auto& [name, which] : fields) {
    if (!hire.changes.names(which)) continue;
    const auto& value = hire.changes.value(which);
    if (value) data[name] = *value;
    if (!value && hire.kind == event_kind::changed) data[name] = nullptr;
  }
  write_place(hire, data);
  if (hire.id.source != "/numbers") data["hireId"] = hire.key.hire_id;
  if (!data.contains("employeeId") && hire.id.source == "/numbers") {
    data["employeeId"] = hire.key.hire_id;
  }
  return data;
}

void require_good_fields(const hire_event& hire) {
  require_words(hire.key.hire_id, 64 * 4);
  for (const auto& [name, which] : fields) {
    if (!hire.changes.names(which) || !hire.changes.value(which)) continue;
    require_words(*hire.changes.value(which), 256 * 4);
    require(!hr::has_controls(*hire.changes.value(which)), "a field has no control characters");
    require(hire.kind != event_kind::rescinded, "a rescission changes no field");
  }
  const auto date = hire.changes.names(field::start_date) ? hire.changes.value(field::start_date)
                                                          : std::optional<std::string>();
  if (date) require(calendar::parse_date(*date).has_value(), "a start date is one");
}

void require_same_again(const hire_event& hire, raw_event record) {
  record.value = data_of(hire).dump();
  const auto again = decoder().decode(record);
  if (const auto* const why = std::get_if<hr::unusable>(&again)) require(false, why->what);
  require(std::holds_alternative<hire_event>(again), "the canonical form is an event");
  const auto& same = std::get<hire_event>(again);
  require(same.key == hire.key && same.changes == hire.changes && same.digest == hire.digest,
          "the canonical form says the same");
}

}  // namespace

void read_one(std::string_view bytes) {
  const raw_event record = record_from(bytes);
  const auto read = decoder().decode(record);
  if (const auto* const why = std::get_if<hr::unusable>(&read)) require_refusal(*why);
  const auto* const hire = std::get_if<hire_event>(&read);
  if (hire == nullptr) return;
  require(hire->received_at == arrival, "an event arrived when its record did");
  require_good_fields(*hire);
  require_same_again(*hire, record);
}

}  // namespace daypass::fuzz
