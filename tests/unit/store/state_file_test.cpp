// The file: its rights, its lock, its schema and what the schema refuses.
#include "failing_reads.hpp"
#include "migrations.hpp"
#include "state_support.hpp"

#include "daypass/store/sqlite_store.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace daypass::store {
namespace {

class state_file : public state_test {};

mode_t mode_of(const std::filesystem::path& file) {
  struct stat found{};
  EXPECT_EQ(::stat(file.c_str(), &found), 0) << file;
  return found.st_mode & 0777;
}

TEST_F(state_file, IsForItsOwnerAlone) {
  const auto state = open_state(settings());
  for (const char* end : {"", "-wal", "-shm", ".lock"}) {
    EXPECT_EQ(mode_of(file().string() + end), 0600U) << end;
  }
}

TEST_F(state_file, TakesAwayRightsThatItFinds) {
  open_state(settings());
  ::chmod(file().c_str(), 0644);
  const auto state = open_state(settings());
  EXPECT_EQ(mode_of(file()), 0600U);
}

TEST_F(state_file, ASecondOpenerIsRefusedWithTheHoldersNumber) {
  auto state = open_state(settings());
  const auto second = make_inline_sqlite_state(settings());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, make_error_code(state_errc::busy));
  EXPECT_NE(second.error().what.find("process " + std::to_string(::getpid())), std::string::npos);
  EXPECT_NE(second.error().what.find("only one daypassd"), std::string::npos);
  state.reset();
  EXPECT_TRUE(make_inline_sqlite_state(settings()));
}

TEST_F(state_file, AFolderThatIsNotThereIsAnError) {
  auto elsewhere = settings();
  elsewhere.file = folder() / "none" / "state.db";
  const auto state = make_inline_sqlite_state(elsewhere);
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, make_error_code(state_errc::io));
}

TEST_F(state_file, MigratesOnceFromEmpty) {
  auto db = database::open(file().string(), "", false, milliseconds{0});
  ASSERT_TRUE(db);
  ASSERT_TRUE(migrate(*db));
  EXPECT_EQ(db->integer("PRAGMA user_version"), newest_schema());
  const auto objects = db->integer("SELECT count(*) FROM sqlite_schema");
  EXPECT_GT(objects, 0);
  ASSERT_TRUE(migrate(*db));
  EXPECT_EQ(db->integer("SELECT count(*) FROM sqlite_schema"), objects);
  EXPECT_EQ(db->integer("SELECT count(*) FROM reasons"), reason_count);
}

TEST_F(state_file, ANewerSchemaIsRefused) {
  open_state(settings());
  EXPECT_EQ(run_sql(file(), "PRAGMA user_version = 999"), "");
  const auto state = sqlite_state::open(settings());
  ASSERT_FALSE(state);
  EXPECT_NE(state.error().what.find("newer daypassd"), std::string::npos);
}

TEST_F(state_file, ADatabaseOfAnotherProgramIsRefused) {
  EXPECT_EQ(run_sql(file(), "CREATE TABLE theirs (x)"), "");
  const auto state = sqlite_state::open(settings());
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, make_error_code(state_errc::refused));
}

TEST_F(state_file, AFileThatIsNoDatabaseIsRefused) {
  {
    std::FILE* other = std::fopen(file().c_str(), "w");
    std::fputs(std::string(5'000, 'x').c_str(), other);
    std::fclose(other);
  }
  const auto state = sqlite_state::open(settings());
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, make_error_code(state_errc::io));
}

TEST_F(state_file, AFileSystemThatCanNotHaveALogIsRefused) {
  failing_reads vfs;
  failing_reads::shares_memory() = false;
  auto shareless = settings();
  shareless.vfs = failing_reads::name;
  const auto state = sqlite_state::open(shareless);
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().kind, failure::permanent);
  EXPECT_EQ(state.error().scope, failure_scope::lane);
}

class refused_sql : public state_test, public ::testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    const auto state = open_state(settings());
    state->begin();
    ASSERT_TRUE(state->record_batch({announced("A"), announced("B")}, count_up));
    ASSERT_TRUE(state->commit());
  }
};

TEST_P(refused_sql, ChangesNothing) {
  EXPECT_NE(run_sql(file(), GetParam()).find("constraint failed"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Schema, refused_sql,
    ::testing::Values(
        "UPDATE hires SET hire_id = ''", "UPDATE hires SET hire_id = printf('%065d', 1)",
        "UPDATE hires SET population = ''", "UPDATE hires SET hire_id = 'A'",
        "UPDATE hires SET urgent = 2", "UPDATE hires SET lane = 'fast'",
        "UPDATE hires SET standing = 'lost'", "UPDATE hires SET reason = 'because'",
        "UPDATE hires SET ending = 'happy'", "UPDATE hires SET verified = -1",
        "UPDATE hires SET reserved_upn = 'Upper@x'", "UPDATE hires SET reserved_upn = ''",
        "UPDATE hires SET reserved_upn = 'same@x'", "UPDATE hires SET version = -1",
        "UPDATE hires SET wanted_version = -1", "UPDATE hires SET wanted = '{'",
        "UPDATE hires SET orders = 'x'", "UPDATE hires SET actual = ''",
        "UPDATE hires SET since = NULL", "UPDATE seen_events SET digest = x'00'",
        "UPDATE seen_events SET id = ''", "UPDATE seen_events SET source = 99",
        "UPDATE history SET count = 0", "UPDATE history SET count = 4294967296",
        "UPDATE history SET what = ''", "UPDATE history SET line = 0",
        "UPDATE history SET hire = 99", "UPDATE positions SET next_offset = -1",
        "UPDATE positions SET part = -1", "UPDATE positions SET topic = ''",
        "INSERT INTO quarantine VALUES (1,'','',0,0,NULL,NULL,'short',x'',0,0,'c','',0,0)",
        "INSERT INTO quarantine VALUES (1,'','',0,0,NULL,NULL,NULL,x'',0,0,'','',0,0)",
        "INSERT INTO quarantine VALUES (1,'','',0,0,NULL,NULL,NULL,x'',0,0,'c','',0,2)"));

TEST_F(state_file, ColumnsHoldTheirTypeOnly) {
  {
    const auto state = open_state(settings());
    state->begin();
    ASSERT_TRUE(state->record_batch({announced("A")}, count_up));
    ASSERT_TRUE(state->commit());
  }
  EXPECT_NE(run_sql(file(), "UPDATE hires SET due_at = 'soon'").find("cannot store TEXT"),
            std::string::npos);
}

}  // namespace
}  // namespace daypass::store
