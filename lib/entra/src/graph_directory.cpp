#include "daypass/entra/graph_directory.hpp"

#include "graph_caller.hpp"
#include "graph_pages.hpp"
#include "graph_readers.hpp"
#include "graph_requests.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace daypass::entra {
namespace {

template <typename T>
using async_result = boost::asio::awaitable<result<T>>;

/// An answer with an effect that can't be read: it took effect, and what it told is lost.
error told_too_little(operation asked, error why) {
  why.kind = failure::unknown_effect;
  why.code = refusal::bad_answer;
  why.what = std::string(to_string(asked)) + ": " + why.what;
  return why;
}

bool is_absent(const graph_answer& answer) {
  return answer.refused && answer.refused->code == refusal::not_found;
}

class graph_directory final : public directory {
 public:
  graph_directory(boost::asio::any_io_executor executor, graph_settings settings,
                  net::https_client& graph, clock& time, entropy& random,
                  request_observer& observer)
      : caller_(std::move(executor), std::move(settings), graph, time, random, observer) {}

  async_result<account_holders> look_account(std::string user_principal_name,
                                             std::string employee_id,
                                             call_options options) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    account_holders holders;
    if (!user_principal_name.empty()) {
      auto found = co_await read_live(user_principal_name, options);
      if (!found) co_return found;
      holders = std::move(*found);
    }
    if (!employee_id.empty()) {
      auto found =
          co_await fetch_accounts(&caller_, find_users_by_employee_id(employee_id), options);
      if (!found) co_return found;
      for (account_view& account : *found) add_once(holders, std::move(account));
    }
    if (!holders.empty() || (user_principal_name.empty() && employee_id.empty())) co_return holders;
    co_return co_await fetch_accounts(&caller_, find_deleted(user_principal_name, employee_id),
                                      options);
  }

  async_result<account_holders> read_account(user_id user, call_options options) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto live = co_await read_live(user.text(), options);
    if (!live || !live->empty()) co_return live;
    co_return co_await fetch_accounts(&caller_, find_deleted_by_id(user), options);
  }

  async_result<account_created> create_account(member_attributes attributes,
                                               call_options options) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto request = create_user(attributes);
    if (!request) co_return std::unexpected(std::move(request.error()));
    auto body = co_await caller_.fetch(std::move(*request), options);
    if (!body) co_return std::unexpected(std::move(body.error()));
    auto created = read_created(body->view());
    if (!created) {
      co_return std::unexpected(told_too_little(operation::create_user, created.error()));
    }
    // The creation time is not in what Graph answers by default.
    if (created->created_at == instant{}) {
      created->created_at = caller_.time().now() + clock_offset().value_or(duration{0});
    }
    co_return std::move(*created);
  }

  async_result<adoption_evidence> gather_evidence(user_id user, call_options options) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    adoption_evidence evidence;
    auto body = co_await caller_.fetch(read_user(user.text()), options);
    if (!body) co_return std::unexpected(std::move(body.error()));
    auto account = read_account_body(body->view());
    if (!account) co_return std::unexpected(std::move(account.error()));
    evidence.account = std::move(*account);

    auto methods = co_await read_all_methods(user, options);
    if (!methods) co_return std::unexpected(std::move(methods.error()));
    evidence.only_password = methods->only_password;

    auto role = co_await has_role(user, options);
    if (!role) co_return std::unexpected(std::move(role.error()));
    evidence.has_role = *role;
    co_return evidence;
  }

  async_result<void> update_account(user_id user, member_attributes attributes,
                                    call_options options) override {
    return done(update_user(user, attributes), options);
  }

  async_result<void> set_enabled(user_id user, bool enabled, call_options options) override {
    return done(enable_user(user, enabled), options);
  }

  async_result<bool> link_manager(user_id user, std::string manager,
                                  call_options options) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto body = co_await caller_.fetch(find_manager(manager), options);
    if (!body) co_return std::unexpected(std::move(body.error()));
    auto list = read_page(body->view());
    if (!list) co_return std::unexpected(std::move(list.error()));
    std::vector<user_id> found;
    list->values.for_each(
        [&](const json_view& each) { found.emplace_back(each.member("id").text()); });
    // Two people with one number or address: neither is surely the manager.
    if (found.size() != 1 || found.front().empty() || !list->next.empty()) co_return false;

    auto answer = co_await caller_.call(set_manager(user, found.front(), caller_.root()), options);
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    if (is_absent(*answer)) co_return false;
    if (answer->refused) co_return std::unexpected(std::move(*answer->refused));
    co_return true;
  }

  async_result<account_holders> look_address(std::string address, call_options options) override {
    return fetch_accounts(&caller_, find_address(address), options);
  }

  async_result<void> join_group(user_id user, std::string group, call_options options) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto answer = co_await caller_.call(entra::join_group(user, group, caller_.root()), options);
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    if (answer->refused && !says_already_member(answer->reply())) {
      co_return std::unexpected(std::move(*answer->refused));
    }
    co_return result<void>{};
  }

  async_result<methods_seen> look_methods(user_id user, call_options options) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto methods = co_await read_all_methods(user, options);
    if (!methods) co_return std::unexpected(std::move(methods.error()));
    co_return std::move(methods->seen);
  }

  async_result<issued_pass> issue_pass(user_id user, pass_plan plan,
                                       call_options options) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto body = co_await caller_.fetch(entra::issue_pass(user, plan), options);
    if (!body) co_return std::unexpected(std::move(body.error()));
    auto issued = read_issued(body->view());
    body->release();
    if (!issued) {
      co_return std::unexpected(told_too_little(operation::issue_pass, issued.error()));
    }
    co_return issued_pass{std::move(issued->pass), std::move(issued->code)};
  }

  async_result<void> delete_pass(user_id user, pass_id pass, call_options options) override {
    return done(entra::delete_pass(user, pass), options);
  }

  async_result<void> revoke_sessions(user_id user, call_options options) override {
    return done(entra::revoke_sessions(user), options);
  }

  async_result<tenant_pass_policy> read_pass_policy(call_options options) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto body = co_await caller_.fetch(read_policy(), options);
    if (!body) co_return std::unexpected(std::move(body.error()));
    auto policy = read_policy_body(body->view());
    if (policy) policy->read_at = caller_.time().now();
    co_return policy;
  }

  [[nodiscard]] std::optional<duration> clock_offset() const override { return caller_.offset(); }

 private:
  /// A request whose success has nothing more to tell.
  async_result<void> done(graph_request request, call_options options) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto body = co_await caller_.fetch(std::move(request), options);
    if (!body) co_return std::unexpected(std::move(body.error()));
    co_return result<void>{};
  }

  /// The live account with that id or UPN, or none.
  async_result<account_holders> read_live(std::string id_or_upn, call_options options) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto answer = co_await caller_.call(read_user(id_or_upn), options);
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    if (is_absent(*answer)) co_return account_holders{};
    if (answer->refused) co_return std::unexpected(std::move(*answer->refused));
    auto account = read_account_body(answer->body.view());
    if (!account) co_return std::unexpected(std::move(account.error()));
    account_holders one;
    one.push_back(std::move(*account));
    co_return one;
  }

  async_result<methods_read> read_all_methods(user_id user, call_options options) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto body = co_await caller_.fetch(list_methods(user), options);
    if (!body) co_return std::unexpected(std::move(body.error()));
    co_return read_methods(body->view());
  }

  /// Whether a collection has any element.
  async_result<bool> is_any(graph_request request, call_options options) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    bool any = false;
    const auto take = [found = &any](const page& from) -> result<void> {
      from.values.for_each([found](const json_view&) { *found = true; });
      return {};
    };
    auto read = co_await each_page(&caller_, std::move(request), options, take);
    if (!read) co_return std::unexpected(std::move(read.error()));
    co_return any;
  }

  async_result<bool> has_role(user_id user, call_options options) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto active = co_await is_any(list_roles(user), options);
    if (!active || *active) co_return active;
    auto eligible = co_await is_any(list_eligible(user), options);
    if (!eligible || *eligible) co_return eligible;
    // Which of those groups hold roles is not asked: no new hire has any.
    auto may_join = co_await is_any(list_group_eligible(user), options);
    if (!may_join || *may_join) co_return may_join;
    bool through_group = false;
    const auto take = [found = &through_group](const page& from) -> result<void> {
      auto role = holds_role(from);
      if (!role) return std::unexpected(std::move(role.error()));
      *found = *found || *role;
      return {};
    };
    auto read = co_await each_page(&caller_, list_groups(user), options, take);
    if (!read) co_return std::unexpected(std::move(read.error()));
    co_return through_group;
  }

  static void add_once(account_holders& holders, account_view account) {
    const bool known = std::ranges::any_of(
        holders, [&](const account_view& held) { return held.id == account.id; });
    if (!known) holders.push_back(std::move(account));
  }

  graph_caller caller_;
};

}  // namespace

std::unique_ptr<directory> make_graph_directory(boost::asio::any_io_executor executor,
                                                graph_settings settings, net::https_client& graph,
                                                clock& time, entropy& random,
                                                request_observer& observer) {
  return std::make_unique<graph_directory>(std::move(executor), std::move(settings), graph, time,
                                           random, observer);
}

}  // namespace daypass::entra
