// Promise 2: one live pass, and a readable secret opens it.
#include "simulation/planted/planting.hpp"
#include "simulation/planted/rewriting_state.hpp"

#include <boost/asio/this_coro.hpp>

#include <map>
#include <string>
#include <utility>

namespace daypass::simulation {
namespace {

/// "It timed out, so once more."
class issue_repeated_blindly final : public passing_directory {
 public:
  using passing_directory::passing_directory;
  asio::awaitable<result<issued_pass>> issue_pass(user_id user, pass_plan plan,
                                                  call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto issued = co_await below_.issue_pass(user, plan, options);
    if (issued || issued.error().kind != failure::unknown_effect) co_return issued;
    const call_options once_more{options.deadline + minutes{1}, options.urgent};
    co_return co_await below_.issue_pass(std::move(user), std::move(plan), once_more);
  }
};

/// Reads are cached for as long as the process runs; our own writes alone clear them.
class methods_cached final : public passing_directory {
 public:
  using passing_directory::passing_directory;
  asio::awaitable<result<methods_seen>> look_methods(user_id user, call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    if (const auto known = seen_.find(user.text()); known != seen_.end()) co_return known->second;
    auto seen = co_await below_.look_methods(user, options);
    if (seen) seen_[user.text()] = *seen;
    co_return seen;
  }
  asio::awaitable<result<issued_pass>> issue_pass(user_id user, pass_plan plan,
                                                  call_options options) override {
    seen_.erase(user.text());
    return below_.issue_pass(std::move(user), std::move(plan), options);
  }
  asio::awaitable<result<void>> delete_pass(user_id user, pass_id pass,
                                            call_options options) override {
    seen_.erase(user.text());
    return below_.delete_pass(std::move(user), std::move(pass), options);
  }

 private:
  std::map<std::string, methods_seen> seen_;
};

/// What Graph answered to the issue is what lives: nobody looks whether it still does.
class issue_not_verified final : public passing_directory {
 public:
  using memory_type = std::map<std::string, listed_pass>;
  issue_not_verified(directory& below, memory_type& issued)
      : passing_directory(below), issued_(issued) {}

  asio::awaitable<result<issued_pass>> issue_pass(user_id user, pass_plan plan,
                                                  call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto issued = co_await below_.issue_pass(user, std::move(plan), options);
    if (issued) issued_[user.text()] = issued->pass;
    co_return issued;
  }
  asio::awaitable<result<methods_seen>> look_methods(user_id user, call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto known = issued_.find(user.text());
    if (known == issued_.end()) co_return co_await below_.look_methods(user, options);
    co_return methods_seen{.strong_method = false, .passes = {known->second}};
  }
  asio::awaitable<result<void>> delete_pass(user_id user, pass_id pass,
                                            call_options options) override {
    issued_.erase(user.text());
    return below_.delete_pass(std::move(user), std::move(pass), options);
  }

 private:
  memory_type& issued_;
};

/// The label goes, the seal stays.
class label_alone_withdrawn final : public passing_files {
 public:
  using passing_files::passing_files;
  std::error_code remove(const std::string& name, bool& removed) override {
    if (name.ends_with(".json")) return passing_files::remove(name, removed);
    removed = true;
    return {};
  }
};

class withdrawal_unsynced final : public passing_files {
 public:
  using passing_files::passing_files;
  std::error_code install(vault::draft which, const std::string& name) override {
    named_ = true;
    return passing_files::install(which, name);
  }
  std::error_code sync_folder() override {
    return std::exchange(named_, false) ? passing_files::sync_folder() : std::error_code{};
  }

 private:
  bool named_ = false;
};

class intent_of_issue_unwritten final : public rewriting_state {
 public:
  using rewriting_state::rewriting_state;

 private:
  void rewrite(const onboarding& /*fresh*/, recording& taken) override {
    if (!taken.is.pass.id.empty()) return;
    std::erase_if(taken.is.attempts,
                  [](const attempt& one) { return one.kind == step_kind::issue_pass; });
    taken.is.pass.attempted_at.reset();
  }
};

}  // namespace

plantings bugs_of_passes() {
  return {
      {"issue_repeated_blindly", "promise 2", 143,
       "an issue without an answer is sent again at once",
       make_bug<in_front<issue_repeated_blindly>>},
      {"methods_cached", "promise 2", 8, "what Entra lists is cached until we change it ourselves",
       make_bug<in_front<methods_cached>>},
      {"issue_not_verified", "promise 2", 1, "what was issued is published, and never looked at",
       make_bug<in_front<issue_not_verified>>},
      {"label_alone_withdrawn", "promise 2", 1,
       "a withdrawal removes the label and leaves the seal",
       make_bug<in_front<label_alone_withdrawn>>},
      {"withdrawal_unsynced", "promise 2", 11, "the folder is synced for new names only",
       make_bug<in_front<withdrawal_unsynced>>},
      {"intent_of_issue_unwritten", "liveness", 13,
       "that an issue was begun is kept in memory alone",
       make_bug<in_front<intent_of_issue_unwritten>>},
  };
}

}  // namespace daypass::simulation
