#include "support/fakes/memory_secrets.hpp"

#include "daypass/domain/refusal.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace daypass::fakes {
namespace {

namespace asio = boost::asio;

auto unknown() {
  return fail(failure::unknown_effect, refusal::no_answer, "memory secrets: no answer",
              failure_scope::lane);
}

}  // namespace

asio::awaitable<secret_fault> memory_secrets::ask(secret_call call, call_options options) {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto fault = secret_fault::none;
  if (intercept_) fault = co_await intercept_(std::move(call));
  const bool late = time_ != nullptr && time_->steady_now() >= options.send_before;
  co_return late ? secret_fault::given_up : fault;
}

result<void> memory_secrets::settle(secret_fault fault, const effect& take) {
  switch (fault) {
    case secret_fault::none:
      return take();
    case secret_fault::refused:
      return fail(failure::retryable, refusal::store_refused, "memory secrets: no room",
                  failure_scope::lane);
    case secret_fault::given_up:
      return fail(failure::cancelled, refusal::given_up, "memory secrets: not begun in time");
    case secret_fault::lost_request:
      return unknown();
    case secret_fault::lost_answer:
      // A refusal is an answer too: it is lost as well.
      static_cast<void>(take());
      return unknown();
    case secret_fault::late_effect:
      late_.push_back(take);
      return unknown();
  }
  return unknown();
}

void memory_secrets::take_late_effects() {
  for (const auto& take : std::exchange(late_, {})) static_cast<void>(take());
}

asio::awaitable<result<void>> memory_secrets::publish(secret_name name, secret_label label,
                                                      std::vector<std::string> recipients,
                                                      const secret_text* code,
                                                      call_options options) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto known = [this](const std::string& one) { return !known_ || known_->contains(one); };
  if (recipients.empty() || !std::ranges::all_of(recipients, known)) {
    co_return fail(failure::permanent, refusal::store_refused,
                   "memory secrets: no recipient, or one that is not known");
  }
  const auto fault = co_await ask({secret_action::publish, name, options.urgent}, options);
  const published_secret made{std::move(label), std::move(recipients), std::string(code->expose())};
  co_return settle(fault, [this, name, made]() -> result<void> {
    published_.insert_or_assign(name.text(), made);
    return {};
  });
}

asio::awaitable<result<void>> memory_secrets::relabel(secret_name name, secret_label label,
                                                      call_options options) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto fault = co_await ask({secret_action::relabel, name, options.urgent}, options);
  co_return settle(fault, [this, name, label]() -> result<void> {
    const auto found = published_.find(name.text());
    if (found == published_.end()) {
      return fail(failure::permanent, refusal::not_found,
                  "memory secrets: nothing is published under this name");
    }
    found->second.label = label;
    return {};
  });
}

asio::awaitable<result<void>> memory_secrets::withdraw(secret_name name, call_options options) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto fault = co_await ask({secret_action::withdraw, name, options.urgent}, options);
  co_return settle(fault, [this, name]() -> result<void> {
    published_.erase(name.text());
    return {};
  });
}

}  // namespace daypass::fakes
