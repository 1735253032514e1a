#include "support/fakes/memory_directory.hpp"

#include "daypass/domain/refusal.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace daypass::fakes {
namespace {

namespace asio = boost::asio;

template <typename T>
using async_result = asio::awaitable<result<T>>;

directory_fault fault(fault_point point, failure kind, refusal code,
                      failure_scope scope = failure_scope::hire) {
  return {point, error{kind, scope, code, "memory directory: a fault", std::nullopt}};
}

bool has_effect(directory_action action) {
  switch (action) {
    case directory_action::look_account:
    case directory_action::read_account:
    case directory_action::gather_evidence:
    case directory_action::look_methods:
    case directory_action::read_pass_policy:
    case directory_action::look_address:
      return false;
    default:
      return true;
  }
}

account_view view_of(const memory_account& account) {
  account_view view;
  view.id = account.id;
  view.user_principal_name = account.attributes.user_principal_name;
  view.employee_id = account.attributes.employee_id;
  view.enabled = account.enabled;
  view.member = account.member;
  view.synchronised = account.synchronised;
  view.soft_deleted = account.state == account_state::soft_deleted;
  view.created_at = account.created_at;
  return view;
}

account_holders holders(memory_world& world, account_state state, const std::string& upn,
                        const std::string& employee_id) {
  account_holders found;
  for (const memory_account& each : world.accounts()) {
    const member_attributes& has = each.attributes;
    const bool by_upn = !upn.empty() && same_name(has.user_principal_name, upn);
    const bool by_number = !employee_id.empty() && same_name(has.employee_id, employee_id);
    if (each.state == state && (by_upn || by_number)) found.push_back(view_of(each));
  }
  return found;
}

}  // namespace

directory_fault no_fault() {
  return {};
}

directory_fault unavailable() {
  return fault(fault_point::instead, failure::retryable, refusal::unavailable);
}

directory_fault throttled(duration retry_after) {
  auto made =
      fault(fault_point::instead, failure::throttled, refusal::throttled, failure_scope::lane);
  made.said.retry_after = retry_after;
  return made;
}

directory_fault forbidden() {
  return fault(fault_point::instead, failure::permanent, refusal::forbidden, failure_scope::lane);
}

directory_fault not_known_yet() {
  return fault(fault_point::instead, failure::permanent, refusal::not_found);
}

directory_fault given_up() {
  return fault(fault_point::instead, failure::cancelled, refusal::given_up);
}

directory_fault lost_request() {
  return fault(fault_point::instead, failure::unknown_effect, refusal::no_answer);
}

directory_fault lost_answer() {
  return fault(fault_point::after, failure::unknown_effect, refusal::no_answer);
}

directory_fault late_effect() {
  return fault(fault_point::late, failure::unknown_effect, refusal::no_answer);
}

std::size_t memory_directory::take_late_effects() {
  const auto due = std::exchange(late_, {});
  for (const auto& effect : due) effect();
  return due.size();
}

template <typename T>
async_result<T> memory_directory::run(directory_call call, std::function<result<T>()> effect) {
  co_await asio::this_coro::throw_if_cancelled(false);
  directory_fault struck;
  if (intercept_) struck = co_await intercept_(call);
  if (!has_effect(call.action) && struck.said.kind == failure::unknown_effect) {
    struck.said.kind = failure::retryable;
  }
  if (struck.point == fault_point::late && has_effect(call.action)) {
    late_.emplace_back([effect] { (void)effect(); });
  }
  if (struck.point == fault_point::late || struck.point == fault_point::instead) {
    co_return std::unexpected(std::move(struck.said));
  }
  if (world_.time().steady_now() >= call.send_before) {
    co_return fail(failure::cancelled, refusal::given_up, "memory directory: not begun in time");
  }
  auto outcome = effect();
  if (before_answer_) co_await before_answer_(call);
  // A refusal had no effect whose answer could be lost; it is lost all the same.
  if (struck.point == fault_point::after) co_return std::unexpected(std::move(struck.said));
  co_return outcome;
}

template <typename Change>
std::function<result<void>()> memory_directory::change(user_id user, Change how) {
  return [world = &world_, user = std::move(user), how = std::move(how)]() -> result<void> {
    auto whom = world->need_live(user);
    if (!whom) return std::unexpected(whom.error());
    how(**whom);
    return {};
  };
}

async_result<account_holders> memory_directory::look_account(std::string user_principal_name,
                                                             std::string employee_id,
                                                             call_options options) {
  const auto effect = [world = &world_, upn = std::move(user_principal_name),
                       number = std::move(employee_id)]() -> result<account_holders> {
    auto live = holders(*world, account_state::live, upn, number);
    if (!live.empty()) return live;
    return holders(*world, account_state::soft_deleted, upn, number);
  };
  return run<account_holders>(
      {directory_action::look_account, {}, options.urgent, options.send_before}, effect);
}

async_result<account_holders> memory_directory::read_account(user_id user, call_options options) {
  const auto effect = [world = &world_, user]() -> result<account_holders> {
    account_holders found;
    const memory_account* whom = world->find(user);
    if (whom != nullptr && whom->state != account_state::purged) found.push_back(view_of(*whom));
    return found;
  };
  return run<account_holders>(
      {directory_action::read_account, user, options.urgent, options.send_before}, effect);
}

async_result<account_created> memory_directory::create_account(member_attributes attributes,
                                                               call_options options) {
  const auto effect = [world = &world_,
                       wanted = std::move(attributes)]() -> result<account_created> {
    auto made = world->create(wanted);
    if (!made) return std::unexpected(made.error());
    return account_created{(*made)->id, (*made)->created_at};
  };
  return run<account_created>(
      {directory_action::create_account, {}, options.urgent, options.send_before}, effect);
}

async_result<adoption_evidence> memory_directory::gather_evidence(user_id user,
                                                                  call_options options) {
  const auto effect = [world = &world_, user]() -> result<adoption_evidence> {
    auto whom = world->need_live(user);
    if (!whom) return std::unexpected(whom.error());
    return adoption_evidence{view_of(**whom), (*whom)->role, (*whom)->strong_methods.empty()};
  };
  return run<adoption_evidence>(
      {directory_action::gather_evidence, user, options.urgent, options.send_before}, effect);
}

async_result<void> memory_directory::update_account(user_id user, member_attributes attributes,
                                                    call_options options) {
  const auto how = [wanted = std::move(attributes)](memory_account& whom) {
    member_attributes kept = std::exchange(whom.attributes, wanted);
    whom.attributes.user_principal_name = std::move(kept.user_principal_name);
    whom.attributes.mail_nickname = std::move(kept.mail_nickname);
    if (wanted.usage_location.empty()) {
      whom.attributes.usage_location = std::move(kept.usage_location);
    }
  };
  return run<void>({directory_action::update_account, user, options.urgent, options.send_before},
                   change(user, how));
}

async_result<void> memory_directory::set_enabled(user_id user, bool enabled, call_options options) {
  const auto how = [enabled](memory_account& whom) { whom.enabled = enabled; };
  return run<void>({directory_action::set_enabled, user, options.urgent, options.send_before},
                   change(user, how));
}

async_result<bool> memory_directory::link_manager(user_id user, std::string manager,
                                                  call_options options) {
  const auto effect = [world = &world_, user, manager = std::move(manager)]() -> result<bool> {
    const bool by_name = manager.contains('@');
    const auto found =
        holders(*world, account_state::live, by_name ? manager : "", by_name ? "" : manager);
    auto whom = world->need_live(user);
    if (found.size() != 1 || !whom) return false;
    (*whom)->manager = found.front().id;
    return true;
  };
  return run<bool>({directory_action::link_manager, user, options.urgent, options.send_before},
                   effect);
}

async_result<account_holders> memory_directory::look_address(std::string address,
                                                             call_options options) {
  const auto effect = [world = &world_, address = std::move(address)]() -> result<account_holders> {
    return holders(*world, account_state::live, address, "");
  };
  return run<account_holders>(
      {directory_action::look_address, {}, options.urgent, options.send_before}, effect);
}

async_result<void> memory_directory::join_group(user_id user, std::string group,
                                                call_options options) {
  const auto effect = [world = &world_, user, group = std::move(group)]() -> result<void> {
    auto whom = world->need_live(user);
    if (!whom) return std::unexpected(whom.error());
    if (!world->groups.contains(group)) {
      return fail(failure::permanent, refusal::not_found, "memory directory: no such group");
    }
    (*whom)->groups.insert(group);
    return {};
  };
  return run<void>({directory_action::join_group, user, options.urgent, options.send_before},
                   effect);
}

async_result<methods_seen> memory_directory::look_methods(user_id user, call_options options) {
  const auto effect = [world = &world_, user]() -> result<methods_seen> {
    auto whom = world->need_live(user);
    if (!whom) return std::unexpected(whom.error());
    methods_seen seen;
    seen.strong_method = !(*whom)->strong_methods.empty();
    if ((*whom)->pass) seen.passes.push_back(world->listed(**whom));
    return seen;
  };
  return run<methods_seen>(
      {directory_action::look_methods, user, options.urgent, options.send_before}, effect);
}

async_result<issued_pass> memory_directory::issue_pass(user_id user, pass_plan plan,
                                                       call_options options) {
  const auto effect = [world = &world_, user, plan = std::move(plan)]() -> result<issued_pass> {
    auto pass = world->issue(user, plan);
    if (!pass) return std::unexpected(pass.error());
    auto code = secret_text::copy_of(pass->code);
    if (!code) return std::unexpected(code.error());
    return issued_pass{world->listed(*world->find(user)), std::move(*code)};
  };
  return run<issued_pass>({directory_action::issue_pass, user, options.urgent, options.send_before},
                          effect);
}

async_result<void> memory_directory::delete_pass(user_id user, pass_id pass, call_options options) {
  const auto effect = [world = &world_, user, pass]() -> result<void> {
    auto whom = world->need_live(user);
    if (!whom) return std::unexpected(whom.error());
    if (!(*whom)->pass || (*whom)->pass->id != pass) {
      return fail(failure::permanent, refusal::not_found, "memory directory: no such pass");
    }
    world->end_pass(**whom);
    return {};
  };
  return run<void>({directory_action::delete_pass, user, options.urgent, options.send_before},
                   effect);
}

async_result<void> memory_directory::revoke_sessions(user_id user, call_options options) {
  const auto how = [](memory_account& whom) { ++whom.session_revocations; };
  return run<void>({directory_action::revoke_sessions, user, options.urgent, options.send_before},
                   change(user, how));
}

async_result<tenant_pass_policy> memory_directory::read_pass_policy(call_options options) {
  const auto effect = [world = &world_]() -> result<tenant_pass_policy> {
    tenant_pass_policy policy = world->policy;
    policy.read_at = world->now();
    return policy;
  };
  return run<tenant_pass_policy>(
      {directory_action::read_pass_policy, {}, options.urgent, options.send_before}, effect);
}

}  // namespace daypass::fakes
