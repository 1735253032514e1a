// What a crash leaves: the files are copied at some moment and opened elsewhere.
#include "state_support.hpp"

namespace daypass::store {
namespace {

class crash : public state_test {
 protected:
  // As the disk would be found if the process ended now.
  sqlite_settings copy(const std::string& name) {
    const auto target = folder() / name;
    std::filesystem::create_directory(target);
    for (const char* end : {"", "-wal"}) {
      const std::filesystem::path from = file().string() + end;
      if (std::filesystem::exists(from)) {
        std::filesystem::copy_file(from, (target / "state.db").string() + end);
      }
    }
    auto copied = settings();
    copied.file = target / "state.db";
    return copied;
  }

  static std::size_t hires_in(const sqlite_settings& where) {
    const auto state = open_state(where);
    state->begin();
    const auto list = state->list({});
    EXPECT_TRUE(list);
    const auto positions = state->positions();
    EXPECT_EQ(positions->size(), list->empty() ? 0U : 1U);
    EXPECT_TRUE(state->commit());
    return list->size();
  }
};

TEST_F(crash, KeepsWhatWasCommittedAndNothingElse) {
  const auto state = open_state(settings());
  EXPECT_EQ(hires_in(copy("empty")), 0U);
  state->begin();
  ASSERT_TRUE(state->record_batch({announced("A"), announced("B")}, count_up));
  EXPECT_EQ(hires_in(copy("before")), 0U);
  ASSERT_TRUE(state->commit());
  EXPECT_EQ(hires_in(copy("after")), 2U);
  state->begin();
  ASSERT_TRUE(state->record_batch({announced("C")}, count_up));
  EXPECT_EQ(hires_in(copy("during")), 2U);
  ASSERT_TRUE(state->commit());
  EXPECT_EQ(hires_in(copy("end")), 3U);
}

TEST_F(crash, ATornLogKeepsWhatWasCommittedBeforeTheTear) {
  const auto state = open_state(settings());
  std::vector<std::uintmax_t> ends;
  const std::filesystem::path log = file().string() + "-wal";
  for (const char* id : {"A", "B", "C"}) {
    state->begin();
    ASSERT_TRUE(state->record_batch({announced(id)}, count_up));
    ASSERT_TRUE(state->commit());
    ends.push_back(std::filesystem::file_size(log));
  }
  const auto torn = copy("torn");
  std::filesystem::resize_file(torn.file.string() + "-wal", ends[2] - 100);
  EXPECT_EQ(hires_in(torn), 2U);
  const auto shorter = copy("shorter");
  std::filesystem::resize_file(shorter.file.string() + "-wal", ends[0]);
  EXPECT_EQ(hires_in(shorter), 1U);
}

}  // namespace
}  // namespace daypass::store
