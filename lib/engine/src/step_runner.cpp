#include "step_runner.hpp"

#include "labels.hpp"

#include "daypass/base/assert.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace daypass::engine {
namespace {

namespace asio = boost::asio;

template <typename T>
answer told(result<T> said) {
  if (!said) return std::move(said.error());
  if constexpr (std::is_void_v<T>) {
    return step_done{};
  } else {
    return std::move(*said);
  }
}

asio::awaitable<answer> look_account(workshop* shop, const step* next, call_options options) {
  directory& entra = shop->with.entra;
  auto seen = next->user.empty()
                  ? co_await entra.look_account(next->attributes->user_principal_name,
                                                next->attributes->employee_id, options)
                  : co_await entra.read_account(next->user, options);
  if (!seen) co_return std::move(seen.error());
  co_return accounts_seen{std::move(*seen)};
}

asio::awaitable<answer> look_manager(workshop* shop, const step* next, call_options options) {
  auto seen = co_await shop->with.entra.look_address(next->manager, options);
  if (!seen) co_return std::move(seen.error());
  co_return accounts_seen{std::move(*seen)};
}

asio::awaitable<answer> gather_evidence(workshop* shop, const step* next, call_options options) {
  auto found = co_await shop->with.entra.gather_evidence(next->user, options);
  if (!found) co_return std::move(found.error());
  co_return evidence_gathered{std::move(*found)};
}

/// Whether others have disabled it already is seen before we do, or never. Not waited for long.
asio::awaitable<answer> disable_account(workshop* shop, const step* next, call_options options) {
  constexpr auto patience = seconds{2};
  call_options look = options;
  look.deadline = std::min(look.deadline, shop->with.time.steady_now() + patience);
  const auto seen = co_await shop->with.entra.read_account(next->user, look);
  account_disabled how;
  if (seen && !seen->empty()) how.was_enabled = seen->front().enabled;
  auto disabled = co_await shop->with.entra.set_enabled(next->user, false, options);
  if (!disabled) co_return std::move(disabled.error());
  co_return how;
}

asio::awaitable<answer> link_manager(workshop* shop, const step* next, call_options options) {
  auto linked = co_await shop->with.entra.link_manager(next->user, next->manager, options);
  if (!linked) co_return std::move(linked.error());
  if (!*linked) co_return manager_absent{};
  co_return step_done{};
}

asio::awaitable<answer> join_groups(workshop* shop, const step* next, call_options options) {
  for (const std::string& group : next->groups) {
    auto joined = co_await shop->with.entra.join_group(next->user, group, options);
    if (!joined) co_return std::move(joined.error());
  }
  co_return step_done{};
}

asio::awaitable<answer> issue_pass(workshop* shop, const hire_key* key, const step* next,
                                   call_options options) {
  auto issued = co_await shop->with.entra.issue_pass(next->user, next->plan, options);
  if (!issued) co_return std::move(issued.error());
  shop->pocket.put(*key, issued->pass.id, std::move(issued->code), shop->with.time.now());
  co_return pass_issued{std::move(issued->pass)};
}

asio::awaitable<answer> publish(workshop* shop, const hire_key* key, const step* next,
                                call_options options) {
  const secret_text* code = shop->pocket.code_of(*key, next->pass);
  DAYPASS_ASSERT(code != nullptr);
  co_return told(co_await shop->with.secrets.publish(next->plan.secret,
                                                     label_of(*key, *next, *shop->meaning),
                                                     next->plan.recipients, code, options));
}

asio::awaitable<answer> carry_out(workshop* shop, const hire_key* key, const step* next,
                                  call_options options) {
  directory& entra = shop->with.entra;
  switch (next->kind) {
    case step_kind::look_account:
      co_return co_await look_account(shop, next, options);
    case step_kind::look_manager:
      co_return co_await look_manager(shop, next, options);
    case step_kind::create_account:
      co_return told(co_await entra.create_account(next->attributes, options));
    case step_kind::gather_evidence:
      co_return co_await gather_evidence(shop, next, options);
    case step_kind::update_account:
      co_return told(co_await entra.update_account(next->user, next->attributes, options));
    case step_kind::link_manager:
      co_return co_await link_manager(shop, next, options);
    case step_kind::join_groups:
      co_return co_await join_groups(shop, next, options);
    case step_kind::enable_account:
      co_return told(co_await entra.set_enabled(next->user, true, options));
    case step_kind::look_methods:
      co_return told(co_await entra.look_methods(next->user, options));
    case step_kind::issue_pass:
      co_return co_await issue_pass(shop, key, next, options);
    case step_kind::publish_secret:
      co_return co_await publish(shop, key, next, options);
    case step_kind::refresh_secret:
      co_return told(co_await shop->with.secrets.relabel(
          next->plan.secret, label_of(*key, *next, *shop->meaning), options));
    case step_kind::withdraw_secret:
      co_return told(co_await shop->with.secrets.withdraw(next->secret, options));
    case step_kind::delete_pass:
      co_return told(co_await entra.delete_pass(next->user, next->pass, options));
    case step_kind::disable_account:
      co_return co_await disable_account(shop, next, options);
    case step_kind::revoke_sessions:
      co_return told(co_await entra.revoke_sessions(next->user, options));
  }
  assertion_failed("step_kind is one of its enumerators", std::source_location::current());
}

}  // namespace

asio::awaitable<outcome> run_step(workshop* shop, hire_key key, step next) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const capacity& room = shop->with.room;
  const bool hurried = next.urgent || is_revocation(next.kind);
  const duration timeout = hurried ? room.revocation_timeout : room.step_timeout;
  call_options options{.deadline = shop->with.time.steady_now() + timeout, .urgent = hurried};
  const membership* members = shop->with.members;
  if (members != nullptr) options.send_before = members->leases_hold_until();
  outcome happened{.done = std::move(next)};
  happened.said = co_await carry_out(shop, &key, &happened.done, options);
  happened.at = shop->with.time.now();
  co_return happened;
}

}  // namespace daypass::engine
