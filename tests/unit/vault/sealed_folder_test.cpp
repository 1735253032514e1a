#include "sealed_folder.hpp"

#include "unit/vault/memory_folder.hpp"

#include "daypass/domain/refusal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daypass::vault {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

class SealedFolder : public testing::Test {
 protected:
  result<void> carry_out(file_job job) {
    file_job* one = &job;
    folder_.carry_out({&one, 1});
    return std::move(job.outcome);
  }

  static file_job publish(const std::string& name, const std::string& seal = "seal") {
    return {.action = file_action::publish,
            .name = name,
            .seal = seal,
            .label = "label",
            .outcome = {}};
  }
  static file_job relabel(const std::string& name) {
    return {.action = file_action::relabel,
            .name = name,
            .seal = {},
            .label = "new label",
            .outcome = {}};
  }
  static file_job withdraw(const std::string& name) {
    return {.action = file_action::withdraw, .name = name, .seal = {}, .label = {}, .outcome = {}};
  }

  memory_disk disk_;
  sealed_folder folder_{std::make_unique<memory_folder>(&disk_)};
};

TEST_F(SealedFolder, SyncsBeforeItNamesAndTheFolderAfterwards) {
  ASSERT_TRUE(carry_out(publish("n")));
  EXPECT_THAT(disk_.calls, ElementsAre("write", "write", "sync 2", "install n.cms",
                                       "install n.json", "sync folder"));
  EXPECT_THAT(disk_.durable, UnorderedElementsAre(Pair("n.cms", "seal"), Pair("n.json", "label")));
}

TEST_F(SealedFolder, SharesSyncsAmongWhatArrivesTogether) {
  auto a = publish("a");
  auto b = publish("b");
  auto c = withdraw("c");
  const std::vector<file_job*> jobs{&a, &b, &c};
  folder_.carry_out(jobs);
  EXPECT_TRUE(a.outcome && b.outcome && c.outcome);
  EXPECT_EQ(std::ranges::count(disk_.calls, "sync 4"), 1);
  EXPECT_EQ(std::ranges::count(disk_.calls, "sync folder"), 1);
}

TEST_F(SealedFolder, NeverShowsALabelWithoutItsSeal) {
  std::size_t looks = 0;
  disk_.after_each = [&] {
    ++looks;
    EXPECT_LE(disk_.seen.contains("n.json"), disk_.seen.contains("n.cms"));
    EXPECT_LE(disk_.durable.contains("n.json"), disk_.durable.contains("n.cms"));
  };
  ASSERT_TRUE(carry_out(publish("n")));
  ASSERT_TRUE(carry_out(publish("n", "again")));
  ASSERT_TRUE(carry_out(relabel("n")));
  ASSERT_TRUE(carry_out(withdraw("n")));
  EXPECT_GE(looks, 15U);
  EXPECT_THAT(disk_.durable, IsEmpty());
}

TEST_F(SealedFolder, SyncsTheFolderEvenWhenThereWasNothingToWithdraw) {
  ASSERT_TRUE(carry_out(withdraw("n")));
  EXPECT_EQ(disk_.calls.back(), "sync folder");
}

TEST_F(SealedFolder, LeavesNothingBehindWhenAPublishFails) {
  for (std::size_t call = 1; call <= 6; ++call) {
    memory_disk disk;
    disk.fail_at = call;
    sealed_folder folder(std::make_unique<memory_folder>(&disk));
    auto job = publish("n");
    file_job* one = &job;
    folder.carry_out({&one, 1});
    ASSERT_FALSE(job.outcome) << call;
    EXPECT_THAT(disk.drafts, IsEmpty()) << call;
    EXPECT_EQ(job.outcome.error().scope, failure_scope::lane);
    // The seal gets its name at the fourth call: from there on it may be readable.
    const bool visible = call > 4;
    EXPECT_EQ(disk.seen.contains("n.cms"), visible) << call;
    EXPECT_EQ(job.outcome.error().kind, visible ? failure::unknown_effect : failure::retryable);
    EXPECT_EQ(job.outcome.error().code, visible ? make_error_code(refusal::no_answer)
                                                : make_error_code(refusal::store_refused));
  }
}

TEST_F(SealedFolder, RemovesTheSealAlthoughTheLabelCanNotBeRemoved) {
  ASSERT_TRUE(carry_out(publish("n")));
  disk_.fail_at = disk_.calls.size() + 1;
  EXPECT_FALSE(carry_out(withdraw("n")));
  EXPECT_FALSE(disk_.seen.contains("n.cms"));
  EXPECT_TRUE(carry_out(withdraw("n")));
  EXPECT_THAT(disk_.durable, IsEmpty());
}

TEST_F(SealedFolder, NeverBringsBackByRelabellingInOneGroup) {
  ASSERT_TRUE(carry_out(publish("n")));
  auto first = withdraw("n");
  auto second = relabel("n");
  const std::vector<file_job*> jobs{&first, &second};
  folder_.carry_out(jobs);
  EXPECT_TRUE(first.outcome);
  ASSERT_FALSE(second.outcome);
  EXPECT_EQ(second.outcome.error().code, refusal::not_found);
  EXPECT_THAT(disk_.durable, IsEmpty());
  EXPECT_THAT(disk_.drafts, IsEmpty());
}

TEST_F(SealedFolder, FailsOnlyTheOneThatCouldNotBeWritten) {
  auto a = publish("a");
  auto b = publish("b");
  disk_.fail_at = 1;
  const std::vector<file_job*> jobs{&a, &b};
  folder_.carry_out(jobs);
  EXPECT_FALSE(a.outcome);
  EXPECT_TRUE(b.outcome);
}

TEST_F(SealedFolder, TellsAFullDiskFromABrokenOne) {
  for (const auto& [trouble, code] :
       {std::pair{std::errc::no_space_on_device, refusal::store_refused},
        {std::errc::permission_denied, refusal::store_refused},
        {std::errc::read_only_file_system, refusal::store_refused},
        {std::errc::io_error, refusal::unavailable},
        {std::errc::too_many_files_open, refusal::unavailable}}) {
    disk_.trouble = std::make_error_code(trouble);
    disk_.fail_at = disk_.calls.size() + 1;
    const auto refused = carry_out(publish("n"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, code);
    EXPECT_EQ(refused.error().kind, failure::retryable);
  }
}

}  // namespace
}  // namespace daypass::vault
