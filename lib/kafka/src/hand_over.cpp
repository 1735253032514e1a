#include "hand_over.hpp"

#include "record.hpp"

#include <algorithm>
#include <utility>

namespace daypass::kafka {

using std::chrono::milliseconds;

hand_over::hand_over(hand_over_limits limits, std::function<void()> wake)
    : limits_(limits), wake_(std::move(wake)) {}

bool hand_over::stopping() const {
  const std::scoped_lock held(mutex_);
  return stopping_;
}

bool hand_over::full() const {
  return records_.size() >= limits_.messages_max || bytes_ >= limits_.bytes_max;
}

bool hand_over::wait_for_room(milliseconds at_most) {
  std::unique_lock held(mutex_);
  changed_.wait_for(held, at_most, [this] { return stopping_ || !full(); });
  return !stopping_ && !full();
}

void hand_over::pause(milliseconds at_most) {
  std::unique_lock held(mutex_);
  changed_.wait_for(held, at_most, [this] { return stopping_; });
}

void hand_over::wake_if_waiting(std::unique_lock<std::mutex> held) {
  const bool waits = std::exchange(reader_waits_, false);
  held.unlock();
  changed_.notify_all();
  if (waits) wake_();
}

void hand_over::push(raw_event record) {
  std::unique_lock held(mutex_);
  if (!ours_.contains(record.partition)) return;
  bytes_ += size_of(record);
  records_.push_back(std::move(record));
  wake_if_waiting(std::move(held));
}

void hand_over::name_cluster(std::string id) {
  const std::scoped_lock held(mutex_);
  cluster_ = std::move(id);
}

std::string hand_over::cluster() const {
  const std::scoped_lock held(mutex_);
  return cluster_;
}

void hand_over::begin(const partition_id& partition, std::int64_t next) {
  const std::scoped_lock held(mutex_);
  ours_[partition] = track{next, next, false};
}

void hand_over::end(const partition_id& partition) {
  const std::scoped_lock held(mutex_);
  ours_.erase(partition);
  std::erase_if(records_, [&](const raw_event& record) {
    if (record.partition != partition) return false;
    bytes_ -= size_of(record);
    return true;
  });
}

std::optional<result<std::vector<position>>> hand_over::ask_positions() {
  {
    std::unique_lock held(mutex_);
    asked_ = true;
    answer_.reset();
    wake_if_waiting(std::move(held));
  }
  std::unique_lock held(mutex_);
  changed_.wait(held, [this] { return stopping_ || answer_.has_value(); });
  asked_ = false;
  return std::exchange(answer_, std::nullopt);
}

std::vector<position> hand_over::take_recorded() {
  const std::scoped_lock held(mutex_);
  std::vector<position> news;
  for (auto& [partition, state] : ours_) {
    if (std::exchange(state.told, false)) news.push_back({partition, state.recorded, {}});
  }
  return news;
}

bool hand_over::all_recorded() const {
  return std::ranges::all_of(
      ours_, [](const auto& entry) { return entry.second.recorded >= entry.second.handed_out; });
}

void hand_over::wait_until_recorded(milliseconds at_most) {
  std::unique_lock held(mutex_);
  changed_.wait_for(held, at_most, [this] { return abandoned_ || all_recorded(); });
}

found hand_over::look(std::size_t max, std::vector<raw_event>& into) {
  std::unique_lock held(mutex_);
  if (stopping_) return found::stopped;
  if (asked_ && !answer_) return found::positions_wanted;
  if (records_.empty()) {
    reader_waits_ = true;
    return found::nothing;
  }
  const std::size_t count = std::min(std::max<std::size_t>(max, 1), records_.size());
  into.reserve(count);
  for (std::size_t taken = 0; taken < count; ++taken) {
    raw_event& record = records_.front();
    bytes_ -= size_of(record);
    ours_[record.partition].handed_out = record.offset + 1;
    into.push_back(std::move(record));
    records_.pop_front();
  }
  held.unlock();
  changed_.notify_all();
  return found::events;
}

void hand_over::answer(result<std::vector<position>> positions) {
  {
    const std::scoped_lock held(mutex_);
    answer_ = std::move(positions);
  }
  changed_.notify_all();
}

void hand_over::recorded(const std::vector<position>& positions) {
  {
    const std::scoped_lock held(mutex_);
    for (const auto& done : positions) {
      // Handed out before the topic moved: its offsets mean nothing where it is now.
      if (!cluster_.empty() && done.cluster != cluster_) continue;
      const auto state = ours_.find(done.partition);
      if (state == ours_.end() || done.next_offset <= state->second.recorded) continue;
      state->second.recorded = done.next_offset;
      state->second.told = true;
    }
  }
  changed_.notify_all();
}

void hand_over::stop() {
  std::unique_lock held(mutex_);
  stopping_ = true;
  wake_if_waiting(std::move(held));
}

void hand_over::abandon() {
  std::unique_lock held(mutex_);
  stopping_ = true;
  abandoned_ = true;
  wake_if_waiting(std::move(held));
}

}  // namespace daypass::kafka
