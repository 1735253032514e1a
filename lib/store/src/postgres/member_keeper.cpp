#include "member_keeper.hpp"

#include "updates.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/rand.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

/// Of lease_duration: between beats, and between what we trust and what others wait for.
constexpr int share = 5;
constexpr auto time_between_beats_tried = milliseconds{100};

const statement enter_members{"INSERT INTO members (member, beat) VALUES ($1, 1)"};
const statement raise_beat{"UPDATE members SET beat = beat + 1 WHERE member = $1"};
const statement read_others{"SELECT member, beat FROM members WHERE member <> $1"};
const statement expel{
    "DELETE FROM members m USING unnest($1::bigint[], $2::bigint[]) u(member, beat)"
    " WHERE m.member = u.member AND m.beat = u.beat"};
const statement end_orphans{
    "DELETE FROM leases l WHERE NOT EXISTS (SELECT FROM members m WHERE m.member = l.holder)"};
const statement leave_members{"DELETE FROM members WHERE member = $1"};
const statement end_own{"DELETE FROM leases WHERE holder = $1"};

/// Nobody else's, with a probability that needs no check; the table has one.
std::int64_t draw_member() {
  std::uint64_t bits = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&bits), sizeof(bits));
  return static_cast<std::int64_t>(bits >> 1) | 1;
}

}  // namespace

member_keeper::member_keeper(const asio::any_io_executor& executor,
                             std::shared_ptr<const postgres_settings> settings, held_leases* leases)
    : settings_(settings),
      leases_(leases),
      watch_(executor, std::move(settings), purpose::work,
             [this](connection* link) { return opened(link); }),
      bell_(executor, asio::steady_timer::time_point::max()),
      pause_(executor) {}

// What was told while nobody listened is not known: anything may have changed.
asio::awaitable<outcome<void>> member_keeper::opened(connection* link) {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto listening = co_await link->script("UNLISTEN *; LISTEN " + channel_of(self_));
  if (listening) tell(leases_->keys());
  co_return listening;
}

asio::awaitable<outcome<void>> member_keeper::join() {
  co_await asio::this_coro::throw_if_cancelled(false);
  self_ = draw_member();
  if (auto there = co_await watch_.ready(); !there) co_return there;
  co_return co_await enter();
}

asio::awaitable<outcome<void>> member_keeper::enter() {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto sent_at = steady_clock::now();
  questions asked;
  asked.push_back({&enter_members, parameters::of(self_)});
  const auto given = co_await watch_.link()->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  hold_until_ = std::max(hold_until_, sent_at + settings_->lease_duration / share * (share - 1));
  co_return outcome<void>{};
}

asio::awaitable<outcome<void>> member_keeper::beat() {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (auto there = co_await watch_.ready(); !there) co_return there;
  const auto sent_at = steady_clock::now();
  questions asked;
  asked.push_back({&raise_beat, parameters::of(self_)});
  asked.push_back({&read_others, parameters::of(self_)});
  const auto given = co_await watch_.link()->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  if ((*given)[0].changed() == 0) {  // Taken for dead: who has our leases now is another.
    leases_->lose_all();
    self_ = draw_member();
    if (auto listening = co_await opened(watch_.link()); !listening) co_return listening;
    co_return co_await enter();
  }
  hold_until_ = std::max(hold_until_, sent_at + settings_->lease_duration / share * (share - 1));
  note((*given)[1], steady_clock::now());
  co_return co_await take_over(steady_clock::now());
}

void member_keeper::note(const reply& rows, time_point now) {
  std::map<std::int64_t, seen> there;
  for (int row = 0; row < rows.rows(); ++row) {
    const std::int64_t member = rows.integer(row, 0);
    const std::int64_t beat = rows.integer(row, 1);
    const auto known = others_.find(member);
    const bool same = known != others_.end() && known->second.beat == beat;
    there[member] = same ? known->second : seen{beat, now};
  }
  others_ = std::move(there);
}

asio::awaitable<outcome<void>> member_keeper::take_over(time_point now) {
  co_await asio::this_coro::throw_if_cancelled(false);
  column silent(element::integer);
  column beats(element::integer);
  for (const auto& [member, last] : others_) {
    if (now - last.at < settings_->lease_duration) continue;
    silent.add(member);
    beats.add(last.beat);
  }
  if (silent.empty()) co_return outcome<void>{};
  questions asked;
  asked.push_back({&expel, parameters::of(silent, beats)});
  asked.push_back({&end_orphans, {}});
  const auto given = co_await watch_.link()->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  std::erase_if(others_,
                [&](const auto& one) { return now - one.second.at >= settings_->lease_duration; });
  co_return outcome<void>{};
}

asio::awaitable<void> member_keeper::keep() {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!stopping_) {
    const auto next_at = steady_clock::now() + settings_->lease_duration / share;
    if (co_await beat()) {
      co_await listen_until(next_at);
    } else if (!stopping_) {
      pause_.expires_after(time_between_beats_tried);
      co_await pause_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }
}

asio::awaitable<void> member_keeper::listen_until(time_point until) {
  co_await asio::this_coro::throw_if_cancelled(false);
  take_news();
  while (!stopping_ && steady_clock::now() < until) {
    if (!co_await watch_.link()->wait_for_news(until)) co_return;
    take_news();
  }
}

void member_keeper::take_news() {
  std::vector<hire_key> changed;
  for (const std::string& payload : watch_.link()->take_news()) {
    std::int64_t number = 0;
    std::from_chars(payload.data(), payload.data() + payload.size(), number);
    if (auto key = leases_->changed(number)) changed.push_back(std::move(*key));
  }
  tell(std::move(changed));
}

void member_keeper::look_at_early() {
  tell(leases_->take_early());
}

void member_keeper::tell(std::vector<hire_key> changed) {
  if (changed.empty()) return;
  std::ranges::move(changed, std::back_inserter(changed_));
  bell_.cancel();
}

asio::awaitable<std::vector<hire_key>> member_keeper::changed_elsewhere() {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto cancelled = co_await asio::this_coro::cancellation_state;
  while (changed_.empty() && !silent_ && cancelled.cancelled() == asio::cancellation_type::none) {
    co_await bell_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  co_return silent_ ? std::vector<hire_key>{} : std::exchange(changed_, {});
}

void member_keeper::stop_telling() {
  silent_ = true;
  bell_.cancel();
}

void member_keeper::stop() {
  stopping_ = true;
  pause_.cancel();
  watch_.link()->interrupt_listening();
}

asio::awaitable<void> member_keeper::leave() {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!watch_.link()->is_open()) co_return;
  questions asked;
  asked.push_back({&leave_members, parameters::of(self_)});
  asked.push_back({&end_own, parameters::of(self_)});
  co_await watch_.link()->run(std::move(asked));
  watch_.close();
}

}  // namespace daypass::store::postgres
