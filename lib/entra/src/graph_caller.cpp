#include "graph_caller.hpp"

#include "guid.hpp"
#include "uniform.hpp"

#include "daypass/domain/unanswered.hpp"
#include "daypass/entra/claims_challenge.hpp"
#include "daypass/net/http_date.hpp"
#include "daypass/ports/wake_event.hpp"

#include <boost/asio/this_coro.hpp>

#include <charconv>
#include <utility>

namespace daypass::entra {
namespace {

constexpr hours longest_retry_after{6};
/// Kept for the exchange itself of what is waited for in line.
constexpr seconds answer_time{10};

std::optional<double> used_share(const net::http_headers& headers) {
  const auto text = headers.find("x-ms-throttle-limit-percentage");
  if (!text) return std::nullopt;
  double share = 0;
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), share);
  return failed == std::errc() ? std::optional(share) : std::nullopt;
}

bool is_success(int status) {
  return status >= 200 && status <= 299;
}

}  // namespace

/// What is known of a call beside its answer.
struct graph_caller::under_way {
  shared_token token;
  duration waited{0};
  steady_instant began_at{};
  steady_instant ended_at{};
};

graph_caller::graph_caller(boost::asio::any_io_executor executor, graph_settings settings,
                           net::https_client& graph, clock& time, entropy& random,
                           request_observer& observer)
    : root_(std::move(settings.root)),
      batches_(settings.batch_max > 1
                   ? make_batching_client(executor, graph, time, {settings.batch_max})
                   : nullptr),
      graph_(graph),
      time_(time),
      random_(random),
      observer_(observer),
      units_(settings.units),
      all_(settings.all),
      gates_{lane_gate(executor, settings.reads, {&units_, &all_}, time),
             lane_gate(executor, settings.writes, {&units_, &all_}, time),
             lane_gate(executor, settings.methods, {&all_}, time)},
      sharers_(std::move(settings.sharers)),
      tokens_(executor, std::move(settings.sign_in), root_, time, random, observer),
      breaker_(settings.breaker) {}

lane_gate& graph_caller::gate_of(lane which) {
  return gates_[static_cast<std::size_t>(which)];
}

/// Whose limit a 429 speaks of (Graph: throttling, x-ms-throttle-scope and -information): one that
/// says nothing, the lane's.
lane_budget& graph_caller::budget_that_refused(operation asked, const net::http_headers& headers) {
  lane_budget& own = gate_of(lane_of(asked)).budget();
  if (headers.find("x-ms-throttle-information") != "ResourceUnitLimitExceeded") return own;
  const auto scope = headers.find("x-ms-throttle-scope");
  if (scope && scope->starts_with("Application/ReadWrite")) return all_;
  return lane_of(asked) == lane::methods ? own : units_;
}

net::http_request graph_caller::dress(const graph_request& request, const call_options& options,
                                      shared_token token) {
  net::http_request dressed;
  dressed.method = method_of(request.asked);
  dressed.target = "/v1.0" + request.target;
  dressed.headers.add("Accept", "application/json");
  dressed.headers.add("client-request-id", fresh_guid(random_));
  if (!request.body.empty()) dressed.headers.add("Content-Type", "application/json");
  if (request.eventual) dressed.headers.add("ConsistencyLevel", "eventual");
  if (options.urgent) dressed.headers.add("x-ms-throttle-priority", "High");
  dressed.secret.emplace().value = std::move(token);
  // A copy: after a 401 the same body goes out again.
  dressed.body = net::wiped_buffer::copy_of(request.body.view());
  dressed.deadline = options.deadline;
  dressed.send_before = options.send_before;
  dressed.urgent = options.urgent;
  // Graph's best practices: after a 503 a new connection may reach another front end.
  dressed.fresh_connection = std::exchange(fresh_connection_, false);
  return dressed;
}

error graph_caller::not_answered(operation asked, const error& why) {
  error said = why;
  said.what = std::string(to_string(asked)) + ": " + why.what;
  said.code = refusal_of_unanswered(why.kind);
  return said;
}

void graph_caller::note_pace(const graph_request& request, const net::http_response& response,
                             const graph_answer& answer) {
  const auto now = time_.steady_now();
  const auto retry_after = answer.refused ? answer.refused->retry_after : std::nullopt;
  if (response.status == 429) {
    budget_that_refused(request.asked, response.headers)
        .on_throttled(now, retry_after, uniform(random_));
    return;
  }
  lane_gate& gate = gate_of(lane_of(request.asked));
  if (retry_after) gate.budget().hold(now, *retry_after);
  gate.on_answer(used_share(response.headers));
}

void graph_caller::judge_permission(operation asked, graph_answer& answer) {
  grant& known = grants_[static_cast<std::size_t>(asked)];
  if (is_success(answer.status)) {
    known = {true, 0};
  } else if (answer.status == 403) {
    // A permission that was there is rather this account's affair (it holds a role, say) than the
    // application's, unless the next account is refused too.
    ++known.refusals;
    if (known.proved && known.refusals < 3) answer.refused->scope = failure_scope::hire;
  }
}

graph_answer graph_caller::digest(const graph_request& request, net::http_response response,
                                  under_way& state) {
  const instant here_at = time_.now();
  instant theirs = here_at + offset().value_or(duration{0});
  if (const auto date = response.headers.find("Date")) {
    if (const auto at = net::parse_http_date(*date, here_at)) {
      offset_.add(*at, state.began_at, state.ended_at);
      theirs = *at;
    }
  }
  graph_answer answer;
  answer.status = response.status;
  if (const auto id = response.headers.find("request-id")) answer.request_id = *id;
  if (const auto asks = response.headers.find("WWW-Authenticate"); asks && answer.status == 401) {
    answer.challenge = *asks;
  }
  answer.body = std::move(response.body);
  if (!is_success(answer.status)) {
    std::optional<duration> retry_after;
    if (const auto text = response.headers.find("Retry-After")) {
      retry_after = net::parse_retry_after(*text, theirs, longest_retry_after);
    }
    answer.refused = classify(request.asked,
                              {answer.status, answer.body.view(), retry_after, answer.request_id});
  }
  note_pace(request, response, answer);
  judge_permission(request.asked, answer);
  if (answer.status >= 500) {
    breaker_.on_failure(time_.steady_now(), uniform(random_));
    fresh_connection_ = answer.status == 503;
  } else {
    breaker_.on_success();
  }
  return answer;
}

/// Whoever waits for a connection while its lane is stopped is not sent: `throttled`.
boost::asio::awaitable<result<net::http_response>> graph_caller::exchange(net::http_request request,
                                                                          const lane_gate* gate) {
  if (!batches_) return graph_.send(std::move(request));
  return batches_->send_if(std::move(request), [gate] { return !gate->stopped(); });
}

boost::asio::awaitable<result<graph_answer>> graph_caller::send(const graph_request* request,
                                                                call_options options,
                                                                under_way* state) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  if (co_await is_cancelled()) {
    co_return fail(failure::cancelled, refusal::given_up,
                   std::string(to_string(request->asked)) + ": given up before it was sent");
  }
  if (const auto pause = breaker_.ask(time_.steady_now(), options.urgent)) {
    auto resting =
        fail(failure::retryable, refusal::unavailable,
             "Graph failed again and again and is left alone for a while", failure_scope::lane);
    resting.error().retry_after = pause;
    co_return resting;
  }
  state->began_at = time_.steady_now();
  auto response =
      co_await exchange(dress(*request, options, state->token), &gate_of(lane_of(request->asked)));
  state->ended_at = time_.steady_now();
  if (response) co_return digest(*request, std::move(*response), *state);
  const failure why = response.error().kind;
  if (why == failure::cancelled || why == failure::permanent || why == failure::throttled) {
    breaker_.on_abandoned();
  } else {
    breaker_.on_failure(state->ended_at, uniform(random_));
  }
  co_return std::unexpected(not_answered(request->asked, response.error()));
}

void graph_caller::tell(const graph_request& request, const call_options& options,
                        const under_way& state, const result<graph_answer>& outcome) {
  lane_gate& gate = gate_of(lane_of(request.asked));
  request_made made;
  made.asked = request.asked;
  if (outcome) made.status = outcome->status;
  if (!outcome) made.failed = outcome.error().kind;
  if (outcome && outcome->refused) made.failed = outcome->refused->kind;
  made.urgent = options.urgent;
  made.waited = state.waited;
  made.took = std::chrono::duration_cast<duration>(state.ended_at - state.began_at);
  made.tokens_left = gate.budget().tokens(time_.steady_now());
  made.requests_per_second = gate.requests_per_second();
  made.waiting = gate.waiting();
  made.breaker_open = breaker_.open();
  observer_.on_request(made);
}

/// The limits are those of the application, however many processes it has.
void graph_caller::divide_budgets() {
  if (!sharers_) return;
  const std::size_t sharers = sharers_();
  const auto now = time_.steady_now();
  units_.share(now, sharers);
  all_.share(now, sharers);
  for (lane_gate& each : gates_) each.budget().share(now, sharers);
}

/// With a token, in its turn. The sign-in comes first: what is let in is on its way.
boost::asio::awaitable<result<graph_answer>> graph_caller::attempt(const graph_request* request,
                                                                   call_options options,
                                                                   under_way* state) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  auto token = co_await tokens_.get(options.deadline, options.urgent);
  if (!token) co_return std::unexpected(std::move(token.error()));
  state->token = std::move(*token);
  divide_budgets();
  const auto asked_at = time_.steady_now();
  // Who comes to its turn with no time left for the answer has sent it for nothing.
  const auto left = options.deadline - asked_at;
  const auto reserved = std::min<std::chrono::steady_clock::duration>(left / 4, answer_time);
  const gate_pass pass{std::min(options.deadline - reserved, options.send_before), options.urgent,
                       request->nearest};
  lane_gate& gate = gate_of(lane_of(request->asked));
  for (;;) {
    std::optional<lane_token> at_once = gate.try_enter(pass);
    auto entered = at_once ? result<lane_token>(std::move(*at_once)) : co_await gate.enter(pass);
    state->waited = std::chrono::duration_cast<duration>(time_.steady_now() - asked_at);
    if (!entered) {
      entered.error().what = std::string(to_string(request->asked)) + ": " + entered.error().what;
      co_return std::unexpected(std::move(entered.error()));
    }
    auto outcome = co_await send(request, options, state);
    const bool turned_away = !outcome && outcome.error().kind == failure::throttled;
    if (!turned_away) co_return outcome;
  }
}

boost::asio::awaitable<result<graph_answer>> graph_caller::call(graph_request request,
                                                                call_options options) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  under_way state;
  bool challenged = false;
  auto outcome = co_await attempt(&request, options, &state);
  tell(request, options, state, outcome);
  for (bool again = false; outcome && outcome->status == 401; again = true) {
    // The token in place of one that had expired may be challenged in its turn.
    if (again && (challenged || claims_of_challenge(outcome->challenge).empty())) break;
    challenged = !claims_of_challenge(outcome->challenge).empty();
    tokens_.drop(state.token, outcome->challenge);
    outcome = co_await attempt(&request, options, &state);
    tell(request, options, state, outcome);
  }
  co_return outcome;
}

boost::asio::awaitable<result<net::wiped_buffer>> graph_caller::fetch(graph_request request,
                                                                      call_options options) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  auto answer = co_await call(std::move(request), options);
  if (!answer) co_return std::unexpected(std::move(answer.error()));
  if (answer->refused) co_return std::unexpected(std::move(*answer->refused));
  co_return std::move(answer->body);
}

}  // namespace daypass::entra
