#pragma once
// A connection that is made again when it was lost, and transactions on it.

#include "connection.hpp"

#include <boost/asio/this_coro.hpp>

#include <functional>
#include <memory>
#include <utility>

namespace daypass::store::postgres {

class session;

/// A transaction of several round trips. Between them its caller computes, and asks nobody else.
class transaction {
 public:
  explicit transaction(session* on) : on_(on) {}

  /// Runs statements; the first call begins the transaction.
  boost::asio::awaitable<outcome<replies>> run(questions asked);

  /// Runs statements and commits: durable when it returns, also when the connection was lost on the
  /// way: then the server is asked what became of it. Nothing of what these statements gave is
  /// told.
  boost::asio::awaitable<outcome<void>> commit(questions asked);

  [[nodiscard]] bool begun() const { return number_ != 0; }

 private:
  session* on_;
  std::int64_t number_ = 0;  ///< PostgreSQL's own, of 64 bits.
};

/// On the executor's thread; one caller at a time.
class session {
 public:
  static constexpr int tries_max = 5;
  using hook = std::function<boost::asio::awaitable<outcome<void>>(connection*)>;

  /// `opened` runs on every new connection before anything else.
  session(const boost::asio::any_io_executor& executor,
          std::shared_ptr<const postgres_settings> settings, purpose why, hook opened);

  /// Connects unless it is connected.
  boost::asio::awaitable<outcome<void>> ready();

  /// One round trip that may be repeated: once, on a new connection, when the old one was lost.
  boost::asio::awaitable<outcome<replies>> run(questions asked);

  /// Runs `body` in a transaction, and again when others were in the way or the connection was lost
  /// before the commit. `body` commits itself; what it does not commit is undone.
  template <typename T>
  boost::asio::awaitable<outcome<T>> transact(
      std::function<boost::asio::awaitable<outcome<T>>(transaction*)> body) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    for (int tries = 1;; ++tries) {
      if (auto there = co_await ready(); !there) co_return std::unexpected(there.error());
      transaction work(this);
      auto said = co_await body(&work);
      if (said) co_return said;
      const sql_failure why = said.error();
      if (!why.lost && work.begun()) co_await undo();
      if (tries == tries_max || !(why.lost || why.again)) co_return said;
    }
  }

  void abandon();
  void close() { link_->close(); }
  [[nodiscard]] connection* link() { return link_.get(); }

 private:
  friend class transaction;
  boost::asio::awaitable<outcome<void>> ask_what_became_of(std::int64_t number, sql_failure why);
  boost::asio::awaitable<void> undo();
  boost::asio::awaitable<void> pause(std::chrono::milliseconds time);

  std::shared_ptr<connection> link_;
  std::shared_ptr<const postgres_settings> settings_;
  hook opened_;
  boost::asio::steady_timer pause_;
  std::chrono::steady_clock::time_point not_before_;  ///< No connection is tried earlier.
  bool abandoned_ = false;
};

}  // namespace daypass::store::postgres
