// The bodies that the operators' socket takes.
#include "order_requests.hpp"
#include "target.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace daypass::fuzz {
namespace {

void require_refusal(const std::string& words) {
  require(!words.empty() && words.size() <= 160, "a refusal has a few words");
}

void require_order(const admin::order_request& order) {
  require_words(order.hire, 200);
  if (!order.why.empty()) require_words(order.why, 500);
  const bool may_be_silent = order.kind == order_kind::retry || order.kind == order_kind::release;
  require(may_be_silent || !order.why.empty(), "an order has its reason");
  const nlohmann::json body = {
      {"hire", order.hire}, {"kind", to_string(order.kind)}, {"why", order.why}};
  const auto again = admin::parse_order(body.dump());
  require(
      again && again->hire == order.hire && again->kind == order.kind && again->why == order.why,
      "an order is read again");
}

}  // namespace

void read_one(std::string_view bytes) {
  const auto order = admin::parse_order(bytes);
  if (order) require_order(*order);
  if (!order) require_refusal(order.error());
  const auto bulk = admin::parse_bulk(bytes);
  if (!bulk) require_refusal(bulk.error());
  if (bulk && bulk->why) require(*bulk->why != reason::none, "a reason is one that there is");
  const auto noted = admin::parse_acknowledgement(bytes);
  if (!noted) require_refusal(noted.error());
  require(!noted || *noted == "events_lost", "only lost events can be acknowledged");
  require(!(order && bulk) && !(order && noted), "a body is of one kind");
}

}  // namespace daypass::fuzz
