#include "daypass/vault/key_vault.hpp"

#include "key_vault_document.hpp"
#include "key_vault_refusals.hpp"
#include "secret_caller.hpp"

#include "daypass/domain/refusal.hpp"

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace daypass::vault {
namespace {

namespace asio = boost::asio;

constexpr std::string_view api_version = "?api-version=7.4";
constexpr std::size_t vault_name_size_max = 127;
constexpr int not_found = 404;
constexpr int forbidden = 403;
constexpr int conflict = 409;
/// How long a deletion may be waited for that is under way, before the purge.
constexpr auto deletion_patience = seconds{20};
constexpr auto deletion_look_first = milliseconds{500};

/// KVS: ^[0-9a-zA-Z-]+$, 1 to 127.
bool is_good_name(const std::string& name) {
  const auto good = [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
  };
  return !name.empty() && name.size() <= vault_name_size_max && std::ranges::all_of(name, good);
}

class key_vault final : public secret_store {
 public:
  key_vault(net::https_client& vault, bearer_tokens& tokens, clock& time,
            key_vault_settings settings)
      : caller_(std::move(settings.store), vault, tokens, time),
        on_kept_(std::move(settings.on_kept)) {}

  asio::awaitable<result<void>> publish(secret_name name, secret_label label,
                                        std::vector<std::string> /*recipients*/,
                                        const secret_text* code, call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    if (auto good = check_name(name); !good) co_return good;
    const auto put = co_await caller_.call(
        {"setting a secret", "PUT", address_of(name), set_body(label, *code)}, options);
    co_return outcome_of("setting a secret", put);
  }

  asio::awaitable<result<void>> relabel(secret_name name, secret_label label,
                                        call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    if (auto good = check_name(name); !good) co_return good;
    const auto patched = co_await caller_.call(
        {"labelling a secret", "PATCH", address_of(name), relabel_body(label)}, options);
    co_return outcome_of("labelling a secret", patched);
  }

  /// Unreadable with the first of its requests; the others see to it that a recovery brings back
  /// nothing of use, and that none is possible.
  asio::awaitable<result<void>> withdraw(secret_name name, call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    if (auto good = check_name(name); !good) co_return good;
    const auto disabled = co_await caller_.call(
        {"disabling a secret", "PATCH", address_of(name), disable_body()}, options);
    if (disabled && disabled->good()) {
      const auto put = co_await caller_.call(
          {"overwriting a secret", "PUT", address_of(name), overwrite_body()}, options);
      if (auto done = outcome_of("overwriting a secret", put); !done) co_return done;
      const auto removed =
          co_await caller_.call({"deleting a secret", "DELETE", address_of(name), {}}, options);
      const bool gone = removed && removed->status == not_found;
      if (auto done = outcome_of("deleting a secret", removed); !done && !gone) co_return done;
    } else if (!is_gone(disabled)) {
      co_return outcome_of("disabling a secret", disabled);
    }
    co_return co_await purge(&name, options);
  }

 private:
  static std::string address_of(const secret_name& name) {
    return fmt::format("/secrets/{}{}", name.text(), api_version);
  }

  [[nodiscard]] result<void> check_name(const secret_name& name) const {
    if (is_good_name(name.text())) return {};
    return fail(failure::permanent, refusal::rejected,
                caller_.store() + ": a secret's name is 1 to 127 of A-Z, a-z, 0-9 and -");
  }

  /// Deleted already, or being so.
  static bool is_gone(const result<store_answer>& answer) {
    if (!answer) return false;
    if (answer->status == not_found) return true;
    return answer->status == conflict;
  }

  [[nodiscard]] result<void> outcome_of(std::string_view doing,
                                        const result<store_answer>& answer) const {
    if (!answer) return std::unexpected(answer.error());
    if (answer->good()) return {};
    const key_vault_refusal refused = read_key_vault_refusal(answer->body.view());
    error why =
        key_vault_error(answer->status, refused, fmt::format("{}: {}", caller_.store(), doing));
    if (answer->status != conflict) return std::unexpected(std::move(why));
    // The name of a deleted secret is taken until that is purged: no pass has it again. A deletion
    // or recovery that is under way ends.
    const bool deleted = refused.inner == "ObjectIsDeletedButRecoverable";
    if (!deleted) why.kind = failure::retryable;
    return std::unexpected(std::move(why));
  }

  asio::awaitable<result<void>> purge(const secret_name* name, call_options options) {
    co_await asio::this_coro::throw_if_cancelled(false);
    const std::string target = fmt::format("/deletedsecrets/{}{}", name->text(), api_version);
    const auto end =
        std::min(options.deadline - seconds{1}, caller_.time().steady_now() + deletion_patience);
    for (duration pause = deletion_look_first;; pause *= 2) {
      const auto purged =
          co_await caller_.call({"purging a secret", "DELETE", target, {}}, options);
      if (!purged) co_return std::unexpected(purged.error());
      if (purged->good() || purged->status == not_found) co_return result<void>{};
      const key_vault_refusal refused = read_key_vault_refusal(purged->body.view());
      if (purged->status == forbidden) {
        tell_kept(refused);
        co_return result<void>{};
      }
      if (purged->status != conflict) co_return outcome_of("purging a secret", purged);
      // The deletion takes its time; a purge by a later withdrawal would find it.
      if (caller_.time().steady_now() + pause >= end) {
        co_return fail(failure::retryable, refusal::unavailable,
                       caller_.store() + ": purging a secret: its deletion is still under way");
      }
      co_await caller_.time().sleep(pause);
    }
  }

  void tell_kept(const key_vault_refusal& refused) const {
    if (!on_kept_) return;
    const bool role = refused.inner.starts_with("ForbiddenBy");
    on_kept_({caller_.store(),
              role
                  ? "the application may not purge: give it Key Vault Purge Operator, or wait for "
                    "the vault's retention"
                  : "the vault's purge protection keeps what is deleted until its retention ends"});
  }

  secret_caller caller_;
  std::function<void(const kept_secret&)> on_kept_;
};

}  // namespace

std::unique_ptr<secret_store> make_key_vault(net::https_client& vault, bearer_tokens& tokens,
                                             clock& time, key_vault_settings settings) {
  return std::make_unique<key_vault>(vault, tokens, time, std::move(settings));
}

}  // namespace daypass::vault
