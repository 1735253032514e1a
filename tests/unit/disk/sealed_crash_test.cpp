// The sealed store's order of writes over a disk that crashes and fails at every call.
#include "sealed_folder.hpp"
#include "support/disk/disk_folder.hpp"

#include "daypass/domain/refusal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace daypass::support {
namespace {

using testing::IsEmpty;
using vault::file_action;
using vault::file_job;

using files = std::map<std::string, std::string>;

file_job publish(std::string name, const std::string& contents) {
  return {.action = file_action::publish,
          .name = std::move(name),
          .seal = contents + std::string(1500, 's'),
          .label = contents,
          .outcome = {}};
}
file_job relabel(std::string name, std::string label) {
  return {.action = file_action::relabel,
          .name = std::move(name),
          .seal = {},
          .label = std::move(label),
          .outcome = {}};
}
file_job withdraw(std::string name) {
  return {.action = file_action::withdraw,
          .name = std::move(name),
          .seal = {},
          .label = {},
          .outcome = {}};
}

/// What is asked of the store, one group after the other.
const std::vector<std::vector<file_job>>& script() {
  static const std::vector<std::vector<file_job>> groups = {
      {publish("a", "first")},
      {publish("b", "second")},
      {relabel("a", "changed")},
      {withdraw("b")},
      {publish("c", "third"), publish("d", "fourth"), relabel("a", "again")},
      {publish("a", "anew")},
      {withdraw("a"), withdraw("c")},
      {publish("a", "last")},
      {withdraw("d")},
  };
  return groups;
}

void note(files& after, const file_job& job) {
  const std::string seal = job.name + ".cms";
  const std::string label = job.name + ".json";
  if (job.action == file_action::withdraw) {
    after.erase(seal);
    after.erase(label);
    return;
  }
  if (job.action == file_action::publish) after[seal] = job.seal;
  after[label] = job.label;
}

/// What readers find after so many groups.
files files_after(std::size_t groups) {
  files after;
  for (std::size_t index = 0; index < groups; ++index) {
    for (const file_job& job : script()[index]) note(after, job);
  }
  return after;
}

class SealedOnSimulatedDisk : public testing::Test {
 protected:
  static constexpr const char* folder = "sealed";

  static files seen(const simulated_disk& disk) {
    files found;
    for (const std::string& name : disk.names(folder)) {
      if (!name.starts_with('.')) {
        found[name] = *disk.contents(std::string(folder) + "/" + name);
      }
    }
    return found;
  }

  /// The outcomes of a group's jobs; empty where the folder can't be opened.
  static std::vector<result<void>> carry_out(vault::sealed_folder& store, std::size_t group) {
    auto jobs = script()[group];
    std::vector<file_job*> pointers;
    for (file_job& job : jobs) pointers.push_back(&job);
    store.carry_out(pointers);
    std::vector<result<void>> outcomes;
    for (const file_job& job : jobs) outcomes.push_back(job.outcome);
    return outcomes;
  }

  /// How many groups were acknowledged before the disk crashed, if it did.
  static std::size_t run(simulated_disk& disk) {
    auto opened = make_disk_folder(disk, folder);
    if (!opened) return 0;
    vault::sealed_folder store(std::move(*opened));
    for (std::size_t group = 0; group < script().size(); ++group) {
      for (const auto& outcome : carry_out(store, group)) {
        if (!outcome || disk.fenced()) return group;
      }
    }
    return script().size();
  }

  static std::uint64_t calls_in_all() {
    simulated_disk disk(1);
    EXPECT_EQ(run(disk), script().size());
    return disk.calls();
  }

  /// Each file is as after the groups acknowledged, or as after the group that was under way.
  static bool as_promised(const files& found, std::size_t acknowledged) {
    const files before = files_after(acknowledged);
    const files after = files_after(std::min(acknowledged + 1, script().size()));
    std::set<std::string> names;
    for (const auto* some : {&found, &before, &after}) {
      for (const auto& [name, contents] : *some) names.insert(name);
    }
    const auto in = [](const files& where, const std::string& name) {
      const auto one = where.find(name);
      return one == where.end() ? "none" : one->second;
    };
    return std::ranges::all_of(names, [&](const std::string& name) {
      const std::string now = in(found, name);
      return now == in(before, name) || now == in(after, name);
    });
  }
};

TEST_F(SealedOnSimulatedDisk, KeepsWhatWasAcknowledgedWhenACrashMeetsAnyCall) {
  const std::uint64_t calls = calls_in_all();
  for (std::uint64_t at = 1; at <= calls; ++at) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      simulated_disk disk(seed);
      disk.on_call = [&](const disk_call& call) {
        return call.number == at ? disk_verdict::crash_after : disk_verdict::go_on;
      };
      const std::size_t acknowledged = run(disk);
      if (seed == 0) {
        disk.kill();
      } else {
        disk.crash(seed * 1000 + at);
      }
      disk.unfence();
      disk.on_call = nullptr;
      ASSERT_TRUE(as_promised(seen(disk), acknowledged)) << "call " << at << ", seed " << seed;
      ASSERT_TRUE(make_disk_folder(disk, folder));
      for (const std::string& name : disk.names(folder)) {
        ASSERT_FALSE(name.starts_with('.')) << "left behind: " << name;
      }
      ASSERT_EQ(run(disk), script().size()) << "does not begin again";
      ASSERT_EQ(seen(disk), files_after(script().size()));
    }
  }
}

// Were these not found, the test above would show nothing.
TEST_F(SealedOnSimulatedDisk, LosesWhatWasAcknowledgedWhenTheDiskLiesAboutSyncs) {
  for (const auto kind : {disk_call_kind::sync, disk_call_kind::sync_folder}) {
    int lost = 0;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      simulated_disk disk(seed);
      disk.on_call = [&](const disk_call& call) {
        return call.kind == kind ? disk_verdict::pretend : disk_verdict::go_on;
      };
      const std::size_t acknowledged = run(disk);
      disk.crash(seed);
      if (!as_promised(seen(disk), acknowledged)) ++lost;
    }
    EXPECT_GT(lost, 10) << to_string(kind);
  }
}

// Somebody removes the file and syncs nothing: after a power failure it would be there again.
TEST_F(SealedOnSimulatedDisk, LetsNothingComeBackThatItToldToBeGone) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    simulated_disk disk(seed);
    auto opened = make_disk_folder(disk, folder);
    ASSERT_TRUE(opened);
    vault::sealed_folder store(std::move(*opened));
    ASSERT_TRUE(carry_out(store, 0).front());
    ASSERT_TRUE(disk.remove(std::string(folder) + "/a.cms"));
    file_job job = relabel("a", "changed");
    file_job* const jobs[] = {&job};
    store.carry_out(jobs);
    ASSERT_FALSE(job.outcome);
    EXPECT_EQ(job.outcome.error().code, refusal::not_found);
    disk.crash(seed);
    EXPECT_FALSE(seen(disk).contains("a.cms")) << "seed " << seed;
  }
}

class FailingFolder : public SealedOnSimulatedDisk,
                      public testing::WithParamInterface<disk_verdict> {
 protected:
  /// Carries a group out until all of it is done. What is said to have had no effect has had none.
  static void insist(vault::sealed_folder& store, simulated_disk& disk, std::size_t group) {
    for (int attempt = 0; attempt < 4; ++attempt) {
      const files before = seen(disk);
      const auto outcomes = carry_out(store, group);
      bool done = true;
      for (std::size_t index = 0; index < outcomes.size(); ++index) {
        if (outcomes[index]) continue;
        done = false;
        const file_job& job = script()[group][index];
        const bool no_effect = outcomes[index].error().kind == failure::retryable;
        if (!no_effect || job.action == file_action::withdraw) continue;
        for (const char* ending : {".cms", ".json"}) {
          const auto now = seen(disk);
          EXPECT_EQ(now.contains(job.name + ending), before.contains(job.name + ending));
          if (before.contains(job.name + ending) && now.contains(job.name + ending)) {
            EXPECT_EQ(now.at(job.name + ending), before.at(job.name + ending));
          }
        }
      }
      if (done) return;
    }
    FAIL() << "does not get through group " << group;
  }
};

TEST_P(FailingFolder, IsAnsweredWithAnErrorAtAnyCallAndLosesNothing) {
  const std::uint64_t calls = calls_in_all();
  for (std::uint64_t at = 1; at <= calls && !HasFailure(); ++at) {
    SCOPED_TRACE(testing::Message() << "at call " << at);
    simulated_disk disk(at);
    disk.on_call = [&](const disk_call& call) {
      return call.number == at ? GetParam() : disk_verdict::go_on;
    };
    auto opened = make_disk_folder(disk, folder);
    if (!opened) {
      EXPECT_EQ(opened.error().code, refusal::store_refused);
      opened = make_disk_folder(disk, folder);
    }
    ASSERT_TRUE(opened);
    vault::sealed_folder store(std::move(*opened));
    for (std::size_t group = 0; group < script().size(); ++group) {
      insist(store, disk, group);
      ASSERT_EQ(seen(disk), files_after(group + 1));
    }
    disk.crash(at);
    EXPECT_EQ(seen(disk), files_after(script().size()));
  }
}

INSTANTIATE_TEST_SUITE_P(Each, FailingFolder,
                         testing::Values(disk_verdict::fail_io, disk_verdict::fail_no_space,
                                         disk_verdict::fail_read_only, disk_verdict::short_write),
                         [](const auto& one) { return std::string(to_string(one.param)); });

}  // namespace
}  // namespace daypass::support
