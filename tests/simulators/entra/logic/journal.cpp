#include "simulators/entra/logic/journal.hpp"

#include "simulators/entra/logic/text.hpp"

#include <algorithm>
#include <array>

namespace daypass::entra_simulator {

void journal::record(journal_entry entry) {
  ++counts_[entry.kind][entry.status];
  entries_.push_back(std::move(entry));
  while (entries_.size() > entries_max_) entries_.pop_front();
}

json journal::entries(std::string_view kind, std::size_t count) const {
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

json journal::counters() const {
  json requests = json::object();
  std::uint64_t total = 0;
  for (const auto& [kind, by_status] : counts_) {
    json& of_kind = requests[std::string(kind)] = json::object();
    for (const auto& [status, number] : by_status) {
      of_kind[std::to_string(status)] = number;
      total += number;
    }
  }
  json throttled = json::object();
  std::uint64_t throttled_total = 0;
  for (const auto& [kind, number] : throttled_) {
    throttled[kind] = number;
    throttled_total += number;
  }
  return {{"total", total},
          {"requests", std::move(requests)},
          {"throttled_total", throttled_total},
          {"throttled", std::move(throttled)},
          {"inside_retry_after", inside_},
          {"inside_injected_retry_after", inside_injected_}};
}

std::uint64_t journal::count(std::string_view kind, int status) const {
  const auto of_kind = counts_.find(kind);
  if (of_kind == counts_.end()) return 0;
  const auto found = of_kind->second.find(status);
  return found == of_kind->second.end() ? 0 : found->second;
}

std::uint64_t journal::count(std::string_view kind) const {
  const auto of_kind = counts_.find(kind);
  std::uint64_t total = 0;
  if (of_kind == counts_.end()) return total;
  for (const auto& [status, number] : of_kind->second) total += number;
  return total;
}

void journal::forget() {
  entries_.clear();
  counts_.clear();
  throttled_.clear();
  inside_ = 0;
  inside_injected_ = 0;
}

bool journal::inside(std::string_view whom, duration grace, instant now) const {
  const auto found = waits_.find(whom);
  return found != waits_.end() && now > found->second.from + grace && now < found->second.until;
}

void journal::arrived(std::string_view kind, lane which, bool write, duration grace, instant now) {
  if (const auto found = injected_waits_.find(kind); found != injected_waits_.end()) {
    if (now > found->second.from + grace && now < found->second.until) ++inside_injected_;
  }
  if (waits_.empty() || which == lane::none) return;
  bool hit = inside("global", grace, now);
  if (which == lane::authentication) {
    hit = hit || inside("authentication", grace, now);
  } else {
    for (const auto name : {"units", "app_units"}) hit = hit || inside(name, grace, now);
    if (write) {
      for (const auto name : {"writes", "app_writes", "tenant_writes"}) {
        hit = hit || inside(name, grace, now);
      }
    }
  }
  if (hit) ++inside_;
}

void journal::told_to_wait(std::string_view whom, bool injected, duration length, instant now) {
  auto& waits = injected ? injected_waits_ : waits_;
  wait& told = waits[std::string(whom)];
  // Later 429s of one wait (requests that were on their way) extend it; its start stays.
  if (now >= told.until) told.from = now;
  told.until = std::max(told.until, now + length);
}

}  // namespace daypass::entra_simulator
