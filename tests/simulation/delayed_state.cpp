#include "simulation/delayed_state.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::simulation {

namespace asio = boost::asio;

template <typename T>
asio::awaitable<T> delayed_state::around(std::string name, asio::awaitable<T> call) {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await wait_("before " + name);
  T said = co_await std::move(call);
  co_await wait_("after " + name);
  co_return said;
}

asio::awaitable<result<intake_receipt>> delayed_state::record_batch(intake_batch items,
                                                                    fold_function fold) {
  return around("record_batch", below_.record_batch(std::move(items), std::move(fold)));
}
asio::awaitable<result<std::vector<position>>> delayed_state::positions() {
  return below_.positions();
}
asio::awaitable<result<std::vector<leased_onboarding>>> delayed_state::lease_due(
    lease_request request) {
  return around("lease_due", below_.lease_due(request));
}
asio::awaitable<result<std::optional<instant>>> delayed_state::next_due(instant after) {
  return around("next_due", below_.next_due(after));
}
asio::awaitable<result<onboarding>> delayed_state::update(lease held, transition change) {
  return around("update", below_.update(std::move(held), watch_(std::move(change))));
}
asio::awaitable<result<std::uint64_t>> delayed_state::add_order(hire_key key, order given) {
  return below_.add_order(std::move(key), std::move(given));
}
asio::awaitable<result<std::uint64_t>> delayed_state::wake(reason why, instant now) {
  return around("wake", below_.wake(why, now));
}
asio::awaitable<result<std::uint64_t>> delayed_state::wake_all(std::string basis, instant now) {
  return around("wake_all", below_.wake_all(std::move(basis), now));
}
asio::awaitable<result<std::vector<listed_onboarding>>> delayed_state::list(list_filter filter) {
  return below_.list(std::move(filter));
}
asio::awaitable<result<std::optional<onboarding>>> delayed_state::find(hire_key key) {
  return below_.find(std::move(key));
}
asio::awaitable<result<std::vector<history_entry>>> delayed_state::history(hire_key key) {
  return below_.history(std::move(key));
}
asio::awaitable<result<state_totals>> delayed_state::totals(instant now) {
  return below_.totals(now);
}
asio::awaitable<result<std::vector<quarantined_event>>> delayed_state::quarantine(std::size_t max) {
  return below_.quarantine(max);
}
asio::awaitable<result<std::vector<quarantined_event>>> delayed_state::undelivered(
    std::uint64_t after, std::size_t max) {
  return around("undelivered", below_.undelivered(after, max));
}
asio::awaitable<result<void>> delayed_state::mark_delivered(std::vector<std::uint64_t> numbers) {
  return around("mark_delivered", below_.mark_delivered(std::move(numbers)));
}
asio::awaitable<result<purge_receipt>> delayed_state::purge(purge_request request) {
  return around("purge", below_.purge(request));
}

}  // namespace daypass::simulation
