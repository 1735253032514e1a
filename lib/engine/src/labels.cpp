#include "labels.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace daypass::engine {
namespace {

std::string utc(instant at) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", std::chrono::floor<seconds>(at));
}

}  // namespace

secret_label label_of(const hire_key& key, const step& next, const interpreter& meaning) {
  const pass_plan& plan = next.plan;
  return {.key = key,
          .user_principal_name = next.attributes->user_principal_name,
          .display_name = next.attributes->display_name,
          .usable_from_utc = utc(plan.start_at),
          .usable_until_utc = utc(plan.end_at()),
          .usable_from_local = meaning.local_text(plan.start_at, plan.zone),
          .usable_until_local = meaning.local_text(plan.end_at(), plan.zone),
          .zone = plan.zone,
          .one_time = plan.one_time};
}

}  // namespace daypass::engine
