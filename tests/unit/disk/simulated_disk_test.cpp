#include "support/disk/simulated_disk.hpp"

#include "support/disk/open_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace daypass::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSubsetOf;
using testing::Optional;

constexpr std::size_t sector = disk_file::sector_bytes;

std::string sectors(std::size_t count, char filling) {
  return std::string(count * sector, filling);
}

open_file make(simulated_disk& disk, const std::string& name) {
  open_file file;
  bool read_only = false;
  EXPECT_FALSE(open_file::open(disk, name, open_mode::existing_or_new, file, read_only));
  return file;
}

/// A file at rest.
open_file make_durable(simulated_disk& disk, const std::string& name, std::string_view contents) {
  auto file = make(disk, name);
  EXPECT_FALSE(file.write(0, contents));
  EXPECT_FALSE(file.sync());
  EXPECT_FALSE(disk.sync_folder(disk.life(), folder_of(name)));
  return file;
}

/// What power failures leave of a file after `doing`, with one letter for each sector.
std::set<std::string> outcomes(const std::function<void(simulated_disk&, open_file&)>& doing,
                               std::string_view before = sectors(3, 'o')) {
  std::set<std::string> found;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    simulated_disk disk(seed);
    auto file = make_durable(disk, "f", before);
    doing(disk, file);
    disk.crash(seed);
    const auto left = disk.contents("f");
    if (!left) {
      found.insert("none");
      continue;
    }
    std::string letters;
    for (std::size_t at = 0; at < left->size(); at += sector) {
      const auto part = left->substr(at, sector);
      EXPECT_EQ(part.find_first_not_of(part[0]), std::string_view::npos);
      letters += part[0];
    }
    found.insert(letters);
  }
  return found;
}

TEST(SimulatedDisk, KeepsWhatWasSyncedThroughAPowerFailure) {
  const auto found = outcomes([](simulated_disk&, open_file& file) {
    EXPECT_FALSE(file.write(sector, sectors(1, 'n')));
    EXPECT_FALSE(file.sync());
  });
  EXPECT_THAT(found, ElementsAre("ono"));
}

TEST(SimulatedDisk, TearsWhatWasNotSyncedAtAnySector) {
  const auto found = outcomes(
      [](simulated_disk&, open_file& file) { EXPECT_FALSE(file.write(0, sectors(3, 'n'))); });
  EXPECT_THAT(found, ElementsAre("nnn", "nno", "non", "noo", "onn", "ono", "oon", "ooo"));
}

TEST(SimulatedDisk, KeepsAnyOfTheWritesToOnePlace) {
  const auto found = outcomes([](simulated_disk&, open_file& file) {
    for (const char letter : {'1', '2', '3'}) EXPECT_FALSE(file.write(0, sectors(1, letter)));
  });
  EXPECT_THAT(found, ElementsAre("1oo", "2oo", "3oo", "ooo"));
}

TEST(SimulatedDisk, KeepsALaterWriteWithoutAnEarlierOne) {
  const auto found = outcomes([](simulated_disk&, open_file& file) {
    EXPECT_FALSE(file.write(0, sectors(1, '1')));
    EXPECT_FALSE(file.write(sector, sectors(1, '2')));
  });
  EXPECT_THAT(found, ElementsAre("12o", "1oo", "o2o", "ooo"));
}

TEST(SimulatedDisk, LosesOrKeepsSizes) {
  const auto cut =
      outcomes([](simulated_disk&, open_file& file) { EXPECT_FALSE(file.truncate(sector)); });
  EXPECT_THAT(cut, ElementsAre("o", "ooo"));
  const auto grown =
      outcomes([](simulated_disk&, open_file& file) { EXPECT_FALSE(file.write(3 * sector, "n")); });
  EXPECT_THAT(grown, Contains("ooo"));
  EXPECT_THAT(grown, Contains("ooon"));
  EXPECT_THAT(grown, Contains(std::string("ooo") + '\0'));
  EXPECT_GT(grown.size(), 5U) << "what the disk held before";
}

TEST(SimulatedDisk, LosesANewNameUnlessItsFolderWasSynced) {
  std::set<bool> there;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    simulated_disk disk(seed);
    auto file = make(disk, "a/f");
    EXPECT_FALSE(file.write(0, "new"));
    EXPECT_FALSE(file.sync());
    EXPECT_FALSE(disk.sync_folder(disk.life(), "b"));
    disk.crash(seed);
    there.insert(disk.contents("a/f").has_value());
    make_durable(disk, "a/f", "kept");
    disk.crash(seed);
    EXPECT_THAT(disk.contents("a/f"), Optional(std::string_view("kept")));
  }
  EXPECT_THAT(there, ElementsAre(false, true));
}

TEST(SimulatedDisk, RenamesWhollyOrNotAtAll) {
  std::set<std::string> found;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    simulated_disk disk(seed);
    make_durable(disk, "draft", "new");
    make_durable(disk, "name", "old");
    EXPECT_FALSE(disk.rename(disk.life(), "draft", "name"));
    EXPECT_THAT(disk.names(""), ElementsAre("name"));
    EXPECT_EQ(disk.contents("name"), "new");
    EXPECT_EQ(disk.durable("name"), "old");
    disk.crash(seed);
    found.insert(std::string(*disk.contents("name")) + (disk.contents("draft") ? "+draft" : ""));
  }
  EXPECT_THAT(found, ElementsAre("new", "old+draft"));
}

TEST(SimulatedDisk, BringsARemovedNameBackUnlessItsFolderWasSynced) {
  const auto removed = [](simulated_disk& disk, open_file&) {
    EXPECT_FALSE(disk.unlink(disk.life(), "f"));
    EXPECT_FALSE(disk.contents("f"));
  };
  EXPECT_THAT(outcomes(removed), ElementsAre("none", "ooo"));
  const auto synced = [&](simulated_disk& disk, open_file& file) {
    removed(disk, file);
    EXPECT_FALSE(disk.sync_folder(disk.life(), ""));
  };
  EXPECT_THAT(outcomes(synced), ElementsAre("none"));
}

TEST(SimulatedDisk, MayMakeAnyPartDurableInASyncThatFails) {
  const auto failed = [](simulated_disk& disk, open_file& file) {
    EXPECT_FALSE(file.write(0, sectors(2, 'n')));
    disk.on_call = [](const disk_call&) { return disk_verdict::fail_io; };
    EXPECT_EQ(file.sync(), std::errc::io_error);
    disk.on_call = nullptr;
    EXPECT_EQ(disk.contents("f"), sectors(2, 'n') + sectors(1, 'o'));
  };
  // As on Linux: another sync finds nothing to do.
  const auto repeated = [&](simulated_disk& disk, open_file& file) {
    failed(disk, file);
    EXPECT_FALSE(file.sync());
  };
  const auto rewritten = [&](simulated_disk& disk, open_file& file) {
    failed(disk, file);
    EXPECT_FALSE(file.write(0, sectors(2, 'n')));
    EXPECT_FALSE(file.sync());
  };
  EXPECT_THAT(outcomes(failed), ElementsAre("nno", "noo", "ono", "ooo"));
  EXPECT_THAT(outcomes(repeated), ElementsAre("nno", "noo", "ono", "ooo"));
  EXPECT_THAT(outcomes(rewritten), ElementsAre("nno"));
}

TEST(SimulatedDisk, KeepsNamesWaitingWhenTheSyncOfTheirFolderFails) {
  const auto failed = [](simulated_disk& disk, open_file&) {
    EXPECT_FALSE(disk.unlink(disk.life(), "f"));
    disk.on_call = [](const disk_call&) { return disk_verdict::fail_io; };
    EXPECT_EQ(disk.sync_folder(disk.life(), ""), std::errc::io_error);
    disk.on_call = nullptr;
  };
  const auto repeated = [&](simulated_disk& disk, open_file& file) {
    failed(disk, file);
    EXPECT_FALSE(disk.sync_folder(disk.life(), ""));
  };
  EXPECT_THAT(outcomes(failed), ElementsAre("none", "ooo"));
  EXPECT_THAT(outcomes(repeated), ElementsAre("none"));
}

TEST(SimulatedDisk, DoesNothingInASyncThatItPretends) {
  const auto pretended = [](simulated_disk& disk, open_file& file) {
    disk.on_call = [](const disk_call&) { return disk_verdict::pretend; };
    EXPECT_FALSE(file.write(0, sectors(1, 'n')));
    EXPECT_FALSE(file.sync());
  };
  EXPECT_THAT(outcomes(pretended), ElementsAre("noo", "ooo"));
}

TEST(SimulatedDisk, KeepsAllThatAKilledProcessWroteAndShutsItOut) {
  simulated_disk disk(1);
  auto file = make(disk, "f");
  EXPECT_FALSE(file.write(0, "left"));
  disk.kill();
  EXPECT_EQ(disk.contents("f"), "left");
  EXPECT_EQ(file.write(0, "late"), std::errc::io_error);
  EXPECT_EQ(file.sync(), std::errc::io_error);
  EXPECT_EQ(disk.contents("f"), "left");
  EXPECT_FALSE(disk.durable("f"));
  auto next = make(disk, "f");
  EXPECT_FALSE(next.write(0, "next"));
  EXPECT_EQ(disk.contents("f"), "next");
}

TEST(SimulatedDisk, HasNoEffectBehindItsFence) {
  simulated_disk disk(1);
  auto file = make_durable(disk, "f", "kept");
  const auto calls = disk.calls();
  disk.on_call = [](const disk_call& call) {
    ADD_FAILURE() << "asked of a call behind the fence: " << to_string(call.kind);
    return disk_verdict::go_on;
  };
  disk.fence();
  std::string into(4, ' ');
  std::size_t got = 0;
  open_file other;
  bool read_only = false;
  EXPECT_EQ(file.write(0, "lost"), std::errc::io_error);
  EXPECT_EQ(file.truncate(0), std::errc::io_error);
  EXPECT_EQ(file.sync(), std::errc::io_error);
  EXPECT_EQ(file.read(0, into, got), std::errc::io_error);
  EXPECT_EQ(disk.unlink(disk.life(), "f"), std::errc::io_error);
  EXPECT_EQ(disk.rename(disk.life(), "f", "g"), std::errc::io_error);
  EXPECT_EQ(disk.sync_folder(disk.life(), ""), std::errc::io_error);
  EXPECT_EQ(open_file::open(disk, "g", open_mode::existing_or_new, other, read_only),
            std::errc::io_error);
  EXPECT_THAT(disk.names(""), ElementsAre("f"));
  EXPECT_EQ(disk.contents("f"), "kept");
  EXPECT_EQ(disk.calls(), calls);
  disk.unfence();
  disk.on_call = nullptr;
  EXPECT_FALSE(file.write(0, "done"));
}

TEST(SimulatedDisk, CrashesBeforeOrAfterACall) {
  for (const auto verdict : {disk_verdict::crash_before, disk_verdict::crash_after}) {
    simulated_disk disk(1);
    auto file = make_durable(disk, "f", "old");
    disk.on_call = [&](const disk_call&) { return verdict; };
    EXPECT_EQ(file.write(0, "new"), std::errc::io_error);
    EXPECT_TRUE(disk.fenced());
    EXPECT_EQ(disk.contents("f"), verdict == disk_verdict::crash_before ? "old" : "new");
  }
}

TEST(SimulatedDisk, FailsACallWithoutEffect) {
  for (const auto& [verdict, code] :
       {std::pair{disk_verdict::fail_io, std::errc::io_error},
        std::pair{disk_verdict::fail_no_space, std::errc::no_space_on_device},
        std::pair{disk_verdict::fail_read_only, std::errc::read_only_file_system}}) {
    simulated_disk disk(1);
    auto file = make_durable(disk, "f", "kept");
    disk.on_call = [&](const disk_call&) { return verdict; };
    EXPECT_EQ(file.write(0, "lost"), code);
    EXPECT_EQ(file.truncate(0), code);
    EXPECT_EQ(disk.rename(disk.life(), "f", "g"), code);
    EXPECT_EQ(disk.contents("f"), "kept");
  }
}

TEST(SimulatedDisk, WritesAPartAndThenHasNoRoom) {
  std::set<std::size_t> sizes;
  simulated_disk disk(1);
  disk.on_call = [](const disk_call& call) {
    return call.kind == disk_call_kind::write ? disk_verdict::short_write : disk_verdict::go_on;
  };
  for (int round = 0; round < 100; ++round) {
    auto file = make(disk, "f" + std::to_string(round));
    EXPECT_EQ(file.write(0, "abcd"), std::errc::no_space_on_device);
    const auto left = *disk.contents(file.name());
    EXPECT_TRUE(std::string_view("abcd").starts_with(left));
    sizes.insert(left.size());
  }
  EXPECT_THAT(sizes, ElementsAre(0, 1, 2, 3));
}

TEST(SimulatedDisk, OpensWhatIsThereForReadingWhileItIsReadOnly) {
  simulated_disk disk(1);
  make_durable(disk, "f", "kept");
  disk.on_call = [](const disk_call&) { return disk_verdict::fail_read_only; };
  open_file file;
  bool read_only = false;
  EXPECT_FALSE(open_file::open(disk, "f", open_mode::existing, file, read_only));
  EXPECT_TRUE(read_only);
  EXPECT_EQ(open_file::open(disk, "g", open_mode::existing_or_new, file, read_only),
            std::errc::read_only_file_system);
  EXPECT_THAT(disk.names(""), ElementsAre("f"));
}

TEST(SimulatedDisk, GoesOnWhereACallCannotFailSo) {
  simulated_disk disk(1);
  auto file = make_durable(disk, "f", "kept");
  disk.on_call = [](const disk_call&) { return disk_verdict::short_write; };
  EXPECT_FALSE(file.sync());
  disk.on_call = [](const disk_call&) { return disk_verdict::refuse_lock; };
  EXPECT_FALSE(file.write(0, "new."));
  EXPECT_EQ(disk.contents("f"), "new.");
}

TEST(SimulatedDisk, TellsItsCallsInOrder) {
  simulated_disk disk(1);
  std::vector<std::string> told;
  disk.on_call = [&](const disk_call& call) {
    told.push_back(std::to_string(call.number) + " " + std::string(to_string(call.kind)) + " " +
                   std::string(call.name) + " " + std::to_string(call.offset) + " " +
                   std::to_string(call.size));
    return disk_verdict::go_on;
  };
  make(disk, "a/f").write(8, "four");
  disk.sync_folder(disk.life(), "a");
  EXPECT_THAT(told, ElementsAre("1 open a/f 0 0", "2 write a/f 8 4", "3 sync_folder a 0 0"));
  EXPECT_EQ(disk.count(disk_call_kind::write), 1U);
  EXPECT_EQ(disk.calls(), 3U);
}

TEST(SimulatedDisk, IsChangedByOthersToo) {
  simulated_disk disk(1);
  make_durable(disk, "a/f", "kept");
  const auto calls = disk.calls();
  disk.on_call = [](const disk_call&) { return disk_verdict::fail_io; };
  EXPECT_TRUE(disk.remove("a/f"));
  EXPECT_FALSE(disk.remove("a/f"));
  disk.put("a/g", "planted");
  EXPECT_THAT(disk.names("a"), ElementsAre("g"));
  EXPECT_THAT(disk.names(""), IsEmpty());
  EXPECT_THAT(disk.durable_names("a"), ElementsAre("f"));
  EXPECT_EQ(disk.calls(), calls) << "none of them is a process's call";
}

TEST(SimulatedDisk, StartsFromAnImage) {
  simulated_disk disk(1);
  auto file = make(disk, "a/f");
  EXPECT_FALSE(file.write(0, "seen"));
  simulated_disk other(2, disk.image());
  EXPECT_FALSE(file.write(0, "late"));
  other.crash(3);
  EXPECT_EQ(other.contents("a/f"), "seen");
}

TEST(SimulatedDisk, RepeatsItselfFromItsSeeds) {
  const auto left = [] {
    std::string all;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      simulated_disk disk(seed);
      auto file = make_durable(disk, "f", sectors(8, 'o'));
      EXPECT_FALSE(file.write(100, sectors(6, 'n')));
      disk.crash(seed);
      all += *disk.contents("f");
    }
    return all;
  };
  EXPECT_EQ(left(), left());
}

}  // namespace
}  // namespace daypass::support
