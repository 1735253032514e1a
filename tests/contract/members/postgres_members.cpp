#include "contract/members/members_harness.hpp"
#include "support/postgres/real_postgres.hpp"
#include "support/run_awaitable.hpp"

#include "daypass/store/postgres_store.hpp"

#include <stdexcept>

namespace daypass::contract {
namespace {

using std::chrono::steady_clock;

/// Processes as contexts of one thread: one that is stopped isn't run.
class postgres_members final : public members_harness {
 public:
  postgres_members() { settings_.lease_duration = milliseconds{1'500}; }
  postgres_members(const postgres_members&) = delete;
  postgres_members& operator=(const postgres_members&) = delete;
  ~postgres_members() override {
    if (cut_) mend();
    for (std::size_t which = 0; which < all_.size(); ++which) {
      if (all_[which]->state) leave(which);
    }
  }

  std::size_t join() override {
    auto& one = *all_.emplace_back(std::make_unique<process>());
    auto made = support::run(one.context,
                             store::make_postgres_state(one.context.get_executor(), settings_));
    if (!made) throw std::runtime_error(made.error().what);
    one.state = std::move(*made);
    return all_.size() - 1;
  }
  state_store& store(std::size_t which) override { return *all_[which]->state; }
  membership& seat(std::size_t which) override { return *all_[which]->state; }

  void leave(std::size_t which) override {
    support::run(all_[which]->context, ended(all_[which]->state.get()));
    all_[which]->state.reset();
  }
  void pause(std::size_t which) override { all_[which]->paused = true; }
  void go_on(std::size_t which) override { all_[which]->paused = false; }

  void cut() override {
    cut_ = true;
    support::ask_postgres(settings_.schema, "ALTER ROLE daypass NOLOGIN");
    support::ask_postgres(settings_.schema,
                          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                          " WHERE usename = 'daypass'");
  }
  void mend() override {
    cut_ = false;
    support::ask_postgres(settings_.schema, "ALTER ROLE daypass LOGIN");
  }

  bool wait_until(const std::function<bool()>& look) override {
    const auto limit = now() + std::chrono::seconds(60);
    while (!look()) {
      if (now() > limit) return false;
      for (const auto& one : all_) {
        if (one->paused || !one->state) continue;
        one->context.restart();
        one->context.run_one_for(milliseconds{2});
        one->context.poll();
      }
    }
    return true;
  }
  [[nodiscard]] steady_clock::time_point now() const override { return steady_clock::now(); }
  boost::asio::io_context& context(std::size_t which) override { return all_[which]->context; }

 private:
  struct process {
    boost::asio::io_context context;
    std::unique_ptr<store::postgres_state> state;
    bool paused = false;
  };

  static boost::asio::awaitable<bool> ended(store::postgres_state* which) {
    co_await which->stop();
    co_return true;
  }

  store::postgres_settings settings_ = support::fresh_postgres();
  std::vector<std::unique_ptr<process>> all_;
  bool cut_ = false;
};

}  // namespace

std::vector<members_kind> all_members() {
  return {{"Postgres", []() -> std::unique_ptr<members_harness> {
             return std::make_unique<postgres_members>();
           }}};
}

}  // namespace daypass::contract
