#include "daypass/store/state_reader.hpp"

#include "state_support.hpp"

namespace daypass::store {
namespace {

class reader : public state_test {
 protected:
  static void record(sqlite_state& state, std::vector<intake_item> items) {
    state.begin();
    ASSERT_TRUE(state.record_batch(items, count_up));
    ASSERT_TRUE(state.commit());
  }
};

TEST_F(reader, ReadsBesideTheDaemonWhatIsRecorded) {
  const auto state = open_state(settings());
  record(*state, {announced("A")});
  const auto opened = open_state_reader(file());
  ASSERT_TRUE(opened) << opened.error().what;
  EXPECT_EQ((*opened)->list({})->size(), 1U);
  record(*state, {announced("B")});
  EXPECT_EQ((*opened)->list({})->size(), 2U);
  EXPECT_EQ((*opened)->find({"p", "B"})->value().wants.version, 1U);
  EXPECT_FALSE((*opened)->find({"p", "C"})->has_value());
  EXPECT_EQ((*opened)->history({"p", "A"})->size(), 1U);
  EXPECT_EQ((*opened)->totals(noon)->due, 2U);
  EXPECT_TRUE((*opened)->quarantine(9)->empty());
}

TEST_F(reader, SeesNothingOfATransactionThatIsOpen) {
  const auto state = open_state(settings());
  const auto opened = open_state_reader(file());
  ASSERT_TRUE(opened);
  state->begin();
  ASSERT_TRUE(state->record_batch({announced("A")}, count_up));
  EXPECT_TRUE((*opened)->list({})->empty());
  ASSERT_TRUE(state->commit());
  EXPECT_EQ((*opened)->list({})->size(), 1U);
}

TEST_F(reader, ReadsWhileNoDaemonRuns) {
  record(*open_state(settings()), {announced("A")});
  const auto opened = open_state_reader(file());
  ASSERT_TRUE(opened) << opened.error().what;
  EXPECT_EQ((*opened)->list({})->size(), 1U);
}

TEST_F(reader, AFileThatIsNotThereIsAnErrorAndIsNotMade) {
  const auto opened = open_state_reader(file());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, make_error_code(state_errc::io));
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(reader, AnotherSchemaIsRefusedWithItsCure) {
  open_state(settings());
  EXPECT_EQ(run_sql(file(), "PRAGMA user_version = 0"), "");
  const auto opened = open_state_reader(file());
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().what.find("start the daemon"), std::string::npos);
}

}  // namespace
}  // namespace daypass::store
