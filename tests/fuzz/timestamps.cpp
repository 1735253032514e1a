// Dates and times as HR and Graph write them.
#include "graph_time.hpp"
#include "target.hpp"

#include "daypass/calendar/format.hpp"
#include "daypass/calendar/parse.hpp"

#include <string>

namespace daypass::fuzz {
namespace {

void read_date(std::string_view text) {
  const auto date = calendar::parse_date(text);
  if (!date) {
    require_words(date.error().what, 400);
    return;
  }
  require(date->ok() && date->year() >= std::chrono::year{1970} &&
              date->year() <= std::chrono::year{2199},
          "a date is one of the calendar");
  const auto written = calendar::format_timestamp(std::chrono::sys_days{*date});
  require(written.substr(0, 10) == text, "a date is written as it was read");
}

void read_time_of_day(std::string_view text) {
  const auto time = calendar::parse_time_of_day(text);
  if (!time) {
    require_words(time.error().what, 400);
    return;
  }
  require(*time >= minutes{0} && *time < hours{24}, "a time of day lies in a day");
}

void read_graph_time(std::string_view text) {
  const auto at = entra::parse_graph_time(text);
  if (!at) return;
  constexpr std::size_t whole_seconds = 19;
  require(text.size() >= whole_seconds, "Graph's time has its seconds");
  const bool leap = text.substr(17, 2) == "60";
  const auto written = entra::format_graph_time(*at);
  require(leap || written.substr(0, whole_seconds) == text.substr(0, whole_seconds),
          "Graph's time is written as it was read");
  const auto by_calendar = calendar::parse_timestamp(text);
  require(leap || !by_calendar || *by_calendar == *at, "both readers see the same instant");
}

}  // namespace

void read_one(std::string_view bytes) {
  read_date(bytes);
  read_time_of_day(bytes);
  read_graph_time(bytes);
  const auto at = calendar::parse_timestamp(bytes);
  if (!at) {
    require_words(at.error().what, 400);
    return;
  }
  const auto written = calendar::format_timestamp(*at);
  const auto again = calendar::parse_timestamp(written);
  require(again && *again == std::chrono::floor<seconds>(*at), "a timestamp is read again");
  const auto by_graph = entra::parse_graph_time(written);
  require(by_graph && *by_graph == *again, "both readers see the same instant");
}

}  // namespace daypass::fuzz
