#include "daypass/admin/operators.hpp"

#include "order_requests.hpp"

#include "daypass/admin/find_hire.hpp"
#include "daypass/admin/views.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace daypass::admin {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using nlohmann::ordered_json;
using shared_parts = std::shared_ptr<const operators_parts>;

/// Orders under way at a time in a bulk call: enough to share the store's commits.
constexpr std::size_t bulk_batch = 256;

net::http_reply reply(int status, const ordered_json& body) {
  // A name in the state may be no UTF-8: it is shown with replacements rather than not at all.
  return {.status = status,
          .content_type = "application/json",
          .body = body.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n"};
}

net::http_reply refuse(int status, const std::string& what) {
  return reply(status, {{"error", what}});
}

/// What an error of the state means to who asked.
net::http_reply refuse(const error& why) {
  if (why.code == find_errc::no_such_hire || why.code == state_errc::not_found) {
    return refuse(404, why.what);
  }
  if (why.code == find_errc::several) return refuse(409, why.what);
  return refuse(503, "the state can't be used now: " + why.what);
}

/// Durable, then told: to who reads the log and to the engine.
awaitable<result<std::uint64_t>> give(shared_parts parts, hire_key key, order given) {
  co_await asio::this_coro::throw_if_cancelled(false);
  given.at = parts->time.now();
  const auto number = co_await parts->state.add_order(key, given);
  if (!number) co_return std::unexpected(number.error());
  given.number = *number;
  parts->reports.report(happening::order_given{key, given});
  parts->nudge(key);
  co_return *number;
}

awaitable<result<hire_key>> find(shared_parts parts, std::string words) {
  co_await asio::this_coro::throw_if_cancelled(false);
  std::vector<hire_key> found;
  for (const hire_key& key : keys_meant(words, parts->populations)) {
    const auto there = co_await parts->state.find(key);
    if (!there) co_return std::unexpected(there.error());
    if (*there) found.push_back(key);
  }
  co_return only_one(words, found);
}

awaitable<net::http_reply> give_one(shared_parts parts, std::string body, std::string who) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto asked = parse_order(body);
  if (!asked) co_return refuse(400, asked.error());
  const auto key = co_await find(parts, asked->hire);
  if (!key) co_return refuse(key.error());
  const auto number =
      co_await give(parts, *key, order{.kind = asked->kind, .who = who, .why = asked->why});
  if (!number) co_return refuse(number.error());
  co_return reply(201, {{"number", *number}, {"hire", to_string(*key)}});
}

awaitable<result<std::vector<hire_key>>> stopped_hires(shared_parts parts,
                                                       std::optional<reason> why) {
  co_await asio::this_coro::throw_if_cancelled(false);
  std::vector<hire_key> keys;
  for (const standing where : {standing::parked, standing::held}) {
    const list_filter filter{.where = where, .why = why, .max = bulk_max - keys.size()};
    const auto listed = co_await parts->state.list(filter);
    if (!listed) co_return std::unexpected(listed.error());
    for (const listed_onboarding& one : *listed) keys.push_back(one.key);
    if (keys.size() >= bulk_max) break;
  }
  co_return keys;
}

/// Gives the order to each, at the same time; how many took it. A hire that was purged meanwhile
/// doesn't count; the first other error ends it.
awaitable<result<std::uint64_t>> give_batch(shared_parts parts, std::vector<hire_key> keys,
                                            order given) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto executor = co_await asio::this_coro::executor;
  const auto start = [&](const hire_key& key) {
    return asio::co_spawn(executor, give(parts, key, given), asio::deferred);
  };
  std::vector<decltype(start(keys.front()))> all;
  all.reserve(keys.size());
  for (const hire_key& key : keys) all.push_back(start(key));
  const auto [order_of_end, bugs, numbers] =
      co_await asio::experimental::make_parallel_group(std::move(all))
          .async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
  std::uint64_t count = 0;
  for (std::size_t at = 0; at < numbers.size(); ++at) {
    if (bugs[at]) std::rethrow_exception(bugs[at]);
    if (numbers[at]) {
      ++count;
    } else if (numbers[at].error().code != state_errc::not_found) {
      co_return std::unexpected(numbers[at].error());
    }
  }
  co_return count;
}

awaitable<net::http_reply> give_many(shared_parts parts, std::string body, std::string who) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto asked = parse_bulk(body);
  if (!asked) co_return refuse(400, asked.error());
  const auto keys = co_await stopped_hires(parts, asked->why);
  if (!keys) co_return refuse(keys.error());
  const std::string why =
      asked->why ? "retry of all for " + std::string(to_string(*asked->why)) : "retry of all";
  std::uint64_t count = 0;
  for (std::size_t from = 0; from < keys->size(); from += bulk_batch) {
    const std::size_t to = std::min(keys->size(), from + bulk_batch);
    const auto given =
        co_await give_batch(parts,
                            {keys->begin() + static_cast<std::ptrdiff_t>(from),
                             keys->begin() + static_cast<std::ptrdiff_t>(to)},
                            order{.kind = order_kind::retry, .who = who, .why = why});
    if (!given) co_return refuse(given.error());
    count += *given;
  }
  co_return reply(200, {{"given", count}, {"more", keys->size() >= bulk_max}});
}

awaitable<net::http_reply> status(shared_parts parts) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto totals = co_await parts->state.totals(parts->time.now());
  if (!totals) co_return refuse(totals.error());
  co_return net::http_reply{.content_type = "application/json",
                            .body = status_as_json(*totals, parts->not_ready())};
}

net::http_reply acknowledge(const operators_parts& parts, std::string_view body) {
  const auto what = parse_acknowledgement(body);
  if (!what) return refuse(400, what.error());
  return reply(200, {{"acknowledged", parts.acknowledge_events_lost()}});
}

/// Which method a path takes; empty: there is no such path.
std::string method_of(std::string_view path) {
  if (path == "/orders" || path == "/orders/bulk" || path == "/acknowledge") return "POST";
  if (path == "/status") return "GET";
  return {};
}

awaitable<net::http_reply> serve(shared_parts parts, net::http_query query) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!query.peer) co_return refuse(403, "operators come over the Unix socket only");
  const std::string path(query.path());
  const std::string method = method_of(path);
  if (method.empty()) co_return refuse(404, "no such path");
  if (query.method != method) {
    net::http_reply refused = refuse(405, "only " + method);
    refused.headers.add("Allow", method);
    co_return refused;
  }
  const std::string body(query.body.view());
  const std::string who = parts->user_name(query.peer->uid);
  if (path == "/orders") co_return co_await give_one(parts, body, who);
  if (path == "/orders/bulk") co_return co_await give_many(parts, body, who);
  if (path == "/status") co_return co_await status(parts);
  co_return acknowledge(*parts, body);
}

}  // namespace

net::http_handler make_operators(operators_parts parts) {
  return [kept = std::make_shared<const operators_parts>(std::move(parts))](net::http_query query) {
    return serve(kept, std::move(query));
  };
}

}  // namespace daypass::admin
