#include "daypass/vault/manager_folder.hpp"

#include "support/credentials/credentials.hpp"
#include "support/credentials/scratch_folder.hpp"

#include "daypass/domain/refusal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace daypass::vault {
namespace {

constexpr instant checked_on{std::chrono::sys_days{std::chrono::year{2030} / 1 / 1}};

class ManagerFolder : public testing::Test {
 protected:
  static support::credential grace(const std::string& expires = "20401231235959Z") {
    return support::make_credential("P-256",
                                    {.emails = {"Grace@Contoso.example"}, .expires = expires});
  }

  bool refresh(instant now = checked_on) {
    const auto changed = managers_.refresh(now);
    EXPECT_TRUE(changed);
    return changed.value_or(false);
  }

  support::scratch_folder folder_;
  manager_folder managers_{folder_.path()};
};

TEST_F(ManagerFolder, FollowsWhatOperatorsPutInAndTakeAway) {
  EXPECT_FALSE(refresh());
  EXPECT_TRUE(managers_.book().empty());
  const auto first = grace();
  const auto file = folder_.write("grace.pem", first.certificate_pem);
  EXPECT_TRUE(refresh());
  EXPECT_FALSE(refresh());
  const address_book one{{"grace@contoso.example", {first.fingerprint}}};
  EXPECT_EQ(managers_.book(), one);

  const auto second = grace();
  folder_.write("grace-new.pem", second.certificate_pem);
  EXPECT_TRUE(refresh());
  ASSERT_EQ(managers_.book().at("grace@contoso.example").size(), 2U);
  EXPECT_TRUE(std::ranges::is_sorted(managers_.book().at("grace@contoso.example")));

  std::filesystem::remove(file);
  EXPECT_TRUE(refresh());
  const address_book other{{"grace@contoso.example", {second.fingerprint}}};
  EXPECT_EQ(managers_.book(), other);
}

TEST_F(ManagerFolder, LeavesOutWhatHasExpiredMeanwhile) {
  folder_.write("grace.pem", grace("20300131235959Z").certificate_pem);
  EXPECT_TRUE(refresh());
  EXPECT_FALSE(refresh(checked_on + days{30}));
  EXPECT_EQ(managers_.book().size(), 1U);
  EXPECT_TRUE(refresh(checked_on + days{31}));
  EXPECT_TRUE(managers_.book().empty());
}

TEST_F(ManagerFolder, LeavesOutWhatCanNotReceive) {
  folder_.write("notes.pem", "no certificate");
  folder_.write("weak.pem",
                support::make_credential("ED25519", {.emails = {"e@x"}}).certificate_pem);
  EXPECT_FALSE(refresh());
  EXPECT_TRUE(managers_.book().empty());
}

TEST_F(ManagerFolder, KeepsItsBookWhenTheFolderCanNotBeRead) {
  folder_.write("grace.pem", grace().certificate_pem);
  EXPECT_TRUE(refresh());
  const auto away = folder_.path().string() + "-away";
  std::filesystem::rename(folder_.path(), away);
  const auto refused = managers_.refresh(checked_on);
  std::filesystem::rename(away, folder_.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, refusal::store_refused);
  EXPECT_EQ(managers_.book().size(), 1U);
}

}  // namespace
}  // namespace daypass::vault
