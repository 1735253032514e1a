// A log that is written again at the start of a state: all of it, and durable, or an error.
#include "log_rewrite.hpp"

#include "support/disk/disk_vfs.hpp"

#include "daypass/ports/state_store.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace daypass::support {
namespace {

constexpr const char* log_name = "state.db-wal";
/// Some parts and a rest.
constexpr std::size_t log_bytes = 200'001;

std::string some_log() {
  std::string text(log_bytes, ' ');
  for (std::size_t at = 0; at < text.size(); ++at) text[at] = static_cast<char>('a' + at % 23);
  return text;
}

class LogRewrite : public testing::Test {
 protected:
  /// A process that ended has left it: seen, and durable by name alone.
  void leave_a_log() {
    disk_.put(log_name, some_log());
    disk_.files().sync("");
  }

  /// The calls of a kind have this answer, but for `sound` first ones.
  void fail(disk_call_kind kind, disk_verdict verdict, std::uint64_t sound = 0) {
    disk_.on_call = [=, this](const disk_call& call) {
      const bool hit = call.kind == kind && disk_.count(kind) > sound;
      return hit ? verdict : disk_verdict::go_on;
    };
  }

  [[nodiscard]] bool durable() const { return disk_.durable(log_name) == some_log(); }

  std::optional<error> rewrite(const std::string& vfs = "log_rewrite") {
    const auto done = store::rewrite_log("state.db", vfs);
    return done ? std::nullopt : std::optional(done.error());
  }

  simulated_disk disk_{1};
  std::unique_ptr<disk_vfs> vfs_ = register_disk_vfs(disk_, "log_rewrite");
};

TEST_F(LogRewrite, MakesALongLogDurableToItsLastByte) {
  leave_a_log();
  ASSERT_FALSE(durable());
  std::uint64_t written = 0;
  disk_.on_call = [&](const disk_call& call) {
    // In order and without a gap: a sync that failed may have lost any of them.
    if (call.kind == disk_call_kind::write) {
      EXPECT_EQ(call.offset, written);
      written += call.size;
    }
    return disk_verdict::go_on;
  };
  EXPECT_FALSE(rewrite());
  EXPECT_EQ(written, log_bytes);
  EXPECT_TRUE(disk_.contents(log_name) == some_log());
  EXPECT_TRUE(durable());
}

TEST_F(LogRewrite, SyncsNothingWhereNoLogIs) {
  disk_.put(log_name, "");
  EXPECT_FALSE(rewrite());
  ASSERT_TRUE(disk_.remove(log_name));
  EXPECT_FALSE(rewrite());
  EXPECT_EQ(disk_.count(disk_call_kind::sync), 0U);
}

TEST_F(LogRewrite, IsAnErrorOfTheStateWhicheverCallFails) {
  leave_a_log();
  for (const auto kind :
       {disk_call_kind::open, disk_call_kind::read, disk_call_kind::write, disk_call_kind::sync}) {
    fail(kind, disk_verdict::fail_io);
    const auto said = rewrite();
    ASSERT_TRUE(said) << to_string(kind);
    EXPECT_EQ(said->code, state_errc::io) << to_string(kind);
    EXPECT_EQ(said->kind, failure::retryable) << to_string(kind);
    EXPECT_EQ(said->scope, failure_scope::lane) << to_string(kind);
  }
  disk_.on_call = nullptr;
  EXPECT_FALSE(rewrite());
  EXPECT_TRUE(durable()) << "what failed is done again";
}

TEST_F(LogRewrite, EndsAtTheFirstPartThatFindsNoRoom) {
  leave_a_log();
  fail(disk_call_kind::write, disk_verdict::fail_no_space, 1);
  const auto said = rewrite();
  ASSERT_TRUE(said);
  EXPECT_EQ(said->code, state_errc::full);
  EXPECT_EQ(disk_.count(disk_call_kind::write), 2U);
  EXPECT_EQ(disk_.count(disk_call_kind::sync), 0U) << "what was not written is not told durable";
}

TEST_F(LogRewrite, NeedsFilesThatSqliteKnows) {
  EXPECT_TRUE(rewrite("no such vfs"));
}

}  // namespace
}  // namespace daypass::support
