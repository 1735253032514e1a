#include "simulation/hr_words.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <tuple>

namespace daypass::simulation {
namespace {

using nlohmann::json;

const char* name_of(word_kind kind) {
  constexpr std::array names = {"announced", "changed", "rescinded"};
  return names[static_cast<std::size_t>(kind)];
}

const char* source_of(source_order order) {
  return order == source_order::revision ? "/hr" : "/hr/timed";
}

void add_start(json& data, const start_words& start) {
  data["startDate"] = fmt::format("{:%Y-%m-%d}", std::chrono::sys_days(start.date));
  data["timeZone"] = start.zone;
  if (start.time_of_day) {
    data["startTime"] = fmt::format("{:%H:%M}", *start.time_of_day);
  } else {
    data["startTime"] = nullptr;
  }
}

json data_of(const hire_names& who, const hr_word& word) {
  json data{{"hireId", who.hire_id}, {"employeeId", who.hire_id}};
  if (who.order == source_order::revision) data["revision"] = word.order;
  if (word.kind == word_kind::announced) {
    data["givenName"] = who.given_name;
    data["surname"] = who.surname;
    if (!who.manager.empty()) data["managerEmployeeId"] = who.manager;
  }
  if (word.start) add_start(data, *word.start);
  if (word.department) data["department"] = *word.department;
  if (word.kind == word_kind::rescinded) {
    data.erase("employeeId");
    data["reason"] = "offer withdrawn";
  }
  return data;
}

std::string time_text(const hire_names& who, const hr_word& word) {
  if (who.order == source_order::revision) return "2026-11-01T00:00:00Z";
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", instant(duration(word.order)));
}

/// Precedence within one order (design 5.1): rescinded, then changed, then announced.
auto rank_of(const hr_word& word) {
  return std::tuple(word.order, word.kind == word_kind::rescinded, word.kind == word_kind::changed);
}

bool outranks(const hr_word* left, const hr_word* right) {
  return right == nullptr || rank_of(*left) > rank_of(*right);
}

}  // namespace

raw_event record_of(const hire_names& who, const hr_word& word, const std::string& id,
                    bool binary) {
  const std::string type = fmt::format("hr.hire.{}.v1", name_of(word.kind));
  raw_event made;
  made.key = who.hire_id;
  const json data = data_of(who, word);
  if (binary) {
    made.headers = {{"ce_specversion", "1.0"},           {"ce_id", id},
                    {"ce_source", source_of(who.order)}, {"ce_type", type},
                    {"ce_time", time_text(who, word)},   {"content-type", "application/json"}};
    made.value = data.dump();
    return made;
  }
  made.headers = {{"content-type", "application/cloudevents+json"}};
  made.value = json{{"specversion", "1.0"},           {"id", id},
                    {"source", source_of(who.order)}, {"type", type},
                    {"time", time_text(who, word)},   {"data", data}}
                   .dump();
  return made;
}

hr_truth truth_of(const std::vector<const told_record*>& told, source_order order, instant now) {
  hr_truth truth;
  const hr_word* status = nullptr;
  const hr_word* start = nullptr;
  const hr_word* department = nullptr;
  const hr_word* announced = nullptr;
  const hr_word* rescission = nullptr;
  for (const told_record* one : told) {
    if (one->at > now || !one->word) continue;
    const hr_word& word = *one->word;
    if (word.kind == word_kind::rescinded && outranks(&word, rescission)) rescission = &word;
    if (word.kind == word_kind::announced && outranks(&word, announced)) announced = &word;
    if (word.kind != word_kind::changed && outranks(&word, status)) status = &word;
    const bool sets_start = word.start.has_value();
    if (sets_start && outranks(&word, start)) start = &word;
    const bool sets_department = word.department || word.kind == word_kind::announced;
    if (sets_department && outranks(&word, department)) department = &word;
  }
  truth.announced = announced != nullptr;
  const auto first_told = [&](const hr_word* which) {
    instant first = never;
    for (const told_record* one : told) {
      const bool same = one->word && rank_of(*one->word) == rank_of(*which);
      if (same) first = std::min(first, one->at);
    }
    return first;
  };
  truth.rescinded = status != nullptr && status->kind == word_kind::rescinded;
  truth.reopen_unconfirmed = truth.announced && !truth.rescinded && rescission != nullptr &&
                             order == source_order::time && rescission->order < announced->order;
  if (truth.wants_lockout()) truth.closed_at = first_told(truth.rescinded ? status : announced);
  if (rescission != nullptr) truth.rescinded_at = first_told(rescission);
  if (start != nullptr) {
    truth.start = start->start;
    truth.start_told_at = first_told(start);
  }
  if (department != nullptr) truth.department = department->department.value_or("");
  return truth;
}

}  // namespace daypass::simulation
