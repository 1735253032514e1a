// Where one class ends and the next begins, where the table's samples stand well inside.

#include "unit/planner/sample.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

TEST(ActualClass, OfAVerifiedPassIsUsableFromItsStart) {
  sample of = sample_of(wanted_class::issuable, "ready");
  of.is().pass.start_at = noon + tick;
  EXPECT_EQ(classify_actual(of.at()), actual_class::ready);
  of.is().pass.start_at = noon;
  EXPECT_EQ(classify_actual(of.at()), actual_class::usable);
}

TEST(OrdersClass, OfAReleaseIsARetryUntilItIsHeeded) {
  sample of = sample_of(wanted_class::issuable);
  of.order_now(order_kind::hold);
  of.order_now(order_kind::release);
  EXPECT_EQ(classify_orders(of.at()), orders_class::retry);
  of.is().stands.order_number = 2;
  EXPECT_EQ(classify_orders(of.at()), orders_class::none);
}

}  // namespace
}  // namespace daypass::planner
