// Which of several stores a pass is in.

#include "daypass/vault/named_stores.hpp"

#include "support/fakes/memory_secrets.hpp"
#include "support/run_awaitable.hpp"

#include "daypass/domain/refusal.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace daypass::vault {
namespace {

class NamedStores : public testing::Test {
 protected:
  NamedStores() {
    EXPECT_TRUE(initialise_secret_memory(1U << 20U));
    store_table table;
    for (const char* const name : {"", "hr"}) {
      auto one = std::make_unique<fakes::memory_secrets>();
      below_[name] = one.get();
      table.emplace(name, std::move(one));
    }
    stores_ = make_named_stores(std::move(table));
  }

  result<void> publish(const std::string& name) {
    const auto code = secret_text::copy_of("code");
    return run(stores_->publish(secret_name(name), {}, {"one"}, &*code, {}));
  }
  result<void> run(boost::asio::awaitable<result<void>> call) {
    return support::run_all(context_, std::move(call));
  }

  boost::asio::io_context context_{1};
  std::map<std::string, fakes::memory_secrets*> below_;
  std::unique_ptr<secret_store> stores_;
};

TEST_F(NamedStores, KeepEachPassWhereItsNameSays) {
  ASSERT_TRUE(publish("pass-1"));
  ASSERT_TRUE(publish("hr/pass-2"));
  EXPECT_TRUE(below_[""]->published().contains("pass-1"));
  EXPECT_TRUE(below_["hr"]->published().contains("pass-2"));
  secret_label label;
  label.display_name = "Ada";
  ASSERT_TRUE(run(stores_->relabel(secret_name("hr/pass-2"), label, {})));
  EXPECT_EQ(below_["hr"]->published().at("pass-2").label.display_name, "Ada");
  ASSERT_TRUE(run(stores_->withdraw(secret_name("hr/pass-2"), {})));
  EXPECT_TRUE(below_["hr"]->published().empty());
  EXPECT_EQ(below_[""]->published().size(), 1U);
}

TEST_F(NamedStores, TellWhichStoreIsMissing) {
  const auto lost = run(stores_->withdraw(secret_name("old/pass-3"), {}));
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, refusal::store_refused);
  EXPECT_EQ(lost.error().scope, failure_scope::hire);
  EXPECT_NE(lost.error().what.find("a store called old"), std::string::npos);
}

}  // namespace
}  // namespace daypass::vault
