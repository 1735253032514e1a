#pragma once
// The state with an await before and after each transaction, so that a crash can fall between the
// engine and its record, on either side.

#include "daypass/ports/state_store.hpp"

#include <array>
#include <functional>

namespace daypass::simulation {

/// Awaited at every named point of the world; may sleep, and is where a crash may strike.
using pause = std::function<boost::asio::awaitable<void>(std::string point)>;

/// The calls that it waits around, by their names.
inline constexpr std::array<const char*, 9> delayed_calls = {
    "record_batch", "lease_due",   "next_due",       "update", "wake",
    "wake_all",     "undelivered", "mark_delivered", "purge"};

class delayed_state final : public state_store {
 public:
  /// `watch` wraps every change of a record, to look at what it begins with and gives.
  delayed_state(state_store& below, pause wait, std::function<transition(transition)> watch)
      : below_(below), wait_(std::move(wait)), watch_(std::move(watch)) {}

  boost::asio::awaitable<result<intake_receipt>> record_batch(intake_batch items,
                                                              fold_function fold) override;
  boost::asio::awaitable<result<std::vector<position>>> positions() override;
  boost::asio::awaitable<result<std::vector<leased_onboarding>>> lease_due(
      lease_request request) override;
  boost::asio::awaitable<result<std::optional<instant>>> next_due(instant after) override;
  boost::asio::awaitable<result<onboarding>> update(lease held, transition change) override;
  void release(lease held) override { below_.release(std::move(held)); }
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
  template <typename T>
  boost::asio::awaitable<T> around(std::string name, boost::asio::awaitable<T> call);

  state_store& below_;
  pause wait_;
  std::function<transition(transition)> watch_;
};

}  // namespace daypass::simulation
