#include "abbreviation.hpp"

#include "digits.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace daypass::calendar {
namespace {

constexpr std::array<std::string_view, 8> no_abbreviations{"UTC", "GMT", "UCT", "GB",
                                                           "NZ",  "PRC", "ROC", "ROK"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 26> meanings{{
    {"EST", "America/New_York or America/Panama"},
    {"EDT", "America/New_York"},
    {"ET", "America/New_York"},
    {"EST5EDT", "America/New_York"},
    {"CST", "America/Chicago, America/Mexico_City or Asia/Shanghai"},
    {"CDT", "America/Chicago or America/Havana"},
    {"CT", "America/Chicago"},
    {"CST6CDT", "America/Chicago"},
    {"MST", "America/Denver or America/Phoenix"},
    {"MDT", "America/Denver"},
    {"MT", "America/Denver"},
    {"MST7MDT", "America/Denver"},
    {"PST", "America/Los_Angeles or Asia/Manila"},
    {"PDT", "America/Los_Angeles"},
    {"PT", "America/Los_Angeles"},
    {"PST8PDT", "America/Los_Angeles"},
    {"HST", "Pacific/Honolulu"},
    {"IST", "Asia/Kolkata, Asia/Jerusalem or Europe/Dublin"},
    {"BST", "Europe/London or Asia/Dhaka"},
    {"CET", "Europe/Berlin or Africa/Algiers"},
    {"MET", "Europe/Berlin"},
    {"CEST", "Europe/Berlin"},
    {"EET", "Europe/Helsinki or Africa/Cairo"},
    {"WET", "Europe/Lisbon"},
    {"AST", "America/Halifax or Asia/Riyadh"},
    {"JST", "Asia/Tokyo"},
}};

}  // namespace

bool is_abbreviation(std::string_view text) {
  if (std::ranges::find(no_abbreviations, text) != no_abbreviations.end()) return false;
  const auto end = std::ranges::find_if_not(text, [](char c) { return c >= 'A' && c <= 'Z'; });
  const auto letters = static_cast<std::size_t>(end - text.begin());
  if (letters < 2 || letters > 5) return false;
  auto rest = text.substr(letters);
  if (rest.empty()) return true;
  // EST5EDT, EST+5: a rule of POSIX. GMT0 and GMT+0 are names of tzdata.
  if (text.starts_with("GMT") || text.starts_with("UTC")) return false;
  if (rest.front() == '+' || rest.front() == '-') rest.remove_prefix(1);
  return !rest.empty() && is_digit(rest.front());
}

std::string_view meant_by(std::string_view abbreviation) {
  const auto* const found =
      std::ranges::find(meanings, abbreviation, &decltype(meanings)::value_type::first);
  return found == meanings.end() ? "Europe/Berlin" : found->second;
}

}  // namespace daypass::calendar
