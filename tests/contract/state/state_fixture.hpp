#pragma once
// What the contract of the state port is tested with: every store there is, and short ways to say
// what is asked of it.

#include "support/run_awaitable.hpp"

#include "daypass/ports/state_store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace daypass::contract {

/// One store under test.
class state_harness {
 public:
  virtual ~state_harness() = default;
  virtual state_store& store() = 0;
  /// Ends the store in order and opens it again, as a restart of the daemon does.
  virtual void reopen() = 0;
};

struct state_kind {
  std::string name;
  std::unique_ptr<state_harness> (*make)(boost::asio::io_context&);
};

[[nodiscard]] std::vector<state_kind> all_states();

/// 2026-01-05 08:00 UTC and so many minutes.
[[nodiscard]] instant at(int minute);

/// An event for hire `id` of population "p", arrived at at(0). `revision` makes its event id.
[[nodiscard]] hire_event event_of(const std::string& id, std::int64_t revision,
                                  event_kind kind = event_kind::announced);

/// The item that carries it, at the next offset of partition 0 of topic "hires".
[[nodiscard]] intake_item item_of(hire_event event, std::int64_t offset = 0);

/// Folds by revision alone: higher than all before changes `department` and the version, due when
/// it arrived, urgent for a rescission; a lower one changes nothing. Writes "event KIND".
[[nodiscard]] folded simple_fold(const onboarding* before, const hire_event& event);

/// Leaves everything as it is but for the due time.
[[nodiscard]] transition due_again(instant when);

class state_contract : public ::testing::TestWithParam<state_kind> {
 protected:
  void SetUp() override;

  [[nodiscard]] state_store& store() { return harness_->store(); }
  void reopen() { harness_->reopen(); }

  /// Runs one call to its end.
  template <typename T>
  result<T> run(boost::asio::awaitable<result<T>> asked) {
    return support::run_all(context_, std::move(asked));
  }

  /// The same, for calls that must succeed.
  template <typename T>
  T get(boost::asio::awaitable<result<T>> asked) {
    auto said = run(std::move(asked));
    EXPECT_TRUE(said) << (said ? "" : said.error().what);
    return said ? std::move(*said) : T{};
  }

  intake_receipt record(std::vector<intake_item> items, fold_function fold = simple_fold) {
    return get(store().record_batch(batch_of(std::move(items)), std::move(fold)));
  }
  /// Announces a hire and gives it this schedule.
  void announce(const std::string& id, schedule due);
  onboarding find(const std::string& id);
  std::vector<std::string> lease_ids(lease_request request);
  /// Leases every due record at at(0) and gives the one of this hire; releases the others.
  leased_onboarding lease_one(const std::string& id, instant now = at(0));
  /// Writes what `change` makes of the fresh `actual`; due never.
  result<onboarding> write(const lease& held, const std::function<void(actual&)>& change,
                           schedule due = {});

  boost::asio::io_context& context() { return context_; }

 private:
  boost::asio::io_context context_;
  std::unique_ptr<state_harness> harness_;
};

[[nodiscard]] inline hire_key key_of(const std::string& id) {
  return {"p", id};
}

}  // namespace daypass::contract
