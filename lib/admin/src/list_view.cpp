#include "text_table.hpp"
#include "view_json.hpp"

#include "daypass/admin/views.hpp"
#include "daypass/calendar/format.hpp"

#include <fmt/format.h>

namespace daypass::admin {
namespace {

std::string shown(const std::optional<instant>& at) {
  return !at || *at == never ? "-" : calendar::format_timestamp(*at);
}

/// Why it stands where it stands: the reason, or how it ended.
std::string why_of(const listed_onboarding& one) {
  if (one.why != reason::none) return std::string(to_string(one.why));
  if (one.ended != ending::none) return std::string(to_string(one.ended));
  return "-";
}

}  // namespace

std::string list_as_text(std::span<const listed_onboarding> hires) {
  if (hires.empty()) return "no hires\n";
  std::vector<std::vector<std::string>> lines = {
      {"HIRE", "STANDING", "WHY", "SINCE", "NEXT LOOK", "ACTIVATION"}};
  for (const listed_onboarding& one : hires) {
    lines.push_back({to_string(one.key), std::string(to_string(one.where)), why_of(one),
                     shown(one.since), shown(one.due_at), shown(one.activation_at)});
  }
  return text_table(lines) +
         fmt::format("{} {}\n", hires.size(), hires.size() == 1 ? "hire" : "hires");
}

std::string list_as_json(std::span<const listed_onboarding> hires) {
  ordered_json all = ordered_json::array();
  for (const listed_onboarding& one : hires) {
    all.push_back({{"hire", to_string(one.key)},
                   {"population", one.key.population},
                   {"hire_id", one.key.hire_id},
                   {"standing", to_string(one.where)},
                   {"reason", to_string(one.why)},
                   {"ending", to_string(one.ended)},
                   {"since", json_of(one.since)},
                   {"due_at", json_of(one.due_at)},
                   {"activation_at", json_of(one.activation_at)}});
  }
  return printed(all);
}

std::string cure_for(const hire_key& key, reason why) {
  std::string text(cure(why));
  const std::string name = to_string(key);
  for (std::size_t at = text.find("HIRE"); at != std::string::npos;
       at = text.find("HIRE", at + name.size())) {
    text.replace(at, 4, name);
  }
  return text;
}

}  // namespace daypass::admin
