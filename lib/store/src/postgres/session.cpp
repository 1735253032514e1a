#include "session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <string_view>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

constexpr auto time_between_connects = milliseconds{100};
constexpr auto time_between_questions = milliseconds{20};

const statement begin_it{"BEGIN"};
const statement commit_it{"COMMIT"};
const statement undo_it{"ROLLBACK"};
const statement number_of_it{"SELECT pg_current_xact_id()::text::bigint"};
const statement became_of_it{"SELECT pg_xact_status($1::bigint::text::xid8)"};

}  // namespace

session::session(const asio::any_io_executor& executor,
                 std::shared_ptr<const postgres_settings> settings, purpose why, hook opened)
    : link_(std::make_shared<connection>(executor, settings, why)),
      settings_(std::move(settings)),
      opened_(std::move(opened)),
      pause_(executor) {}

void session::abandon() {
  abandoned_ = true;
  pause_.cancel();
  link_->abandon();
}

asio::awaitable<void> session::pause(std::chrono::milliseconds time) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (abandoned_) co_return;
  pause_.expires_after(time);
  co_await pause_.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<outcome<void>> session::ready() {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (link_->is_open()) co_return outcome<void>{};
  const auto early = not_before_ - steady_clock::now();
  if (early > steady_clock::duration::zero()) {
    co_await pause(std::chrono::ceil<milliseconds>(early));
  }
  auto opened = co_await link_->open();
  if (opened && opened_) opened = co_await opened_(link_.get());
  if (!opened) link_->close();
  not_before_ = steady_clock::now() + time_between_connects;
  co_return opened;
}

asio::awaitable<outcome<replies>> session::run(questions asked) {
  co_await asio::this_coro::throw_if_cancelled(false);
  for (bool again : {true, false}) {
    if (auto there = co_await ready(); !there) co_return std::unexpected(there.error());
    auto given = co_await link_->run(asked);
    if (given || !again || !(given.error().lost || given.error().again)) co_return given;
  }
  co_return std::unexpected(lost_connection("not reached"));
}

asio::awaitable<void> session::undo() {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back({&undo_it, {}});
  if (!co_await link_->run(std::move(asked))) link_->close();
}

asio::awaitable<outcome<replies>> transaction::run(questions asked) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (begun()) co_return co_await on_->link_->run(std::move(asked));
  questions all;
  all.push_back({&begin_it, {}});
  all.push_back({&number_of_it, {}});
  for (question& one : asked) all.push_back(std::move(one));
  number_ = -1;  // There may be one to undo.
  auto given = co_await on_->link_->run(std::move(all));
  if (!given) co_return given;
  number_ = (*given)[1].integer(0, 0);
  given->erase(given->begin(), given->begin() + 2);
  co_return given;
}

asio::awaitable<outcome<void>> transaction::commit(questions asked) {
  co_await asio::this_coro::throw_if_cancelled(false);
  asked.push_back({&commit_it, {}});
  const auto given = co_await on_->link_->run(std::move(asked));
  if (given) co_return outcome<void>{};
  if (!given.error().lost) co_return std::unexpected(given.error());
  co_return co_await on_->ask_what_became_of(number_, given.error());
}

// Until the server can be asked nobody knows, and whoever asked must not be told either way: what
// was committed would be done twice. (PostgreSQL: "Transaction ID and Snapshot Information
// Functions"; a server that was promoted without having heard of it takes it for one to come.)
asio::awaitable<outcome<void>> session::ask_what_became_of(std::int64_t number, sql_failure why) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!abandoned_) {
    if (!co_await ready()) continue;
    questions asked;
    asked.push_back({&became_of_it, parameters::of(number)});
    const auto given = co_await link_->run(std::move(asked));
    if (!given && given.error().lost) continue;
    const std::string_view word = given ? given->front().text(0, 0) : std::string_view();
    if (word == "committed") co_return outcome<void>{};
    if (word != "in progress") break;
    co_await pause(time_between_questions);
  }
  co_return std::unexpected(std::move(why));
}

}  // namespace daypass::store::postgres
