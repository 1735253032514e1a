// The state behind its thread: who finds no room, and who shares in a failure.
#include "state_support.hpp"
#include "support/run_awaitable.hpp"

#include "daypass/store/sqlite_store.hpp"

#include <boost/asio/io_context.hpp>

#include <latch>

namespace daypass::store {
namespace {

class ThreadedState : public state_test {
 protected:
  void open(const sqlite_settings& how) {
    auto made = make_sqlite_state(context_.get_executor(), how);
    ASSERT_TRUE(made) << made.error().what;
    state_ = std::move(*made);
  }

  /// Its answer is there when the context has run.
  template <typename T>
  support::pending<result<T>> ask(boost::asio::awaitable<result<T>> call) {
    return support::start(context_, std::move(call));
  }
  void run() {
    context_.restart();
    context_.run();
  }

  boost::asio::io_context context_{1};
  std::unique_ptr<state_store> state_;
};

TEST_F(ThreadedState, AnswersBusyAtOnceWhenTooManyWait) {
  auto small = settings();
  small.queue_max = 2;
  open(small);
  std::latch begun(1);
  std::latch go_on(1);
  const auto first = ask(state_->record_batch(
      batch_of({announced("A")}), [&](const onboarding* before, const hire_event& event) {
        begun.count_down();
        go_on.wait();
        return count_up(before, event);
      }));
  begun.wait();  // The thread is at work, and what comes now waits.
  const auto second = ask(state_->find({"p", "A"}));
  const auto third = ask(state_->find({"p", "A"}));
  const auto beyond = ask(state_->find({"p", "A"}));
  context_.restart();
  context_.poll();
  ASSERT_TRUE(*beyond) << "said at once";
  EXPECT_EQ((*beyond)->error().code, make_error_code(state_errc::busy));
  EXPECT_EQ((*beyond)->error().kind, failure::retryable);
  EXPECT_FALSE(*first);
  go_on.count_down();
  run();
  EXPECT_TRUE(first->value());
  EXPECT_TRUE(second->value()->has_value());
  EXPECT_TRUE(third->value()->has_value());
}

TEST_F(ThreadedState, TellsAllWhoSharedAGroupThatItIsNotDurable) {
  auto hasty = settings();
  hasty.busy_timeout = milliseconds{1};
  open(hasty);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const auto write = ask(state_->record_batch(batch_of({announced("A")}), count_up));
  const auto read = ask(state_->find({"p", "A"}));
  run();
  ASSERT_FALSE(write->value());
  EXPECT_EQ(write->value().error().code, make_error_code(state_errc::busy));
  ASSERT_FALSE(read->value());
  EXPECT_EQ(read->value().error().code, make_error_code(state_errc::busy));
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  const auto again = ask(state_->record_batch(batch_of({announced("A")}), count_up));
  run();
  EXPECT_TRUE(again->value());
}

TEST_F(ThreadedState, IsNotMadeOfAStateThatCanNotBeOpened) {
  auto elsewhere = settings();
  elsewhere.file = folder() / "none" / "state.db";
  const auto made = make_sqlite_state(context_.get_executor(), elsewhere);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, make_error_code(state_errc::io));
}

}  // namespace
}  // namespace daypass::store
