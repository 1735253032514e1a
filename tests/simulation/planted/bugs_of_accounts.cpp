// Promise 2: one person, one account.
#include "simulation/planted/planting.hpp"
#include "simulation/planted/rewriting_state.hpp"

#include <boost/asio/this_coro.hpp>

#include <string>
#include <utility>

namespace daypass::simulation {
namespace {

/// "given.doe@sim.example" -> "given.doe7@sim.example".
void put_number_behind(member_attributes& who, unsigned number) {
  const auto at = who.user_principal_name.find('@');
  who.user_principal_name.insert(at, std::to_string(number));
  who.mail_nickname += std::to_string(number);
}

/// Creates again under another name when `again` says so of the first answer.
class creating_twice : public passing_directory {
 public:
  using passing_directory::passing_directory;
  asio::awaitable<result<account_created>> create_account(member_attributes attributes,
                                                          call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    constexpr unsigned other_number = 7;
    auto made = co_await below_.create_account(attributes, options);
    if (made || !again(made.error())) co_return made;
    put_number_behind(attributes, other_number);
    co_return co_await below_.create_account(std::move(attributes), options);
  }

 protected:
  virtual bool again(const error& why) = 0;
};

class other_name_after_silence final : public creating_twice {
 public:
  using creating_twice::creating_twice;

 private:
  bool again(const error& why) override { return why.kind == failure::unknown_effect; }
};

class conflict_is_anothers final : public creating_twice {
 public:
  using creating_twice::creating_twice;

 private:
  bool again(const error& why) override { return why.code == refusal::conflict; }
};

class intent_of_create_unwritten final : public rewriting_state {
 public:
  using rewriting_state::rewriting_state;

 private:
  void rewrite(const onboarding& /*fresh*/, recording& taken) override {
    if (!taken.is.account.id.empty()) return;
    std::erase_if(taken.is.attempts, [](const attempt& one) {
      return one.kind == step_kind::create_account && !one.open_until;
    });
    taken.is.account.attempted_at.reset();
  }
};

}  // namespace

plantings bugs_of_accounts() {
  return {
      {"other_name_after_silence", "promise 2", 17,
       "a create without an answer is repeated under the next name",
       make_bug<in_front<other_name_after_silence>>},
      {"conflict_is_anothers", "promise 2", 4,
       "a name that is taken is another's, though it may be our own create's",
       make_bug<in_front<conflict_is_anothers>>},
      {"intent_of_create_unwritten", "liveness", 6,
       "that a create was begun is kept in memory alone",
       make_bug<in_front<intent_of_create_unwritten>>},
  };
}

}  // namespace daypass::simulation
