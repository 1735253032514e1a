#include "contract/state/state_fixture.hpp"
#include "support/credentials/scratch_folder.hpp"
#include "support/fakes/memory_state.hpp"

#include "daypass/store/sqlite_store.hpp"

namespace daypass::contract {
namespace {

class memory_harness final : public state_harness {
 public:
  state_store& store() override { return state_; }
  void reopen() override { state_.forget_leases(); }

 private:
  fakes::memory_state state_;
};

class sqlite_harness final : public state_harness {
 public:
  sqlite_harness(boost::asio::io_context& context, bool thread)
      : context_(context), thread_(thread) {
    open();
  }

  state_store& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    open();
  }

 private:
  void open() {
    store::sqlite_settings settings;
    settings.file = scratch_.path() / "state.db";
    auto made = thread_ ? store::make_sqlite_state(context_.get_executor(), settings)
                        : store::make_inline_sqlite_state(settings);
    if (!made) throw std::runtime_error(made.error().what);
    store_ = std::move(*made);
  }

  support::scratch_folder scratch_;
  boost::asio::io_context& context_;
  bool thread_;
  std::unique_ptr<state_store> store_;
};

}  // namespace

std::vector<state_kind> all_states() {
  using harness = std::unique_ptr<state_harness>;
  return {
      {"Memory",
       [](boost::asio::io_context&) -> harness { return std::make_unique<memory_harness>(); }},
      {"SqliteInline",
       [](boost::asio::io_context& context) -> harness {
         return std::make_unique<sqlite_harness>(context, false);
       }},
      {"SqliteThreaded",
       [](boost::asio::io_context& context) -> harness {
         return std::make_unique<sqlite_harness>(context, true);
       }},
  };
}

namespace {

INSTANTIATE_TEST_SUITE_P(States, state_contract, ::testing::ValuesIn(all_states()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace daypass::contract
