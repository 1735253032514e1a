#pragma once
// Sends one request of Graph: budget, token, breaker, a second try with a new token, and what the
// answer means.

#include "batching_client.hpp"
#include "graph_requests.hpp"

#include "daypass/entra/circuit_breaker.hpp"
#include "daypass/entra/clock_offset.hpp"
#include "daypass/entra/graph_directory.hpp"
#include "daypass/entra/graph_error.hpp"
#include "daypass/entra/lane_gate.hpp"
#include "daypass/entra/token_source.hpp"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace daypass::entra {

/// An answer of Graph's own.
struct graph_answer {
  int status = 0;
  net::wiped_buffer body;
  std::string request_id;
  std::optional<error> refused;  ///< Every status but 2xx: what it means.
  std::string challenge;         ///< The WWW-Authenticate of a 401.

  [[nodiscard]] graph_reply reply() const {
    return {status, body.view(), refused ? refused->retry_after : std::nullopt, request_id};
  }
};

class graph_caller {
 public:
  graph_caller(boost::asio::any_io_executor executor, graph_settings settings,
               net::https_client& graph, clock& time, entropy& random, request_observer& observer);

  /// The answer, whatever its status, or why there is none. A token that is refused is replaced
  /// and the request sent once more, in its turn, and once again for a claims challenge to the new
  /// token: a 401 had no effect. Nothing else is sent twice.
  [[nodiscard]] boost::asio::awaitable<result<graph_answer>> call(graph_request request,
                                                                  call_options options);

  /// call(), with every answer that is not 2xx an error.
  [[nodiscard]] boost::asio::awaitable<result<net::wiped_buffer>> fetch(graph_request request,
                                                                        call_options options);

  [[nodiscard]] std::optional<duration> offset() const {
    return offset_.value(time_.now(), time_.steady_now());
  }
  [[nodiscard]] const std::string& root() const { return root_; }
  [[nodiscard]] clock& time() const { return time_; }

 private:
  struct under_way;
  [[nodiscard]] boost::asio::awaitable<result<graph_answer>> attempt(const graph_request* request,
                                                                     call_options options,
                                                                     under_way* state);
  [[nodiscard]] boost::asio::awaitable<result<graph_answer>> send(const graph_request* request,
                                                                  call_options options,
                                                                  under_way* state);
  [[nodiscard]] boost::asio::awaitable<result<net::http_response>> exchange(
      net::http_request request, const lane_gate* gate);
  [[nodiscard]] net::http_request dress(const graph_request& request, const call_options& options,
                                        shared_token token);
  [[nodiscard]] graph_answer digest(const graph_request& request, net::http_response response,
                                    under_way& state);
  [[nodiscard]] error not_answered(operation asked, const error& why);
  void note_pace(const graph_request& request, const net::http_response& response,
                 const graph_answer& answer);
  void judge_permission(operation asked, graph_answer& answer);
  void tell(const graph_request& request, const call_options& options, const under_way& state,
            const result<graph_answer>& outcome);
  void divide_budgets();
  [[nodiscard]] lane_gate& gate_of(lane which);
  [[nodiscard]] lane_budget& budget_that_refused(operation asked, const net::http_headers& headers);

  std::string root_;
  std::unique_ptr<batching_client> batches_;
  net::https_client& graph_;
  clock& time_;
  entropy& random_;
  request_observer& observer_;
  lane_budget units_;  // a read and a write draw one each
  lane_budget all_;
  std::array<lane_gate, 3> gates_;
  std::function<std::size_t()> sharers_;
  token_source tokens_;
  circuit_breaker breaker_;
  clock_offset offset_;
  bool fresh_connection_ = false;
  struct grant {
    bool proved = false;  ///< It was allowed at least once.
    int refusals = 0;     ///< In a row.
  };
  std::array<grant, operation_count> grants_{};
};

}  // namespace daypass::entra
