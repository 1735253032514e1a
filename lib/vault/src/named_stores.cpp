#include "daypass/vault/named_stores.hpp"

#include "daypass/domain/refusal.hpp"

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include <utility>

namespace daypass::vault {
namespace {

namespace asio = boost::asio;

struct address {
  secret_store* store = nullptr;
  secret_name name;
};

class named_stores final : public secret_store {
 public:
  explicit named_stores(store_table stores) : stores_(std::move(stores)) {}

  asio::awaitable<result<void>> publish(secret_name name, secret_label label,
                                        std::vector<std::string> recipients,
                                        const secret_text* code, call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto where = find(name);
    if (!where) co_return std::unexpected(std::move(where.error()));
    co_return co_await where->store->publish(std::move(where->name), std::move(label),
                                             std::move(recipients), code, options);
  }

  asio::awaitable<result<void>> relabel(secret_name name, secret_label label,
                                        call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto where = find(name);
    if (!where) co_return std::unexpected(std::move(where.error()));
    co_return co_await where->store->relabel(std::move(where->name), std::move(label), options);
  }

  asio::awaitable<result<void>> withdraw(secret_name name, call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto where = find(name);
    if (!where) co_return std::unexpected(std::move(where.error()));
    co_return co_await where->store->withdraw(std::move(where->name), options);
  }

 private:
  [[nodiscard]] result<address> find(const secret_name& full) const {
    const std::string& text = full.text();
    const std::size_t slash = text.find('/');
    const std::string store = slash == std::string::npos ? "" : text.substr(0, slash);
    const auto found = stores_.find(store);
    if (found != stores_.end()) {
      return address{found->second.get(),
                     secret_name(slash == std::string::npos ? text : text.substr(slash + 1))};
    }
    const std::string missing =
        store.empty() ? "[sealed]" : fmt::format("a store called {}", store);
    return fail(failure::permanent, refusal::store_refused,
                fmt::format("the configuration has no {} any more, where this pass is: name it "
                            "until the passes in it are over",
                            missing));
  }

  store_table stores_;
};

}  // namespace

std::unique_ptr<secret_store> make_named_stores(store_table stores) {
  return std::make_unique<named_stores>(std::move(stores));
}

}  // namespace daypass::vault
