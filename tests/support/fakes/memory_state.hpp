#pragma once
// The state in memory: what simulations run on. Passes the contract suite, and every call is done
// when it returns to its awaiter.

#include "daypass/ports/state_store.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace daypass::fakes {

/// A hire's record with what the port does not show of it.
struct memory_record {
  onboarding record;
  schedule due;
  std::vector<history_entry> story;
  std::uint64_t created = 0;  ///< In the order of the first events.

  /// Adds to the story; lines alike in a row are one with a count.
  void add(const std::vector<history_entry>& entries);
};

/// One thread. Outlives a simulated crash, as a disk does.
class memory_state final : public state_store {
 public:
  /// Asked at every call but release, by its name ("update", ...): true makes it end in `io`,
  /// retryable, with nothing recorded. None: nothing fails.
  void fail_next(std::function<bool(std::string_view operation)> asked) {
    fail_next_ = std::move(asked);
  }

  /// The process ended: all leases with it.
  void forget_leases() { leases_.clear(); }

  /// A record of this hire was purged.
  [[nodiscard]] bool purged(const hire_key& key) const { return tombstones_.contains(key); }

  /// Every record, for a simulation to check.
  [[nodiscard]] const std::map<hire_key, memory_record>& records() const { return records_; }

  boost::asio::awaitable<result<intake_receipt>> record_batch(intake_batch items,
                                                              fold_function fold) override;
  boost::asio::awaitable<result<std::vector<position>>> positions() override;
  boost::asio::awaitable<result<std::vector<leased_onboarding>>> lease_due(
      lease_request request) override;
  boost::asio::awaitable<result<std::optional<instant>>> next_due(instant after) override;
  boost::asio::awaitable<result<onboarding>> update(lease held, transition change) override;
  void release(lease held) override;
  boost::asio::awaitable<result<std::uint64_t>> add_order(hire_key key, order given) override;
  boost::asio::awaitable<result<std::uint64_t>> wake(reason why, instant now) override;
  boost::asio::awaitable<result<std::uint64_t>> wake_all(std::string basis, instant now) override;
  boost::asio::awaitable<result<std::vector<listed_onboarding>>> list(list_filter filter) override;
  boost::asio::awaitable<result<std::optional<onboarding>>> find(hire_key key) override;
  boost::asio::awaitable<result<std::vector<history_entry>>> history(hire_key key) override;
  boost::asio::awaitable<result<state_totals>> totals(instant now) override;
  boost::asio::awaitable<result<std::vector<quarantined_event>>> quarantine(
      std::size_t max) override;
  boost::asio::awaitable<result<std::vector<quarantined_event>>> undelivered(
      std::uint64_t after, std::size_t max) override;
  boost::asio::awaitable<result<void>> mark_delivered(std::vector<std::uint64_t> numbers) override;
  boost::asio::awaitable<result<purge_receipt>> purge(purge_request request) override;

 private:
  /// Cluster, place, time and bytes: the very same record.
  using origin = std::tuple<std::string, partition_id, std::int64_t, instant,
                            std::optional<std::string>, std::optional<std::string>>;

  /// What is left of a purged hire.
  struct tombstone {
    wanted stamps;
    instant purged_at{};
  };

  [[nodiscard]] std::optional<error> failure(std::string_view operation);
  [[nodiscard]] std::optional<onboarding> known_before(const hire_key& key) const;
  void tell(memory_record& of, const std::vector<history_entry>& lines);
  std::uint64_t purge_hires(const purge_request& request);
  std::uint64_t purge_event_ids(const purge_request& request);
  std::uint64_t purge_quarantine(const purge_request& request);
  intake_result take(const intake_item& item, const fold_function& fold, intake_receipt& receipt);
  intake_result take_event(const intake_item& item, const fold_function& fold,
                           intake_receipt& receipt);
  intake_result put_aside(const quarantined_event& event, const std::string& cluster);

  struct seen_event {
    event_id id;
    event_digest digest{};
    instant received_at{};
  };

  std::function<bool(std::string_view)> fail_next_;
  std::map<hire_key, memory_record> records_;
  std::map<hire_key, std::uint64_t> leases_;  ///< The token of each.
  std::map<hire_key, tombstone> tombstones_;
  std::map<event_id, std::set<event_digest>> seen_;
  std::vector<seen_event> arrivals_;  ///< What is in `seen_`, in the order in which it came.
  std::map<std::pair<std::string, partition_id>, std::int64_t> positions_;
  std::vector<quarantined_event> quarantine_;
  std::string basis_;
  instant latest_line_at_{};
  std::vector<origin> origins_;  ///< Of the quarantined, in their order.
  std::uint64_t next_token_ = 1;
  std::uint64_t next_number_ = 1;  ///< In the quarantine.
  std::uint64_t next_created_ = 1;
};

}  // namespace daypass::fakes
