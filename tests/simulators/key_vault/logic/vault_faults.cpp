#include "simulators/key_vault/logic/vault_service.hpp"

#include <cmath>
#include <cstdlib>

namespace daypass::key_vault_simulator {

using simulator::effect;
using simulator::ending;
using simulator::fault;
using simulator::kill_point;

namespace {

/// The presets in Key Vault's words, any other status in those of the fault.
response faulted_answer(const vault_state& state, const fault& struck) {
  const bool own_words = struck.code.empty() && struck.message.empty();
  if (struck.status == 429 && own_words) return too_many_requests(std::nullopt);
  if (struck.status == 401) {
    return unauthorized(state, own_words ? "[TokenExpired] Error validating token: 'S2S12086'."
                                         : std::string_view(struck.message));
  }
  return error_answer(struck.status, struck.code, struck.message);
}

/// A client that is left without an answer hears none, whatever was made of it.
bool is_heard(const fault& struck) {
  return struck.how == ending::answer && struck.kill != kill_point::before_effect &&
         struck.kill != kill_point::after_effect;
}

}  // namespace

exchange vault_service::apply(call& asked, const routed& found, const fault& struck) {
  exchange result;
  result.how = {struck.how, struck.delay, 0, struck.kill, struck.kill_pid};
  if (struck.takes_effect == effect::now) result.answer = execute(asked, found);
  if (struck.takes_effect == effect::late) {
    // What is refused when it comes takes no effect later either.
    if (auto refused = refuse(asked, found)) {
      result.answer = std::move(*refused);
    } else {
      result.how.late_id = late_.keep(*asked.asked, struck.late_by, struck.how == ending::silence,
                                      asked.at.host + struck.delay);
      result.answer = error_answer(504, "GatewayTimeout", "");
    }
  }
  if (struck.status != 0) {
    result.answer = faulted_answer(state_, struck);
  } else if (struck.takes_effect == effect::none) {
    result.answer = error_answer(504, "GatewayTimeout", "");
  }
  if (struck.body) result.answer.body = *struck.body;
  for (const auto& each : struck.headers) result.answer.headers.push_back(each);
  if (struck.retry_after) {
    result.answer.headers.push_back({"Retry-After", *struck.retry_after});
    const double wait_s = std::strtod(struck.retry_after->c_str(), nullptr);
    if (wait_s > 0 && is_heard(struck) && found.found != nullptr) {
      state_.waits.told(found.found->kind, duration{std::llround(wait_s * 1e6)}, asked.at.host);
    }
  }
  record(asked, found, is_heard(struck) ? result.answer.status : 0, struck.name);
  return result;
}

void vault_service::client_gave_up(std::uint64_t late_id, instant now) {
  late_.client_gave_up(late_id, now);
}

std::optional<instant> vault_service::next_late_effect() const {
  return late_.next();
}

void vault_service::run_late_effects(instant now) {
  while (const auto taken = late_.take(now)) {
    const routed found = find_route(taken->asked.method, taken->asked.path);
    call made = make_call(taken->asked, found, taken->due, actor::late);
    const response outcome = carry_out(made, found);
    record(made, found, 0, "late effect ran: " + std::to_string(outcome.status));
  }
}

}  // namespace daypass::key_vault_simulator
