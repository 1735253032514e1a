#include "calls.hpp"

#include "daypass/store/sqlite_store.hpp"

#include <optional>
#include <utility>

namespace daypass::store {
namespace {

namespace asio = boost::asio;

class inline_state final : public port_calls<inline_state> {
 public:
  explicit inline_state(std::unique_ptr<sqlite_state> core) : core_(std::move(core)) {}

  void release(lease held) override { core_->release(held); }

  template <typename T, typename Body>
  asio::awaitable<result<T>> run_call(haste /*when*/, Body body) {
    co_await asio::this_coro::throw_if_cancelled(false);
    std::optional<result<T>> said;
    const auto durable = core_->run_group([&] { said.emplace(body(*core_)); });
    if (!durable) co_return std::unexpected(durable.error());
    co_return std::move(*said);
  }

 private:
  std::unique_ptr<sqlite_state> core_;
};

}  // namespace

result<std::unique_ptr<state_store>> make_inline_sqlite_state(const sqlite_settings& settings) {
  auto core = sqlite_state::open(settings);
  if (!core) return std::unexpected(core.error());
  return std::make_unique<inline_state>(std::move(*core));
}

}  // namespace daypass::store
