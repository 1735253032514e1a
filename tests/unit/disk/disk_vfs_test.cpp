// SQLite over the disk as several connections of one process see it.
#include "support/disk/disk_vfs.hpp"

#include "support/disk/disk_locks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>

namespace daypass::support {
namespace {

using testing::ElementsAre;

class DiskVfs : public testing::Test {
 protected:
  struct closer {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  using connection = std::unique_ptr<sqlite3, closer>;

  static connection open() {
    sqlite3* handle = nullptr;
    EXPECT_EQ(sqlite3_open_v2("f.db", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "vfs"),
              SQLITE_OK);
    return connection(handle);
  }
  static int run(const connection& on, const char* sql) {
    return sqlite3_exec(on.get(), sql, nullptr, nullptr, nullptr);
  }
  static int count(const connection& on) {
    int found = -1;
    const auto note = [](void* into, int, char** values, char**) {
      *static_cast<int*>(into) = std::stoi(values[0]);
      return 0;
    };
    sqlite3_exec(on.get(), "SELECT count(*) FROM t", note, &found, nullptr);
    return found;
  }
  static connection make(const char* journal) {
    auto made = open();
    EXPECT_EQ(run(made, journal), SQLITE_OK);
    EXPECT_EQ(run(made, "CREATE TABLE t (x); INSERT INTO t VALUES (1)"), SQLITE_OK);
    return made;
  }

  simulated_disk disk_{1};
  std::unique_ptr<disk_vfs> vfs_ = register_disk_vfs(disk_, "vfs");
};

TEST_F(DiskVfs, LetsOneConnectionWriteAtATime) {
  for (const char* journal : {"PRAGMA journal_mode = DELETE", "PRAGMA journal_mode = WAL"}) {
    disk_.remove("f.db");
    const auto one = make(journal);
    const auto two = open();
    ASSERT_EQ(count(two), 1);
    ASSERT_EQ(run(one, "BEGIN IMMEDIATE; INSERT INTO t VALUES (2)"), SQLITE_OK);
    EXPECT_EQ(run(two, "BEGIN IMMEDIATE"), SQLITE_BUSY) << journal;
    EXPECT_EQ(count(two), 1) << journal;
    ASSERT_EQ(run(one, "COMMIT"), SQLITE_OK);
    EXPECT_EQ(count(two), 2) << journal;
    EXPECT_EQ(run(two, "INSERT INTO t VALUES (3)"), SQLITE_OK) << journal;
    EXPECT_EQ(count(one), 3) << journal;
  }
}

TEST_F(DiskVfs, KeepsTheLogWhileAReaderNeedsIt) {
  const auto one = make("PRAGMA journal_mode = WAL");
  const auto two = open();
  ASSERT_EQ(run(two, "BEGIN; SELECT * FROM t"), SQLITE_OK);
  ASSERT_EQ(run(one, "INSERT INTO t VALUES (2); PRAGMA wal_checkpoint(TRUNCATE)"), SQLITE_OK);
  EXPECT_EQ(count(two), 1);
  EXPECT_FALSE(disk_.contents("f.db-wal")->empty());
}

TEST_F(DiskVfs, RemovesTheLogWithTheLastConnection) {
  auto one = make("PRAGMA journal_mode = WAL");
  auto two = open();
  ASSERT_EQ(count(two), 1);
  one.reset();
  EXPECT_THAT(disk_.names(""), ElementsAre("f.db", "f.db-wal"));
  EXPECT_EQ(run(two, "INSERT INTO t VALUES (2)"), SQLITE_OK);
  two.reset();
  EXPECT_THAT(disk_.names(""), ElementsAre("f.db"));
  EXPECT_FALSE(disk_.files().find("f.db")->locks().has_region(0));
  EXPECT_EQ(count(open()), 2);
}

TEST_F(DiskVfs, RecoversFromALogWhoseSharedMemoryIsGone) {
  auto one = make("PRAGMA journal_mode = WAL");
  disk_.fence();
  one.reset();
  disk_.kill();
  disk_.unfence();
  EXPECT_THAT(disk_.names(""), ElementsAre("f.db", "f.db-wal"));
  EXPECT_EQ(count(open()), 1);
}

TEST_F(DiskVfs, FreesTheLocksOfAKilledProcess) {
  auto one = make("PRAGMA journal_mode = WAL");
  ASSERT_EQ(run(one, "BEGIN IMMEDIATE; INSERT INTO t VALUES (2)"), SQLITE_OK);
  disk_.kill();
  const auto two = open();
  EXPECT_EQ(run(two, "INSERT INTO t VALUES (3)"), SQLITE_OK);
  EXPECT_EQ(run(one, "COMMIT"), SQLITE_IOERR);
  one.reset();
  EXPECT_EQ(count(two), 2);
}

TEST_F(DiskVfs, WaitsForLocksWithoutSleeping) {
  const auto one = make("PRAGMA journal_mode = WAL");
  sqlite3_busy_timeout(one.get(), 2'000);
  disk_.on_call = [](const disk_call& call) {
    return call.kind == disk_call_kind::lock ? disk_verdict::refuse_lock : disk_verdict::go_on;
  };
  EXPECT_EQ(run(one, "INSERT INTO t VALUES (2)"), SQLITE_BUSY);
  EXPECT_EQ(disk_.slept(), std::chrono::seconds(2));
}

TEST_F(DiskVfs, WritesTheSameBytesFromTheSameSeed) {
  const auto written = [] {
    simulated_disk disk(5);
    const auto vfs = register_disk_vfs(disk, "again");
    sqlite3* handle = nullptr;
    sqlite3_open_v2("g.db", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "again");
    sqlite3_exec(handle, "PRAGMA journal_mode = WAL; CREATE TABLE t (x)", nullptr, nullptr,
                 nullptr);
    const auto image = disk.image();
    sqlite3_close(handle);
    return *image;
  };
  const auto first = written();
  EXPECT_EQ(first.size(), 2U);
  EXPECT_EQ(first, written());
}

}  // namespace
}  // namespace daypass::support
