#pragma once
// Collections that come in pages.

#include "graph_caller.hpp"
#include "graph_readers.hpp"

#include <functional>

namespace daypass::entra {

/// Reads every page and hands each to `take`, whose error ends it. All pages or an error:
/// `bad_answer` when a next page lies elsewhere than at Graph's own address, or past the 50th.
/// Synchronous `take`; it may not outlive the call.
[[nodiscard]] boost::asio::awaitable<result<void>> each_page(
    graph_caller* caller, graph_request request, call_options options,
    std::function<result<void>(const page&)> take);

/// All accounts of a collection.
[[nodiscard]] boost::asio::awaitable<result<account_holders>> fetch_accounts(graph_caller* caller,
                                                                             graph_request request,
                                                                             call_options options);

}  // namespace daypass::entra
