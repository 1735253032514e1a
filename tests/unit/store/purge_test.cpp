// What a purge leaves on the disk, and what its tombstones tell.
#include "state_support.hpp"

#include "daypass/domain/tombstone.hpp"

namespace daypass::store {
namespace {

constexpr auto canary = "Kanarienvogel";

class purge_file : public state_test {
 protected:
  void SetUp() override { state_ = open_state(settings()); }

  /// A settled hire whose name and story hold the canary.
  void settle(const std::string& id) {
    auto item = announced(id);
    item.event->id.id = canary + id;
    state_->begin();
    ASSERT_TRUE(state_->record_batch({item}, [](const onboarding* before, const hire_event& event) {
      folded after = count_up(before, event);
      after.wants.fields.edit()[static_cast<std::size_t>(field::surname)] = {canary,
                                                                             stamp_of(event)};
      return after;
    }));
    const auto leased = state_->lease_due({.now = noon, .max = 1});
    ASSERT_TRUE(leased && leased->size() == 1);
    const auto written = state_->update(leased->front().held, [](const onboarding& fresh) {
      recording next{.is = fresh.is, .due = {}, .history = {{noon, "settled", canary}}};
      next.is.stands.where = standing::settled;
      next.is.account.reserved.edit().display_name = canary;
      return next;
    });
    ASSERT_TRUE(written);
    state_->release(leased->front().held);
    ASSERT_TRUE(state_->commit());
  }

  purge_receipt purge() {
    state_->begin();
    const auto gone = state_->purge({.now = noon + hours{2}, .before = noon + hours{1}});
    EXPECT_TRUE(gone);
    EXPECT_TRUE(state_->commit());
    return gone.value_or(purge_receipt{});
  }

  [[nodiscard]] bool on_disk(const std::string& text) const {
    for (const char* end : {"", "-wal"}) {
      const auto bytes = support::contents_of(file().string() + end);
      if (bytes.find(text) != std::string::npos) return true;
    }
    return false;
  }

  std::unique_ptr<sqlite_state> state_;
};

TEST_F(purge_file, LeavesNoWordOfThePersonInTheFileOrItsLog) {
  for (int number = 0; number < 50; ++number) settle("HIRE-" + std::to_string(number));
  ASSERT_TRUE(on_disk(canary));
  ASSERT_TRUE(on_disk("HIRE-17"));
  const auto gone = purge();
  EXPECT_EQ(gone.hires, 50U);
  EXPECT_EQ(gone.event_ids, 50U);
  EXPECT_FALSE(on_disk(canary));
  EXPECT_FALSE(on_disk("HIRE-"));
}

TEST_F(purge_file, IsNotKeptFromEndingByAReader) {
  settle("A");
  sqlite3* reader = nullptr;
  ASSERT_EQ(sqlite3_open(file().c_str(), &reader), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(reader, "BEGIN; SELECT * FROM hires", nullptr, nullptr, nullptr),
            SQLITE_OK);
  EXPECT_EQ(purge().hires, 1U);
  sqlite3_close(reader);
  settle("B");
  EXPECT_EQ(purge().hires, 1U);
  EXPECT_FALSE(on_disk(canary));
}

TEST_F(purge_file, KeepsOneKeyForGood) {
  settle("A");
  purge();
  EXPECT_EQ(run_sql(file(), "INSERT INTO tombstone_key VALUES (2, zeroblob(32))"),
            "CHECK constraint failed: only = 1");
  state_.reset();
  state_ = open_state(settings());
  state_->begin();
  const auto again =
      state_->record_batch({announced("A")}, [](const onboarding* before, const hire_event& event) {
        EXPECT_TRUE(before != nullptr && before->is.purged_at == noon + hours{2});
        folded after = count_up(before, event);
        if (before != nullptr) after.wants.version = before->wants.version;
        return after;
      });
  EXPECT_TRUE(state_->commit());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->results.front(), intake_result::no_change);
}

TEST_F(purge_file, PassesOverARecordThatCanNotBeRead) {
  settle("A");
  settle("B");
  EXPECT_EQ(run_sql(file(), "UPDATE hires SET wanted = '7' WHERE hire_id = 'A'"), "");
  const auto gone = purge();
  EXPECT_EQ(gone.hires, 1U);
  EXPECT_TRUE(gone.done);
}

/// Rather a person's affair than a hire who is brought back.
TEST_F(purge_file, QuarantinesAnEventOfAHireWhoseTombstoneCanNotBeRead) {
  settle("A");
  purge();
  EXPECT_EQ(run_sql(file(), "UPDATE tombstones SET stamps = '[]'"), "");
  state_->begin();
  const auto said = state_->record_batch({announced("A", 2), announced("B")}, count_up);
  EXPECT_TRUE(state_->commit());
  ASSERT_TRUE(said);
  EXPECT_EQ(said->results, (std::vector{intake_result::quarantined, intake_result::folded}));
  EXPECT_EQ(said->touched, std::vector{hire_key("p", "B")});
  state_->begin();
  EXPECT_FALSE(state_->find({"p", "A"}).value());
  EXPECT_EQ(state_->quarantine(9)->front().code, "state_refused");
  EXPECT_TRUE(state_->commit());
}

TEST_F(purge_file, IsNotDoneWhileAnythingOfThatAgeIsLeft) {
  for (const char* id : {"A", "B", "C"}) settle(id);
  const auto purge_two = [&] {
    state_->begin();
    const auto gone = state_->purge({.now = noon + hours{2}, .before = noon + hours{1}, .max = 2});
    EXPECT_TRUE(state_->commit());
    return gone.value();
  };
  EXPECT_FALSE(purge_two().done);
  const auto rest = purge_two();
  EXPECT_EQ(rest.hires, 1U);
  EXPECT_TRUE(rest.done);
}

TEST(Tombstone, KeepsOrderAndKindOfEachStampAndNoWords) {
  const stamp by{7, event_kind::changed, {"/hr", "ada-7"}};
  wanted wants;
  for (stamped_value& one : wants.fields.edit()) one = {"Ada", by};
  wants.announced_by = {5, event_kind::announced, {"/hr", "ada-5"}};
  wants.announced_at = noon;
  wants.version = 9;
  const wanted left = tombstone_of(wants);
  for (const stamped_value& one : *left.fields) {
    EXPECT_FALSE(one.value);
    ASSERT_TRUE(one.set_by);
    EXPECT_EQ(one.set_by->order, 7);
    EXPECT_EQ(one.set_by->kind, event_kind::changed);
    EXPECT_GT(*one.set_by, by);
    EXPECT_LT(*one.set_by, (stamp{8, event_kind::announced, {}}));
  }
  EXPECT_EQ(left.announced_by->order, 5);
  EXPECT_FALSE(left.rescinded_by);
  EXPECT_EQ(left.announced_at, noon);
  EXPECT_EQ(left.version, 9U);
  EXPECT_EQ(tombstone_of(left), left);
}

}  // namespace
}  // namespace daypass::store
