#include "support/credentials/scratch_folder.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/vault/file_layer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

namespace daypass::vault {
namespace {

using support::contents_of;
using testing::ElementsAre;
using testing::HasSubstr;

class PosixFolder : public testing::Test {
 protected:
  result<std::unique_ptr<file_layer>> open(unsigned mode = 0640, const std::string& group = {}) {
    return open_folder({.folder = scratch_.path(), .group = group, .mode = mode});
  }

  std::string fault(unsigned mode = 0640, const std::string& group = {}) {
    const auto refused = open(mode, group);
    EXPECT_FALSE(refused);
    if (refused) return {};
    EXPECT_EQ(refused.error().kind, failure::permanent);
    EXPECT_EQ(refused.error().code, refusal::store_refused);
    return refused.error().what;
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(scratch_.path())) {
      all.push_back(entry.path().filename());
    }
    std::ranges::sort(all);
    return all;
  }

  support::scratch_folder scratch_;
};

TEST_F(PosixFolder, GivesDraftsTheirNamesAndTheModeAskedFor) {
  for (const unsigned mode : {0600U, 0640U, 0660U}) {
    auto folder = open(mode);
    ASSERT_TRUE(folder);
    draft one{};
    ASSERT_FALSE((*folder)->write_draft("contents", one));
    ASSERT_FALSE((*folder)->sync_drafts(std::array{one}));
    ASSERT_FALSE((*folder)->install(one, "n.cms"));
    ASSERT_FALSE((*folder)->sync_folder());
    EXPECT_EQ(contents_of(scratch_.path() / "n.cms"), "contents");
    struct stat about{};
    ASSERT_EQ(::stat((scratch_.path() / "n.cms").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777U, mode);
    EXPECT_THAT(names(), ElementsAre("n.cms"));
  }
}

// The unit runs with UMask=0077, and the folder hands its readers' group down (tmpfiles).
TEST_F(PosixFolder, GivesReadersTheirFilesUnderAStrictUmask) {
  constexpr gid_t readers = 54'321;
  const bool root = ::chown(scratch_.path().c_str(), static_cast<uid_t>(-1), readers) == 0;
  const gid_t group = root ? readers : ::getegid();
  ASSERT_EQ(::chmod(scratch_.path().c_str(), 02750), 0);
  const mode_t before = ::umask(0077);
  auto folder = open(0640);
  for (const char* name : {"a.cms", "b.cms"}) {
    draft one{};
    ASSERT_TRUE(folder);
    EXPECT_FALSE((*folder)->write_draft("contents", one));
    EXPECT_FALSE((*folder)->install(one, name));
    struct stat about{};
    EXPECT_EQ(::stat((scratch_.path() / name).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777U, 0640U);
    EXPECT_EQ(about.st_gid, group);
  }
  ::umask(before);
}

TEST_F(PosixFolder, SyncsManyDraftsTogether) {
  auto folder = open();
  std::vector<draft> all(8);
  for (auto& one : all) ASSERT_FALSE((*folder)->write_draft("x", one));
  EXPECT_FALSE((*folder)->sync_drafts(all));
  for (const auto one : all) (*folder)->discard(one);
  EXPECT_TRUE(names().empty());
}

TEST_F(PosixFolder, RemovesWhatIsThereAndSaysWhatIsNot) {
  auto folder = open();
  scratch_.write("n.cms", "x");
  bool there = false;
  ASSERT_FALSE((*folder)->exists("n.cms", there));
  EXPECT_TRUE(there);
  ASSERT_FALSE((*folder)->remove("n.cms", there));
  EXPECT_TRUE(there);
  ASSERT_FALSE((*folder)->remove("n.cms", there));
  EXPECT_FALSE(there);
  ASSERT_FALSE((*folder)->exists("n.cms", there));
  EXPECT_FALSE(there);
}

TEST_F(PosixFolder, SweepsWhatACrashLeftAndNothingElse) {
  scratch_.write(".17.draft", "half");
  scratch_.write("n.cms", "x");
  scratch_.write(".keep", "x");
  ASSERT_TRUE(open());
  EXPECT_THAT(names(), ElementsAre(".keep", "n.cms"));
}

TEST_F(PosixFolder, LeavesAloneWhatAnotherProcessIsWriting) {
  auto theirs = open();
  draft one{};
  ASSERT_FALSE((*theirs)->write_draft("theirs", one));
  auto ours = open();
  ASSERT_TRUE(ours) << "whose trial draft has another number";
  draft other{};
  ASSERT_FALSE((*ours)->write_draft("ours", other));
  ASSERT_FALSE((*theirs)->install(one, "a.cms"));
  ASSERT_FALSE((*ours)->install(other, "b.cms"));
  EXPECT_EQ(contents_of(scratch_.path() / "a.cms"), "theirs");
  EXPECT_EQ(contents_of(scratch_.path() / "b.cms"), "ours");
}

TEST_F(PosixFolder, RefusesAFolderThatIsOpenToEveryone) {
  ::chmod(scratch_.path().c_str(), 0751);
  EXPECT_THAT(fault(), HasSubstr("open to everyone (mode 0751); chmod o-rwx"));
}

TEST_F(PosixFolder, RefusesModesThatLetOthersRead) {
  for (const unsigned mode : {0644U, 0604U, 0750U, 0040U, 04640U}) {
    EXPECT_THAT(fault(mode), HasSubstr("use 0600, 0640 or 0660")) << mode;
  }
}

TEST_F(PosixFolder, RefusesAGroupThatDoesNotExist) {
  EXPECT_THAT(fault(0640, "no-such-group-here"), HasSubstr("there is no group"));
}

TEST_F(PosixFolder, RefusesAFolderThatIsAbsentOrIsNone) {
  const auto absent = open_folder({.folder = scratch_.path() / "x", .group = {}, .mode = 0640});
  ASSERT_FALSE(absent);
  EXPECT_THAT(absent.error().what, HasSubstr("No such file or directory; make it with install -d"));
  const auto file = open_folder({.folder = scratch_.write("f", ""), .group = {}, .mode = 0640});
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error().what, HasSubstr("Not a directory"));
}

}  // namespace
}  // namespace daypass::vault
