#include "log_line.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <type_traits>

namespace daypass::observe {
namespace {

/// RFC 3339, UTC, milliseconds.
std::string time_text(instant at) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(at);
  const auto rest = std::chrono::floor<milliseconds>(at - whole);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                     fmt::gmtime(static_cast<std::time_t>(whole.time_since_epoch().count())),
                     rest.count());
}

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

std::string value_text(const field_value& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::string>) {
          return json_text(held);
        } else {
          return fmt::format("{}", held);
        }
      },
      value);
}

}  // namespace

std::string_view to_string(log_level level) {
  switch (level) {
    case log_level::debug:
      return "debug";
    case log_level::info:
      return "info";
    case log_level::warning:
      return "warning";
    case log_level::error:
      return "error";
  }
  return "error";
}

std::string write_json(const log_line& line, log_level level, instant at, const std::string& hire,
                       const std::string& full_name) {
  std::string text =
      fmt::format(R"({{"time":"{}","level":"{}","event":"{}","message":{})", time_text(at),
                  to_string(level), line.event, json_text(line.message));
  if (!hire.empty()) text += fmt::format(R"(,"hire":{})", json_text(hire));
  if (!full_name.empty()) text += fmt::format(R"(,"hireKey":{})", json_text(full_name));
  for (const auto& [name, value] : line.fields) {
    text += fmt::format(R"(,"{}":{})", name, value_text(value));
  }
  if (!line.cure.empty()) text += fmt::format(R"(,"cure":{})", json_text(line.cure));
  return text + '}';
}

std::string write_text(const log_line& line, log_level level, instant at, const std::string& hire,
                       const std::string& full_name) {
  // Quoted, so that it stays one line, and shown without the quotation marks.
  const std::string message = json_text(line.message);
  std::string text = fmt::format("{} {:<7} {}: {}", time_text(at), to_string(level), line.event,
                                 std::string_view(message).substr(1, message.size() - 2));
  if (!hire.empty()) text += " hire=" + hire;
  if (!full_name.empty()) text += " hireKey=" + json_text(full_name);
  for (const auto& [name, value] : line.fields) {
    text += fmt::format(" {}={}", name, value_text(value));
  }
  if (!line.cure.empty()) text += fmt::format(" -- cure: {}", line.cure);
  return text;
}

}  // namespace daypass::observe
