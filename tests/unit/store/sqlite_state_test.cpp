// Groups of calls: what fails alone, what fails with the others, what is left behind.
#include "sqlite_state.hpp"

#include "failing_reads.hpp"
#include "state_support.hpp"

namespace daypass::store {
namespace {

class groups : public state_test {
 protected:
  void SetUp() override { state_ = open_state(settings()); }

  void record(std::vector<intake_item> items) {
    state_->begin();
    ASSERT_TRUE(state_->record_batch(items, count_up));
    ASSERT_TRUE(state_->commit());
  }
  std::vector<leased_onboarding> lease_all() {
    state_->begin();
    auto leased = state_->lease_due({.now = noon, .max = 99});
    EXPECT_TRUE(leased);
    EXPECT_TRUE(state_->commit());
    return std::move(*leased);
  }

  std::size_t history_lines(const char* hire_id) {
    state_->begin();
    const auto lines = state_->history({"p", hire_id});
    EXPECT_TRUE(state_->commit());
    return lines->size();
  }

  /// Updates them in one group that must become durable; what the last of its runs answered.
  std::vector<result<onboarding>> update_each(const std::vector<leased_onboarding>& leased,
                                              const std::vector<transition>& changes) {
    std::vector<result<onboarding>> said;
    runs_ = 0;
    EXPECT_TRUE(state_->run_group([&] {
      ++runs_;
      said.clear();
      for (std::size_t place = 0; place < changes.size(); ++place) {
        said.push_back(state_->update(leased.at(place).held, changes[place]));
      }
    }));
    return said;
  }

  std::unique_ptr<sqlite_state> state_;
  int runs_ = 0;  ///< Of the latest group.
};

transition reserve(const std::string& upn) {
  return [upn](const onboarding& fresh) {
    recording next{.is = fresh.is, .due = {}, .history = {{noon, "step create_account", upn}}};
    next.is.account.reserved.edit().user_principal_name = upn;
    return next;
  };
}

TEST_F(groups, ACallThatIsRefusedFailsAlone) {
  record({announced("A"), announced("B"), announced("C")});
  const auto leased = lease_all();
  ASSERT_EQ(leased.size(), 3U);
  state_->begin();
  const auto first = state_->update(leased[0].held, reserve("x@y"));
  const auto second = state_->update(leased[1].held, reserve("x@y"));
  const auto third = state_->update(leased[2].held, reserve("z@y"));
  ASSERT_TRUE(state_->commit());
  EXPECT_TRUE(first);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, make_error_code(state_errc::name_taken));
  EXPECT_TRUE(third);
  state_->begin();
  EXPECT_EQ(state_->find({"p", "B"})->value().is, actual{});
  EXPECT_EQ(state_->history({"p", "B"})->size(), 1U);
  EXPECT_EQ(state_->history({"p", "C"})->size(), 2U);
  EXPECT_TRUE(state_->commit());
}

TEST_F(groups, WhatIsRefusedBeforeItWroteCostsNoRepetition) {
  record({announced("A"), announced("B")});
  const auto leased = lease_all();
  const auto said = update_each(leased, {reserve("x@y"), reserve("x@y")});
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(runs_, 1);
  EXPECT_TRUE(said[0]);
  EXPECT_EQ(said[1].error().code, make_error_code(state_errc::name_taken));
  EXPECT_EQ(history_lines("A"), 2U);
  EXPECT_EQ(history_lines("B"), 1U);
}

TEST_F(groups, AGroupWithACallThatFailsHalfwayIsRunAgainWithoutATraceOfIt) {
  record({announced("A"), announced("B"), announced("C")});
  const auto leased = lease_all();
  const transition nameless = [](const onboarding& fresh) {
    return recording{.is = fresh.is, .due = {}, .history = {{noon, "", "no such line"}}};
  };
  const auto said = update_each(leased, {reserve("a@y"), nameless, reserve("c@y")});
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(runs_, 2);
  EXPECT_TRUE(said[0]);
  EXPECT_EQ(said[1].error().code, make_error_code(state_errc::refused));
  EXPECT_TRUE(said[2]);
  EXPECT_EQ(history_lines("A"), 2U);
  EXPECT_EQ(history_lines("B"), 1U);
  EXPECT_EQ(history_lines("C"), 2U);
  state_->begin();
  EXPECT_EQ(state_->find({"p", "B"})->value().is.version, 0U);
  EXPECT_EQ(state_->find({"p", "C"})->value().is.version, 1U);
  EXPECT_TRUE(state_->commit());
}

// SQLite rolls back after it, and whatever is written then is a transaction of its own.
TEST_F(groups, AReadThatFailsUndoesTheGroup) {
  failing_reads reads;
  sqlite_settings flaky = settings();
  flaky.vfs = failing_reads::name;
  record({announced("A")});
  state_.reset();
  state_ = open_state(flaky);  // Nothing is in its cache.
  EXPECT_FALSE(state_->run_group([&] {
    EXPECT_TRUE(state_->record_batch({announced("B")}, count_up));
    failing_reads::now() = true;
    EXPECT_FALSE(state_->quarantine(9));
    failing_reads::now() = false;
    EXPECT_FALSE(state_->record_batch({announced("C")}, count_up));
  }));
  state_->begin();
  EXPECT_EQ(state_->list({})->size(), 1U);
  EXPECT_TRUE(state_->commit());
  record({announced("B"), announced("C")});
  EXPECT_EQ(lease_all().size(), 3U);
  state_.reset();
}

TEST_F(groups, ALeaseThatFailsGrantsNothing) {
  failing_reads reads;
  sqlite_settings flaky = settings();
  flaky.vfs = failing_reads::name;
  flaky.cache_kib = 40;  // Few pages: the second record must be read.
  std::vector<intake_item> items;
  for (int number = 0; number < 500; ++number) items.push_back(announced(std::to_string(number)));
  record(items);
  state_.reset();
  state_ = open_state(flaky);
  for (const auto& request : {lease_request{.now = noon, .max = 500},
                              lease_request{.now = noon, .max = 500, .only_lane = lane::reads}}) {
    state_->begin();
    failing_reads::now() = true;
    const auto said = state_->lease_due(request);
    failing_reads::now() = false;
    EXPECT_FALSE(said);
    EXPECT_FALSE(state_->commit());
    state_->begin();
    const auto leased = state_->lease_due(request);
    EXPECT_TRUE(state_->commit());
    ASSERT_TRUE(leased);
    EXPECT_EQ(leased->size(), 500U) << "nobody holds any";
    for (const auto& one : *leased) state_->release(one.held);
  }
  state_.reset();
}

TEST_F(groups, WakingForABasisThatIsNotOverRestsOnNone) {
  state_->begin();
  EXPECT_TRUE(state_->begin_basis("one", noon));
  EXPECT_FALSE(*state_->rests_on("one", noon));
  EXPECT_TRUE(state_->end_basis("one"));
  EXPECT_TRUE(*state_->rests_on("one", noon));
  EXPECT_TRUE(state_->begin_basis("other", noon));
  EXPECT_FALSE(*state_->rests_on("one", noon));
  EXPECT_TRUE(state_->end_basis("one"));
  EXPECT_FALSE(*state_->rests_on("one", noon)) << "the other has begun meanwhile";
  EXPECT_TRUE(state_->commit());
}

TEST_F(groups, AGroupThatIsRunAgainKeepsTheTimeOfItsLinesToo) {
  record({announced("A"), announced("B")});
  const auto leased = lease_all();
  state_->begin();
  EXPECT_TRUE(state_->begin_basis("one", noon));
  EXPECT_TRUE(state_->end_basis("one"));
  EXPECT_TRUE(state_->commit());
  const auto line = [](std::string what) -> transition {
    return [what](const onboarding& fresh) {
      return recording{
          .is = fresh.is, .due = {}, .history = {{noon + hours{1}, what, "an hour later"}}};
    };
  };
  update_each(leased, {line("step look_account"), line("")});
  EXPECT_EQ(runs_, 2);
  state_->begin();
  EXPECT_TRUE(*state_->rests_on("one", noon + hours{1}));
  EXPECT_FALSE(*state_->rests_on("one", noon));
  EXPECT_TRUE(state_->commit());
}

TEST_F(groups, ATransitionThatThrowsIsADefectAndRecordsNothing) {
  record({announced("A")});
  const auto leased = lease_all();
  state_->begin();
  const auto said = state_->update(
      leased[0].held, [](const onboarding&) -> recording { throw std::runtime_error("a bug"); });
  EXPECT_TRUE(state_->commit());
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().kind, failure::defect);
  state_->begin();
  EXPECT_TRUE(state_->update(leased[0].held, reserve("x@y")));
  EXPECT_TRUE(state_->commit());
}

TEST_F(groups, AnUnreadableRecordIsParkedAndKeepsNoOneWaiting) {
  record({announced("A"), announced("B")});
  EXPECT_EQ(run_sql(file(), "UPDATE hires SET actual = '{broken}' WHERE hire_id = 'A'"), "");
  const auto leased = lease_all();
  ASSERT_EQ(leased.size(), 1U);
  EXPECT_EQ(leased[0].held.key.hire_id, "B");
  state_->begin();
  const auto parked = state_->list({.where = standing::parked});
  ASSERT_TRUE(parked);
  ASSERT_EQ(parked->size(), 1U);
  EXPECT_EQ((*parked)[0].key.hire_id, "A");
  EXPECT_EQ(state_->history({"p", "A"})->back().what, "record unreadable");
  EXPECT_TRUE(state_->commit());
}

TEST_F(groups, WakingGoesOnInPortions) {
  std::vector<intake_item> items;
  for (int number = 0; number < 4'500; ++number) items.push_back(announced(std::to_string(number)));
  record(items);
  std::uint64_t woken = 0;
  int portions = 0;
  sqlite_state::wake_progress progress;
  while (!progress.done) {
    state_->begin();
    progress = state_->wake(std::nullopt, noon, progress.after).value();
    EXPECT_TRUE(state_->commit());
    woken += progress.woken;
    ++portions;
  }
  EXPECT_EQ(woken, 4'500U);
  EXPECT_EQ(portions, 3);
}

TEST_F(groups, AFullDiskIsSaidAndUndoesTheGroup) {
  record({announced("A")});
  state_.reset();
  auto small = settings();
  small.file_pages_max = 40;
  state_ = open_state(small);
  const auto leased = lease_all();
  ASSERT_EQ(leased.size(), 1U);
  std::vector<intake_item> items;
  for (int number = 0; number < 2'000; ++number) items.push_back(announced(std::to_string(number)));
  state_->begin();
  ASSERT_TRUE(state_->update(leased[0].held, reserve("x@y")));
  const auto said = state_->record_batch(items, count_up);
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().code, make_error_code(state_errc::full));
  EXPECT_EQ(said.error().kind, failure::retryable);
  EXPECT_EQ(said.error().scope, failure_scope::lane);
  const auto durable = state_->commit();
  state_->begin();
  EXPECT_EQ(state_->list({.max = 9})->size(), 1U);
  const std::string upn = durable ? "x@y" : "";
  EXPECT_EQ(state_->find({"p", "A"})->value().is.account.reserved->user_principal_name, upn);
  EXPECT_TRUE(state_->commit());
  record({announced("B")});
}

TEST_F(groups, AnotherWriterMakesItBusyAndNothingIsRecorded) {
  state_.reset();
  auto hasty = settings();
  hasty.busy_timeout = milliseconds{1};
  state_ = open_state(hasty);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  state_->begin();
  const auto said = state_->record_batch({announced("A")}, count_up);
  const auto durable = state_->commit();
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().code, make_error_code(state_errc::busy));
  ASSERT_FALSE(durable);
  EXPECT_EQ(durable.error().code, make_error_code(state_errc::busy));
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  record({announced("A")});
}

}  // namespace
}  // namespace daypass::store
