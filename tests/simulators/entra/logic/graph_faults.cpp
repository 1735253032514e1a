#include "simulators/entra/logic/graph_service.hpp"

#include <cmath>
#include <cstdlib>

namespace daypass::entra_simulator {

namespace {

/// The presets in Graph's words.
fault worded(fault struck) {
  if (!struck.code.empty()) return struck;
  if (struck.name == "throttle") struck.code = "TooManyRequests";
  if (struck.name == "unauthorized") {
    struck.code = "InvalidAuthenticationToken";
    if (struck.message.empty()) struck.message = "Access token has expired or is not yet valid.";
  }
  return struck;
}

}  // namespace

response graph_service::faulted_answer(const call& asked, const fault& drawn) {
  const fault struck = worded(drawn);
  response made;
  if (struck.status == 429 && struck.code == "TooManyRequests") {
    throttle_verdict verdict;
    verdict.scope = "Tenant_Application/ReadWrite";
    verdict.information = "ResourceUnitLimitExceeded";
    verdict.share = 1.2;
    made = throttled_answer(asked, verdict);
    std::erase_if(made.headers, [](const header& each) { return each.name == "Retry-After"; });
  } else {
    made = error_answer(asked, struck.status, struck.code, struck.message);
  }
  if (struck.status == 401) {
    made.headers.push_back({"WWW-Authenticate", R"(Bearer realm="", error="invalid_token")"});
  }
  return made;
}

exchange graph_service::apply(call& asked, const routed& found, std::string_view kind,
                              const fault& struck) {
  exchange result;
  result.how = {struck.how, struck.delay, 0, struck.kill, struck.kill_pid};
  if (struck.takes_effect == effect::now) result.answer = execute(asked, found);
  if (struck.takes_effect == effect::late) {
    // Only a client that is kept waiting gives up by itself.
    result.how.late_id = late_.keep(*asked.asked, struck.late_by, struck.how == ending::silence,
                                    asked.at.host + struck.delay);
  }
  if (struck.status != 0) {
    result.answer = faulted_answer(asked, struck);
  } else if (struck.takes_effect != effect::now) {
    result.answer = error_answer(asked, 504, "UnknownError", "");
  }
  if (struck.body) result.answer.body = *struck.body;
  for (const auto& each : struck.headers) result.answer.headers.push_back(each);
  if (struck.retry_after) {
    result.answer.headers.push_back({"Retry-After", *struck.retry_after});
    const double wait_s = std::strtod(struck.retry_after->c_str(), nullptr);
    if (wait_s > 0 && struck.how == ending::answer) {
      state_.log.told_to_wait(kind, true, duration{std::llround(wait_s * 1e6)}, asked.at.host);
    }
  }
  const bool heard = struck.how == ending::answer && struck.kill != kill_point::before_effect &&
                     struck.kill != kill_point::after_effect;
  record(asked, found, kind, heard ? result.answer.status : 0, struck.name);
  return result;
}

void graph_service::client_gave_up(std::uint64_t late_id, instant now) {
  late_.client_gave_up(late_id, now);
}

std::optional<instant> graph_service::next_late_effect() const {
  return late_.next();
}

void graph_service::run_late_effects(instant now) {
  while (const auto taken = late_.take(now)) {
    const routed found = find_route(taken->asked.method, taken->asked.path);
    call made = make_call(taken->asked, taken->due, actor::late);
    const response outcome = execute(made, found);
    record(made, found, found.found != nullptr ? found.found->kind : "unknown", 0,
           "late effect ran: " + std::to_string(outcome.status));
  }
}

}  // namespace daypass::entra_simulator
