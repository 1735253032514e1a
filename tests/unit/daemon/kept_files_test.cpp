// The mask's key, the mark of the passes' folder and the word of lost events outlive the process.

#include "kept_files.hpp"

#include "support/credentials/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace daypass {
namespace {

class kept_reports final : public reporter {
 public:
  void report(const happening_variant& what) override { all.push_back(what); }
  std::vector<happening_variant> all;
};

const happening::positions_reset lost{{"hires", 3}, "offset 5 is before the log's start", true};

TEST(MaskKey, IsDrawnOnceAndKept) {
  const support::scratch_folder folder;
  const auto file = folder.path() / "mask.key";
  const auto first = keep_mask_key(file);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->size(), 32U);
  EXPECT_EQ(keep_mask_key(file), *first);
  struct stat facts{};
  ASSERT_EQ(::stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(MaskKey, DiffersBetweenInstallations) {
  const support::scratch_folder folder;
  EXPECT_NE(*keep_mask_key(folder.path() / "one"), *keep_mask_key(folder.path() / "two"));
}

TEST(MaskKey, TellsWhereItCanNotBeKept) {
  const auto kept = keep_mask_key("/nowhere/mask.key");
  ASSERT_FALSE(kept);
  EXPECT_THAT(kept.error().what, testing::HasSubstr("/nowhere/mask.key"));
}

TEST(FolderMark, HoldsAStateToTheFolderOfItsPasses) {
  const support::scratch_folder state;
  const support::scratch_folder passes;
  const support::scratch_folder other;
  const auto kept = state.path() / "sealed-folder";
  EXPECT_TRUE(keep_folder_mark(kept, passes.path()));
  EXPECT_TRUE(keep_folder_mark(kept, passes.path())) << "at every later start";
  const auto empty = keep_folder_mark(kept, other.path());
  ASSERT_FALSE(empty);
  EXPECT_THAT(empty.error().what, testing::AllOf(testing::HasSubstr("is missing"),
                                                 testing::HasSubstr("remove " + kept.string())));
  EXPECT_TRUE(keep_folder_mark(state.path() / "elsewhere", other.path()));
  EXPECT_THAT(keep_folder_mark(kept, other.path()).error().what,
              testing::HasSubstr("another installation's"));
  EXPECT_TRUE(keep_folder_mark(kept, passes.path())) << "nothing was overwritten";
}

TEST(FolderMark, IsThatOfAFolderThatHasOne) {
  const support::scratch_folder state;
  const support::scratch_folder passes;
  EXPECT_TRUE(keep_folder_mark(state.path() / "one", passes.path()));
  EXPECT_TRUE(keep_folder_mark(state.path() / "two", passes.path()))
      << "a state that begins anew takes the folder as it is";
  EXPECT_TRUE(keep_folder_mark(state.path() / "one", passes.path()));
}

TEST(FolderMark, TakesWhatCanNotBeReadForAFault) {
  const support::scratch_folder state;
  const support::scratch_folder passes;
  std::filesystem::create_directory(passes.path() / ".daypass-folder");
  EXPECT_THAT(keep_folder_mark(state.path() / "kept", passes.path()).error().what,
              testing::HasSubstr("can't be read"));
  EXPECT_FALSE(std::filesystem::exists(state.path() / "kept"));
}

TEST(FolderMark, TellsWhereItCanNotBeKept) {
  const support::scratch_folder passes;
  EXPECT_THAT(keep_folder_mark("/nowhere/kept", passes.path()).error().what,
              testing::HasSubstr("/nowhere/kept"));
}

TEST(LostEvents, AreRememberedAcrossRestartsUntilAcknowledged) {
  const support::scratch_folder folder;
  kept_reports next;
  const auto file = folder.path() / "events-lost";
  {
    lost_events first(file, next);
    EXPECT_FALSE(first.acknowledge());
    first.report(lost);
    EXPECT_EQ(next.all.size(), 1U);
  }
  lost_events second(file, next);
  ASSERT_EQ(second.not_acknowledged().size(), 1U);
  EXPECT_EQ(second.not_acknowledged()[0], "hires [3]: offset 5 is before the log's start");
  EXPECT_TRUE(second.acknowledge());
  EXPECT_THAT(lost_events(file, next).not_acknowledged(), testing::IsEmpty());
}

TEST(LostEvents, AreNotEveryReset) {
  const support::scratch_folder folder;
  kept_reports next;
  lost_events kept(folder.path() / "events-lost", next);
  kept.report(happening::positions_reset{{"hires", 3}, "another cluster", false});
  EXPECT_THAT(kept.not_acknowledged(), testing::IsEmpty());
  EXPECT_EQ(next.all.size(), 1U);
}

TEST(LostEvents, ComplainWhenTheyCanNotBeKept) {
  kept_reports next;
  lost_events kept("/nowhere/events-lost", next);
  kept.report(lost);
  ASSERT_EQ(next.all.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<happening::files_trouble>(next.all[0]));
  EXPECT_EQ(kept.not_acknowledged().size(), 1U);
}

}  // namespace
}  // namespace daypass
