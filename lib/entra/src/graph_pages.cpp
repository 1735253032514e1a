#include "graph_pages.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <iterator>

namespace daypass::entra {
namespace {

/// The part of a next link behind the version; empty when it leads elsewhere. Our token goes where
/// our client goes, so only the path counts, but a foreign host there means a foreign answer.
std::string target_of(std::string_view link) {
  constexpr std::string_view scheme = "https://";
  if (!link.starts_with(scheme)) return {};
  const std::size_t path = link.find('/', scheme.size());
  constexpr std::string_view version = "/v1.0/";
  if (path == std::string_view::npos || !link.substr(path).starts_with(version)) return {};
  return std::string(link.substr(path + version.size() - 1));
}

}  // namespace

boost::asio::awaitable<result<void>> each_page(graph_caller* caller, graph_request request,
                                               call_options options,
                                               std::function<result<void>(const page&)> take) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  constexpr int pages_max = 50;
  const operation asked = request.asked;
  const bool eventual = request.eventual;
  for (int read = 0; read < pages_max; ++read) {
    auto body = co_await caller->fetch(std::move(request), options);
    if (!body) co_return std::unexpected(std::move(body.error()));
    auto list = read_page(body->view());
    if (!list) co_return std::unexpected(std::move(list.error()));
    auto taken = take(*list);
    if (!taken || list->next.empty()) co_return taken;
    request = graph_request{};
    request.asked = asked;
    request.eventual = eventual;
    request.target = target_of(list->next);
    if (request.target.empty() || !list->next.starts_with(caller->root() + "/")) break;
  }
  co_return fail(failure::retryable, refusal::bad_answer,
                 std::string(to_string(asked)) + ": the answer has no end that can be followed");
}

boost::asio::awaitable<result<account_holders>> fetch_accounts(graph_caller* caller,
                                                               graph_request request,
                                                               call_options options) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  const bool soft_deleted = request.asked == operation::find_deleted;
  account_holders all;
  account_holders* into = &all;
  const auto take = [into, soft_deleted](const page& from) -> result<void> {
    auto accounts = read_accounts(from, soft_deleted);
    if (!accounts) return std::unexpected(std::move(accounts.error()));
    std::ranges::move(*accounts, std::back_inserter(*into));
    return {};
  };
  auto read = co_await each_page(caller, std::move(request), options, take);
  if (!read) co_return std::unexpected(std::move(read.error()));
  co_return all;
}

}  // namespace daypass::entra
