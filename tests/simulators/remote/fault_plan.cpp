#include "simulators/remote/fault_plan.hpp"

#include <algorithm>

namespace daypass::simulator {
namespace {

/// libstdc++'s regular expressions recurse; a path beyond this is not matched.
constexpr std::size_t path_length_max = 2048;

bool matches_kind(const std::string& wanted, std::string_view kind) {
  if (wanted.empty() || wanted == kind) return true;
  return wanted.back() == '*' && kind.starts_with(wanted.substr(0, wanted.size() - 1));
}

bool strikes(const fault_rule& rule) {
  if (rule.matched < rule.from) return false;
  if (rule.times != 0 && rule.fired >= rule.times) return false;
  return (rule.matched - rule.from) % rule.every == 0;
}

}  // namespace

std::uint64_t fault_plan::add(fault_rule rule) {
  rule.id = ++last_id_;
  armed made{std::move(rule), std::nullopt};
  if (!made.rule.path.empty()) made.path.emplace(made.rule.path, std::regex::ECMAScript);
  rules_.push_back(std::move(made));
  return last_id_;
}

bool fault_plan::remove(std::uint64_t id) {
  return std::erase_if(rules_, [id](const armed& each) { return each.rule.id == id; }) > 0;
}

std::vector<fault_rule> fault_plan::rules() const {
  std::vector<fault_rule> made;
  made.reserve(rules_.size());
  for (const auto& each : rules_) made.push_back(each.rule);
  return made;
}

std::optional<fault> fault_plan::draw(std::string_view kind, std::string_view method,
                                      const std::string& path, random_source& random) {
  std::optional<fault> struck;
  for (auto& [rule, pattern] : rules_) {
    if (!matches_kind(rule.kind, kind)) continue;
    if (!rule.method.empty() && rule.method != method) continue;
    if (pattern && (path.size() > path_length_max || !std::regex_search(path, *pattern))) continue;
    ++rule.matched;
    if (struck || !strikes(rule) || !random.chance(rule.probability)) continue;
    ++rule.fired;
    ++fired_;
    struck = rule.what;
  }
  return struck;
}

}  // namespace daypass::simulator
