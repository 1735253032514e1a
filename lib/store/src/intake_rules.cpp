#include "intake_rules.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace daypass::store {

void remove_repeats(std::vector<hire_key>& list) {
  std::unordered_set<hire_key> met;
  std::erase_if(list, [&](const hire_key& key) { return !met.insert(key).second; });
}

std::vector<position> last_positions(const std::vector<intake_item>& items) {
  std::vector<position> last;
  for (const intake_item& item : items) {
    const auto found = std::ranges::find_if(last, [&](const position& one) {
      return one.partition == item.after.partition && one.cluster == item.after.cluster;
    });
    if (found == last.end()) {
      last.push_back(item.after);
    } else {
      found->next_offset = item.after.next_offset;
    }
  }
  return last;
}

quarantined_event refused_event(const intake_item& item, const error& why) {
  quarantined_event kept;
  if (item.origin) {
    kept.raw = *item.origin;
  } else {
    kept.raw.partition = item.after.partition;
    kept.raw.offset = item.after.next_offset - 1;
    if (item.event) kept.raw.received_at = item.event->received_at;
  }
  kept.code = "state_refused";
  kept.what = "the state refuses what this event folds to: " + why.what;
  kept.at = kept.raw.received_at;
  return kept;
}

history_entry reuse_of(const event_id& id, instant at) {
  return {at, "event id_reused",
          "HR sent another event under the id " + id.id + " of " + id.source};
}

schedule merged(const schedule& before, const schedule& after) {
  schedule due = after;
  due.due_at = std::min(before.due_at, after.due_at);
  due.urgent = before.urgent || after.urgent;
  if (!due.activation_at) due.activation_at = before.activation_at;
  return due;
}

}  // namespace daypass::store
