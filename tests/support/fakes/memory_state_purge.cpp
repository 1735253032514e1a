// How memory_state takes away what has rested too long.
#include "support/fakes/memory_state.hpp"

#include "daypass/domain/tombstone.hpp"

#include <algorithm>
#include <utility>

namespace daypass::fakes {
namespace {

namespace asio = boost::asio;

bool rests(const memory_record& one) {
  const standing_state& stands = one.record.is.stands;
  return one.due.due_at == never &&
         (stands.where == standing::settled ||
          (stands.where == standing::parked && stands.why == reason::established));
}

}  // namespace

asio::awaitable<result<purge_receipt>> memory_state::purge(purge_request request) {
  if (const auto failed = failure("purge")) co_return std::unexpected(*failed);
  purge_receipt receipt;
  receipt.hires = purge_hires(request);
  receipt.event_ids = purge_event_ids(request);
  receipt.quarantined = purge_quarantine(request);
  receipt.done = receipt.hires < request.max && receipt.event_ids < request.max &&
                 receipt.quarantined < request.max;
  co_return receipt;
}

std::optional<onboarding> memory_state::known_before(const hire_key& key) const {
  const auto found = records_.find(key);
  if (found != records_.end()) return found->second.record;
  const auto left = tombstones_.find(key);
  if (left == tombstones_.end()) return std::nullopt;
  onboarding record{.key = key};
  record.wants = left->second.stamps;
  record.is.purged_at = left->second.purged_at;
  return record;
}

std::uint64_t memory_state::purge_hires(const purge_request& request) {
  std::vector<std::tuple<instant, std::uint64_t, hire_key>> rested;
  for (const auto& [key, one] : records_) {
    const instant since = one.record.is.stands.since;
    if (rests(one) && since < request.before && !leases_.contains(key)) {
      rested.emplace_back(since, one.created, key);
    }
  }
  std::ranges::sort(rested);
  if (rested.size() > request.max) rested.resize(request.max);
  for (const auto& [since, created, key] : rested) {
    tombstones_[key] = {tombstone_of(records_.at(key).record.wants), request.now};
    records_.erase(key);
  }
  return rested.size();
}

std::uint64_t memory_state::purge_event_ids(const purge_request& request) {
  const auto young = [&](const seen_event& one) { return one.received_at >= request.before; };
  const auto end = std::ranges::find_if(arrivals_, young);
  const auto count =
      std::min<std::ptrdiff_t>(end - arrivals_.begin(), static_cast<std::ptrdiff_t>(request.max));
  const auto last = arrivals_.begin() + count;
  for (const seen_event& one : std::ranges::subrange(arrivals_.begin(), last)) {
    auto& digests = seen_.at(one.id);
    digests.erase(one.digest);
    if (digests.empty()) seen_.erase(one.id);
  }
  arrivals_.erase(arrivals_.begin(), last);
  return static_cast<std::uint64_t>(count);
}

std::uint64_t memory_state::purge_quarantine(const purge_request& request) {
  std::vector<std::pair<instant, std::uint64_t>> old;
  for (const quarantined_event& one : quarantine_) {
    if (one.at < request.before) old.emplace_back(one.at, one.number);
  }
  std::ranges::sort(old);
  if (old.size() > request.max) old.resize(request.max);
  for (const auto& [at, number] : old) {
    const auto found = std::ranges::find(quarantine_, number, &quarantined_event::number);
    origins_.erase(origins_.begin() + (found - quarantine_.begin()));
    quarantine_.erase(found);
  }
  return old.size();
}

}  // namespace daypass::fakes
