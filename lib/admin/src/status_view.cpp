#include "text_table.hpp"
#include "view_json.hpp"

#include "daypass/admin/views.hpp"
#include "daypass/calendar/format.hpp"

namespace daypass::admin {
namespace {

template <typename Enum>
ordered_json counts_of(const std::vector<std::pair<Enum, std::uint64_t>>& counts) {
  ordered_json made = ordered_json::object();
  for (const auto& [what, count] : counts) made[std::string(to_string(what))] = count;
  return made;
}

template <typename Enum>
void add_counts(std::vector<std::vector<std::string>>& lines, const std::string& title,
                const std::vector<std::pair<Enum, std::uint64_t>>& counts) {
  for (const auto& [what, count] : counts) {
    lines.push_back({title + " " + std::string(to_string(what)), std::to_string(count)});
  }
}

ordered_json busiest_of(const std::optional<busy_day>& most) {
  if (!most) return nullptr;
  return {{"day", calendar::format_timestamp(most->day).substr(0, 10)}, {"hires", most->hires}};
}

}  // namespace

std::string status_as_text(const state_totals& totals, const std::vector<std::string>& not_ready) {
  std::string made = not_ready.empty() ? "ready\n" : "not ready\n";
  for (const std::string& why : not_ready) made += "- " + safe_for_terminal(why) + "\n";
  std::vector<std::vector<std::string>> lines;
  add_counts(lines, "standing", totals.by_standing);
  add_counts(lines, "reason", totals.by_reason);
  add_counts(lines, "ended", totals.by_ending);
  lines.push_back({"due now", std::to_string(totals.due)});
  if (totals.oldest_due_at) {
    lines.push_back({"oldest due", calendar::format_timestamp(*totals.oldest_due_at)});
  }
  if (totals.busiest_day) {
    const busy_day& most = *totals.busiest_day;
    lines.push_back({"busiest day", calendar::format_timestamp(most.day).substr(0, 10) + ", " +
                                        std::to_string(most.hires)});
  }
  lines.push_back({"dead letters", std::to_string(totals.quarantined)});
  lines.push_back({"not on the topic yet", std::to_string(totals.undelivered)});
  return made + text_table(lines);
}

std::string status_as_json(const state_totals& totals, const std::vector<std::string>& not_ready) {
  return printed({{"ready", not_ready.empty()},
                  {"not_ready", not_ready},
                  {"standing", counts_of(totals.by_standing)},
                  {"reason", counts_of(totals.by_reason)},
                  {"ending", counts_of(totals.by_ending)},
                  {"due", totals.due},
                  {"oldest_due_at", json_of(totals.oldest_due_at)},
                  {"busiest_day", busiest_of(totals.busiest_day)},
                  {"dead_letters", totals.quarantined},
                  {"undelivered", totals.undelivered}});
}

}  // namespace daypass::admin
