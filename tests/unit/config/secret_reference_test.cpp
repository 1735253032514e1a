#include "daypass/config/secret_reference.hpp"

#include "support.hpp"

#include <sys/stat.h>

namespace daypass::config {
namespace {

class SecretReference : public testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(initialise_secret_memory(1 << 18)); }

  [[nodiscard]] surroundings with_variable(const std::string& name,
                                           const std::string& value) const {
    surroundings made = this_machine();
    made.variable = [=](const std::string& asked) {
      return asked == name ? std::optional(value) : std::nullopt;
    };
    return made;
  }

  const scratch_folder folder_;
};

TEST_F(SecretReference, ReadsAFileWithoutItsLineEnd) {
  const auto file = folder_.write("secret", "s3cret\r\n");
  const auto read = read_secret({secret_place::file, file.string()}, this_machine());
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_TRUE(equal_in_constant_time(*read, "s3cret"));
}

TEST_F(SecretReference, KeepsTheLinesInsideAKey) {
  const auto file = folder_.write("key", "BEGIN\nAAAA\nEND\n");
  const auto read = read_secret({secret_place::file, file.string()}, this_machine());
  ASSERT_TRUE(read);
  EXPECT_TRUE(equal_in_constant_time(*read, "BEGIN\nAAAA\nEND"));
}

TEST_F(SecretReference, ReadsAgainWhatWasRotated) {
  const auto file = folder_.write("secret", "old");
  const secret_reference reference{secret_place::file, file.string()};
  ASSERT_TRUE(read_secret(reference, this_machine()));
  static_cast<void>(folder_.write("secret", "new"));
  const auto read = read_secret(reference, this_machine());
  ASSERT_TRUE(read);
  EXPECT_TRUE(equal_in_constant_time(*read, "new"));
}

TEST_F(SecretReference, ReadsACredentialOfSystemd) {
  static_cast<void>(folder_.write("graph", "from systemd"));
  const auto read = read_secret({secret_place::credential, "graph"},
                                with_variable("CREDENTIALS_DIRECTORY", folder_.path("").string()));
  ASSERT_TRUE(read);
  EXPECT_TRUE(equal_in_constant_time(*read, "from systemd"));
}

TEST_F(SecretReference, ReadsAVariable) {
  const auto read =
      read_secret({secret_place::environment, "GRAPH"}, with_variable("GRAPH", "from the shell"));
  ASSERT_TRUE(read);
  EXPECT_TRUE(equal_in_constant_time(*read, "from the shell"));
}

TEST_F(SecretReference, TellsWhatIsWrongAndNeverTheSecret) {
  const surroundings bare = with_variable("NONE", "");
  const auto large = folder_.write("large", std::string(secret_bytes_max + 1, 'S'));
  const auto blank = folder_.write("blank", "\n\n");
  const auto code_of = [&](const secret_reference& reference) {
    const auto read = read_secret(reference, bare);
    EXPECT_FALSE(read);
    if (read) return std::error_code();
    EXPECT_EQ(read.error().kind, failure::permanent);
    EXPECT_EQ(read.error().what.find("SSS"), std::string::npos);
    return read.error().code;
  };
  EXPECT_EQ(code_of({secret_place::file, folder_.path("none").string()}),
            config_errc::secret_absent);
  EXPECT_EQ(code_of({secret_place::file, folder_.path("").string()}), config_errc::no_access);
  EXPECT_EQ(code_of({secret_place::file, large.string()}), config_errc::secret_unfit);
  EXPECT_EQ(code_of({secret_place::file, blank.string()}), config_errc::secret_unfit);
  EXPECT_EQ(code_of({secret_place::credential, "graph"}), config_errc::secret_absent);
  EXPECT_EQ(code_of({secret_place::environment, "OTHER"}), config_errc::secret_absent);
  EXPECT_EQ(code_of({secret_place::environment, "NONE"}), config_errc::secret_unfit);
}

TEST_F(SecretReference, OpenToOthersIsAWarningAndStopsNothing) {
  const auto file = folder_.write("secret", "x");
  ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
  EXPECT_TRUE(this_machine().look(file).open_to_others);
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  EXPECT_FALSE(this_machine().look(file).open_to_others);
  EXPECT_EQ(this_machine().look(folder_.path("")).kind, file_kind::folder);
  EXPECT_EQ(this_machine().look("/dev/null").kind, file_kind::other);
  EXPECT_TRUE(this_machine().has_group("root"));
  EXPECT_FALSE(this_machine().has_group("no such group"));
}

}  // namespace
}  // namespace daypass::config
