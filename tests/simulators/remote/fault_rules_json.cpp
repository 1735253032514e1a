#include "simulators/remote/fault_plan.hpp"

#include <fmt/format.h>

#include <array>
#include <regex>

namespace daypass::simulator {
namespace {

struct preset {
  std::string_view name;
  effect takes_effect;
  ending how;
};

constexpr std::array presets{
    preset{"lost_request", effect::none, ending::close},
    preset{"lost_answer", effect::now, ending::close},
    preset{"late_effect", effect::late, ending::close},
    preset{"reset", effect::none, ending::reset},
    preset{"stall", effect::now, ending::silence},
    preset{"status", effect::none, ending::answer},
    preset{"throttle", effect::none, ending::answer},
    preset{"broken_json", effect::now, ending::answer},
    preset{"partial", effect::now, ending::partial},
    preset{"delay", effect::now, ending::answer},
    preset{"unauthorized", effect::none, ending::answer},
    preset{"kill", effect::now, ending::close},
};

constexpr std::array effect_names{"now", "none", "late"};
constexpr std::array ending_names{"answer", "partial", "close", "reset", "silence"};
constexpr std::array kill_names{"none", "before_effect", "after_effect", "after_answer"};

template <typename Enum, std::size_t Size>
bool read_name(const json& from, const char* field, const std::array<const char*, Size>& names,
               Enum& into) {
  if (!from.contains(field)) return true;
  for (std::size_t i = 0; i < Size; ++i) {
    if (from[field] == names[i]) {
      into = static_cast<Enum>(i);
      return true;
    }
  }
  return false;
}

duration milliseconds_of(const json& from, const char* field) {
  return duration{static_cast<std::int64_t>(from.value(field, 0.0) * 1000)};
}

void fill_named(const json& from, fault& into) {
  if (into.name == "status") into.status = from.value("status", 503);
  if (into.name == "throttle") {
    into.status = 429;
    if (!from.contains("retry_after")) into.retry_after = "1";
  }
  if (into.name == "unauthorized") into.status = 401;
  if (into.name == "broken_json") into.body = from.value("body", R"({"id":")");
}

/// May throw json::exception for a field of the wrong type.
std::string read_fault(const json& from, fault& into) {
  into.name = from.value("name", "");
  const auto found = std::ranges::find(presets, into.name, &preset::name);
  if (found == presets.end()) return fmt::format("no fault is named '{}'", into.name);
  into.takes_effect = found->takes_effect;
  into.how = found->how;
  fill_named(from, into);
  into.delay = milliseconds_of(from, "delay_ms");
  into.late_by = milliseconds_of(from, "late_by_ms");
  into.code = from.value("code", into.code);
  into.message = from.value("message", into.message);
  if (from.contains("retry_after") && !from["retry_after"].is_null()) {
    const auto& wait = from["retry_after"];
    into.retry_after = wait.is_string() ? wait.get<std::string>() : wait.dump();
  }
  if (from.contains("body")) into.body = from.value("body", "");
  if (from.contains("headers")) {
    for (const auto& [name, value] : from["headers"].items()) {
      into.headers.push_back({name, value.get<std::string>()});
    }
  }
  if (into.name == "kill") {
    into.kill = kill_point::after_effect;
    into.kill_pid = from.value("pid", 0);
    if (into.kill_pid <= 1) return "a kill needs the pid of a process";
    if (!read_name(from, "at", kill_names, into.kill)) return "unknown 'at' of a kill";
    if (into.kill == kill_point::before_effect) into.takes_effect = effect::none;
    if (into.kill == kill_point::after_answer) into.how = ending::answer;
  }
  if (!read_name(from, "effect", effect_names, into.takes_effect)) return "unknown effect";
  if (!read_name(from, "ending", ending_names, into.how)) return "unknown ending";
  return {};
}

std::string read_when(const json& from, fault_rule& into) {
  if (from.contains("match")) {
    const auto& match = from["match"];
    into.kind = match.value("kind", "");
    into.method = match.value("method", "");
    into.path = match.value("path", "");
    if (!into.path.empty()) static_cast<void>(std::regex(into.path));
  }
  into.from = from.value("nth", std::uint64_t{1});
  into.times = from.value("times", std::uint64_t{1});
  into.every = from.value("every", std::uint64_t{1});
  into.probability = from.value("probability", 1.0);
  if (from.contains("probability") && !from.contains("times")) into.times = 0;
  if (into.from == 0 || into.every == 0) return "nth and every count from 1";
  return {};
}

}  // namespace

std::string read_rule(const json& from, fault_rule& into) {
  if (!from.is_object() || !from.contains("fault")) return "a rule is {match, nth, fault: {name}}";
  try {
    const std::string wrong = read_when(from, into);
    return wrong.empty() ? read_fault(from["fault"], into.what) : wrong;
  } catch (const json::exception&) {
    return "a field of the rule has the wrong type";
  } catch (const std::regex_error&) {
    return "the path is not a regular expression";
  }
}

json to_json(const fault_rule& rule) {
  return {{"id", rule.id},
          {"match", {{"kind", rule.kind}, {"method", rule.method}, {"path", rule.path}}},
          {"nth", rule.from},
          {"times", rule.times},
          {"every", rule.every},
          {"probability", rule.probability},
          {"fault",
           {{"name", rule.what.name},
            {"effect", effect_names[static_cast<std::size_t>(rule.what.takes_effect)]},
            {"ending", ending_names[static_cast<std::size_t>(rule.what.how)]},
            {"kill", kill_names[static_cast<std::size_t>(rule.what.kill)]}}},
          {"matched", rule.matched},
          {"fired", rule.fired}};
}

}  // namespace daypass::simulator
