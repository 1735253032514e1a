// Durations, hours, numbers, flags.
#include "forms.hpp"
#include "text_guard.hpp"

#include "daypass/calendar/parse.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

namespace daypass::config {
namespace {

struct unit {
  std::string_view letters;
  duration length;
};

constexpr std::array<unit, 5> units = {{{"d", days{1}},
                                        {"h", hours{1}},
                                        {"m", minutes{1}},
                                        {"s", seconds{1}},
                                        {"ms", milliseconds{1}}}};

std::optional<duration> parse_span(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (failed != std::errc{} || count < 0) return std::nullopt;
  const std::string_view letters(end, text.data() + text.size());
  for (const unit& one : units) {
    if (letters != one.letters) continue;
    if (count > duration::max().count() / one.length.count()) return duration::max();
    return count * one.length;
  }
  return std::nullopt;
}

std::string shown(const node& value) {
  return value.kind == node_kind::text ? fmt::format("\"{}\"", printable(value.text, 40))
                                       : std::string(to_string(value.kind));
}

bool read_span(const reading& at, duration least, duration most, duration& into) {
  const auto given =
      at.value.kind == node_kind::text ? parse_span(at.value.text) : std::optional<duration>{};
  if (!given) {
    return at.refuse(config_errc::malformed_duration,
                     fmt::format("is {}, which is no duration", shown(at.value)),
                     "write one number and one unit of d, h, m, s, ms, as text: \"48h\"");
  }
  if (*given < least || *given > most) {
    return at.refuse(config_errc::out_of_range, fmt::format("is {}", shown(at.value)),
                     fmt::format("give {} to {}", show_duration(least), show_duration(most)));
  }
  into = *given;
  return true;
}

}  // namespace

std::string show_duration(duration span) {
  if (span == duration::zero()) return "0s";
  for (const unit& one : units) {
    if (span % one.length == duration::zero()) {
      return fmt::format("{}{}", span / one.length, one.letters);
    }
  }
  return fmt::format("{}us", span.count());
}

form<duration> span(duration least, duration most) {
  return {fmt::format("duration, {} to {}", show_duration(least), show_duration(most)),
          [=](const reading& at, duration& into) { return read_span(at, least, most, into); },
          show_duration};
}

form<minutes> span_of_minutes(minutes least, minutes most) {
  const auto read = [=](const reading& at, minutes& into) {
    duration given{};
    if (!read_span(at, least, most, given)) return false;
    if (given % minutes{1} != duration::zero()) {
      return at.refuse(config_errc::out_of_range, fmt::format("is {}", shown(at.value)),
                       "give whole minutes");
    }
    into = std::chrono::duration_cast<minutes>(given);
    return true;
  };
  return {fmt::format("duration, {} to {}", show_duration(least), show_duration(most)), read,
          [](const minutes& value) { return show_duration(value); }};
}

form<minutes> local_hour() {
  const auto read = [](const reading& at, minutes& into) {
    const auto given = at.value.kind == node_kind::text
                           ? calendar::parse_time_of_day(at.value.text)
                           : result<minutes>(fail(failure::permanent, {}, {}));
    if (!given || *given == minutes{0}) {
      return at.refuse(config_errc::malformed_hour,
                       fmt::format("is {}, which is no local hour", shown(at.value)),
                       "write 00:01 to 23:59 as text: \"08:00\"");
    }
    into = *given;
    return true;
  };
  return {"local hour, 00:01 to 23:59", read, [](const minutes& value) {
            return fmt::format("{:02}:{:02}", value.count() / 60, value.count() % 60);
          }};
}

form<bool> flag() {
  return {"true or false",
          [](const reading& at, bool& into) {
            if (!at.is(node_kind::flag, "true or false, without quotes")) return false;
            into = at.value.flag;
            return true;
          },
          [](const bool& value) { return std::string(value ? "true" : "false"); }};
}

form<std::uint32_t> number(std::uint32_t least, std::uint32_t most) {
  const auto read = [=](const reading& at, std::uint32_t& into) {
    if (!at.is(node_kind::integer, "a whole number without quotes")) return false;
    if (at.value.integer < least || at.value.integer > most) {
      return at.refuse(config_errc::out_of_range, fmt::format("is {}", at.value.integer),
                       fmt::format("give {} to {}", least, most));
    }
    into = static_cast<std::uint32_t>(at.value.integer);
    return true;
  };
  return {fmt::format("number, {} to {}", least, most), read,
          [](const std::uint32_t& value) { return fmt::format("{}", value); }};
}

form<std::optional<double>> rate(double least, double most) {
  const auto read = [=](const reading& at, std::optional<double>& into) {
    const bool whole = at.value.kind == node_kind::integer;
    if (!whole && !at.is(node_kind::real, "a number without quotes")) return false;
    const double given = whole ? static_cast<double>(at.value.integer) : at.value.real;
    if (!(given >= least && given <= most)) {
      return at.refuse(config_errc::out_of_range, fmt::format("is {}", given),
                       fmt::format("give {} to {}", least, most));
    }
    into = given;
    return true;
  };
  return {fmt::format("number, {} to {}", least, most), read,
          [](const std::optional<double>&) { return std::string(); }};
}

}  // namespace daypass::config
