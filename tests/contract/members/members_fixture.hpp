#pragma once
// Short ways to say what is asked of processes that share a state.

#include "contract/members/members_harness.hpp"
#include "contract/state/state_events.hpp"
#include "support/run_awaitable.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace daypass::contract {

class members_contract : public ::testing::TestWithParam<members_kind> {
 protected:
  void SetUp() override { harness_ = GetParam().make(); }

  members_harness& all() { return *harness_; }
  state_store& store(std::size_t which) { return harness_->store(which); }
  membership& seat(std::size_t which) { return harness_->seat(which); }
  [[nodiscard]] bool wait(const std::function<bool()>& look) { return harness_->wait_until(look); }

  /// Hands a call to that process.
  template <typename T>
  support::pending<T> begin(std::size_t which, boost::asio::awaitable<T> call) {
    return support::spawn(harness_->context(which), std::move(call));
  }
  template <typename T>
  result<T> run(std::size_t which, boost::asio::awaitable<result<T>> call) {
    const auto given = begin(which, std::move(call));
    EXPECT_TRUE(wait([&] { return given->has_value(); }));
    return support::value_of(given);
  }
  template <typename T>
  T get(std::size_t which, boost::asio::awaitable<result<T>> call) {
    auto said = run(which, std::move(call));
    EXPECT_TRUE(said) << (said ? "" : said.error().what);
    return said ? std::move(*said) : T{};
  }

  intake_receipt tell(std::size_t which, hire_event event) {
    return get(which,
               store(which).record_batch(batch_of({item_of(std::move(event))}), simple_fold));
  }
  std::vector<leased_onboarding> lease(std::size_t which, std::size_t max = 99) {
    return get(which, store(which).lease_due({.now = at(0), .max = max}));
  }

 private:
  std::unique_ptr<members_harness> harness_;
};

}  // namespace daypass::contract
