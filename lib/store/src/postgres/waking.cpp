#include "waking.hpp"

#include "basis_table.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;

constexpr std::int64_t at_a_time = 2'000;

const statement wake_for_reason{
    "UPDATE schedules s SET due_at = least($1, coalesce(due_at, $1)) WHERE hire IN"
    " (SELECT h.number FROM hires h JOIN schedules l ON l.hire = h.number"
    " WHERE h.standing IN ('held', 'parked') AND (h.standing <> 'waiting' OR h.ending <> 'none')"
    " AND h.reason = $2 AND h.number > $3 ORDER BY h.number LIMIT $4 FOR UPDATE OF l)"
    " RETURNING hire"};
const statement wake_unsettled{
    "UPDATE schedules s SET due_at = least($1, coalesce(due_at, $1)) WHERE hire IN"
    " (SELECT h.number FROM hires h JOIN schedules l ON l.hire = h.number"
    " WHERE h.standing <> 'settled' AND h.number > $2 ORDER BY h.number LIMIT $3 FOR UPDATE OF l)"
    " RETURNING hire"};
const statement is_basis{"SELECT 1 FROM basis WHERE digest = $1 AND woken AND latest_line_at < $2"};
const statement put_basis{
    "INSERT INTO basis (only_one, digest, woken, latest_line_at) VALUES (true, $1, false, $2)"
    " ON CONFLICT (only_one) DO UPDATE SET digest = excluded.digest, woken = false,"
    " latest_line_at = excluded.latest_line_at"};
const statement finish_basis{"UPDATE basis SET woken = true WHERE digest = $1"};

asio::awaitable<outcome<replies>> ask_session(session* on, const statement* what, parameters with) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back({what, std::move(with)});
  co_return co_await on->run(std::move(asked));
}

asio::awaitable<outcome<void>> write_once(session* on, const statement* what, parameters with) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto given = co_await ask_session(on, what, std::move(with));
  if (!given) co_return std::unexpected(given.error());
  co_return outcome<void>{};
}

}  // namespace

asio::awaitable<outcome<wake_progress>> wake_some(session* on, std::optional<reason> why,
                                                  instant now, std::int64_t after) {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto with = parameters::of(now, after, at_a_time);
  if (why) with = parameters::of(now, to_string(*why), after, at_a_time);
  const auto given =
      co_await ask_session(on, why ? &wake_for_reason : &wake_unsettled, std::move(with));
  if (!given) co_return std::unexpected(given.error());
  wake_progress progress{.after = after};
  const reply& woken = given->front();
  for (int row = 0; row < woken.rows(); ++row) {
    progress.after = std::max(progress.after, woken.integer(row, 0));
  }
  progress.woken = static_cast<std::uint64_t>(woken.rows());
  progress.done = woken.rows() < at_a_time;
  co_return progress;
}

asio::awaitable<outcome<bool>> rests_on(session* on, std::string digest, instant now) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto given =
      co_await ask_session(on, &is_basis, parameters::of(digest, instant(now + set_back_min)));
  if (!given) co_return std::unexpected(given.error());
  co_return given->front().rows() == 1;
}

asio::awaitable<outcome<void>> begin_basis(session* on, std::string digest, instant now) {
  return write_once(on, &put_basis, parameters::of(digest, now));
}

asio::awaitable<outcome<void>> end_basis(session* on, std::string digest) {
  return write_once(on, &finish_basis, parameters::of(digest));
}

}  // namespace daypass::store::postgres
