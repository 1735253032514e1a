#include "graph_watch.hpp"

namespace daypass {

void graph_watch::on_request(const entra::request_made& made) {
  const lane which = lane_of(made.asked);
  const bool sent = made.took > duration(0);
  if (sent) {
    constexpr int too_many_requests = 429;
    metrics_.observe(request_finished{.which = which,
                                      .status = made.status,
                                      .took = made.took,
                                      .throttled = made.status == too_many_requests});
  }
  metrics_.observe(budget_seen{which, made.tokens_left, made.requests_per_second});
}

void graph_watch::on_token(const error* failed) {
  metrics_.observe(token_fetched{failed == nullptr, failed == nullptr ? "" : failed->what});
}

}  // namespace daypass
