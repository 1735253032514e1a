#include "simulators/remote/request_log.hpp"

#include "simulators/remote/text.hpp"

#include <ranges>
#include <vector>

namespace daypass::simulator {

void request_log::record(journal_entry entry) {
  ++counts_[entry.kind][entry.status];
  entries_.push_back(std::move(entry));
  while (entries_.size() > entries_max_) entries_.pop_front();
}

json request_log::entries(std::string_view kind, std::size_t count) const {
  std::vector<const journal_entry*> chosen;
  for (auto at = entries_.rbegin(); at != entries_.rend() && chosen.size() < count; ++at) {
    if (kind.empty() || at->kind == kind) chosen.push_back(&*at);
  }
  json made = json::array();
  for (const journal_entry* each : std::views::reverse(chosen)) {
    json entry{{"at", precise_text(each->at)}, {"kind", each->kind},
               {"method", each->method},       {"path", each->path},
               {"status", each->status},       {"client_request_id", each->client_request_id}};
    if (!each->fault.empty()) entry["fault"] = each->fault;
    made.push_back(std::move(entry));
  }
  return made;
}

json request_log::counts() const {
  json made = json::object();
  for (const auto& [kind, by_status] : counts_) {
    json& of_kind = made[std::string(kind)] = json::object();
    for (const auto& [status, number] : by_status) of_kind[std::to_string(status)] = number;
  }
  return made;
}

std::uint64_t request_log::total() const {
  std::uint64_t made = 0;
  for (const auto& [kind, by_status] : counts_) made += count(kind);
  return made;
}

std::uint64_t request_log::count(std::string_view kind, int status) const {
  const auto of_kind = counts_.find(kind);
  if (of_kind == counts_.end()) return 0;
  const auto found = of_kind->second.find(status);
  return found == of_kind->second.end() ? 0 : found->second;
}

std::uint64_t request_log::count(std::string_view kind) const {
  const auto of_kind = counts_.find(kind);
  std::uint64_t made = 0;
  if (of_kind == counts_.end()) return made;
  for (const auto& [status, number] : of_kind->second) made += number;
  return made;
}

void request_log::forget() {
  entries_.clear();
  counts_.clear();
}

}  // namespace daypass::simulator
