#include "describe.hpp"

#include <fmt/format.h>

namespace daypass::observe {
namespace {

bool went_well(const happening::step_finished& what) {
  return what.what.empty();
}

}  // namespace

log_level level_of(const happening::step_finished& what) {
  return went_well(what) ? log_level::debug : log_level::warning;
}
log_line describe(const happening::step_finished& what) {
  const std::string step(to_string(what.kind));
  log_line line{
      .event = "step_finished",
      .message = went_well(what) ? fmt::format("{}: {}", step, what.outcome)
                                 : fmt::format("{} failed: {}", step, what.what),
      .hire = &what.key,
      .fields = {{"step", step}, {"outcome", what.outcome}, {"seconds", seconds_of(what.took)}}};
  if (!went_well(what)) line.likeness = fmt::format("{} {} {}", step, what.outcome, what.what);
  return line;
}

log_level level_of(const happening::standing_changed& what) {
  switch (what.where) {
    case standing::parked:
      return log_level::error;
    case standing::held:
      return log_level::warning;
    case standing::settled:
      return log_level::info;
    case standing::working:
    case standing::waiting:
      return log_level::debug;
  }
  return log_level::error;
}
log_line describe(const happening::standing_changed& what) {
  const std::string where(to_string(what.where));
  log_line line{.event = "standing_changed",
                .message = fmt::format("the hire is {}", where),
                .hire = &what.key,
                .fields = {{"standing", where}}};
  if (what.why != reason::none) {
    line.message += fmt::format(": {}", to_string(what.why));
    line.cure = cure(what.why);
    line.fields.emplace_back("reason", std::string(to_string(what.why)));
  }
  if (what.where == standing::parked && line.cure.empty()) {
    line.cure = "daypassd show HIRE says why; daypassd retry HIRE looks again";
  }
  if (what.ended != ending::none) {
    line.fields.emplace_back("ending", std::string(to_string(what.ended)));
  }
  return line;
}

log_level level_of(const happening::hire_ready&) {
  return log_level::info;
}
log_line describe(const happening::hire_ready& what) {
  return {.event = "hire_ready",
          .message = "the verified pass is in the secure store",
          .hire = &what.key,
          .fields = {{"seconds_since_announced", seconds_of(what.since_announced)},
                     {"seconds_before_activation", seconds_of(what.before_activation)}}};
}

log_level level_of(const happening::hire_late&) {
  return log_level::error;
}
log_line describe(const happening::hire_late& what) {
  return {.event = "hire_late",
          .message = "the pass isn't ready at its activation; still worked on",
          .cure = "daypassd show HIRE says what is missing",
          .hire = &what.key};
}

log_level level_of(const happening::hire_locked_out&) {
  return log_level::info;
}
log_line describe(const happening::hire_locked_out& what) {
  return {.event = "hire_locked_out",
          .message = "the hire is locked out: secret, pass, account and sessions",
          .hire = &what.key,
          .fields = {{"seconds", seconds_of(what.took)}}};
}

log_level level_of(const happening::revocation_stuck&) {
  return log_level::error;
}
log_line describe(const happening::revocation_stuck& what) {
  return {.event = "revocation_stuck",
          .message = fmt::format("a lock-out isn't complete and goes on: {}", what.what),
          .cure = "disable the account in the Entra admin centre now; daypassd show HIRE says more",
          .hire = &what.key};
}

log_level level_of(const happening::rescission_unheeded&) {
  return log_level::error;
}
log_line describe(const happening::rescission_unheeded& what) {
  return {.event = "rescission_unheeded",
          .message = "a rescission or revoke came after our authority ended, and changes nothing",
          .cure = "find out with HR whether it was meant; if so, disable the account by hand",
          .hire = &what.key};
}

log_level level_of(const happening::manager_left_out&) {
  return log_level::warning;
}
log_line describe(const happening::manager_left_out& what) {
  return {.event = "manager_left_out",
          .message = "the pass is sealed for the fixed recipients alone, not for the manager",
          .hire = &what.key,
          .fields = {{"why", what.why}}};
}

log_level level_of(const happening::verify_skipped&) {
  return log_level::warning;
}
log_line describe(const happening::verify_skipped& what) {
  return {.event = "verify_skipped",
          .message = "a later verification found no room in its lane",
          .hire = &what.key,
          .likeness = "verify_skipped"};
}

log_level level_of(const happening::order_given&) {
  return log_level::info;
}
log_line describe(const happening::order_given& what) {
  return {.event = "order_given",
          .message = fmt::format("an operator ordered: {}", to_string(what.given.kind)),
          .hire = &what.key,
          .fields = {{"order", std::string(to_string(what.given.kind))},
                     {"number", static_cast<std::int64_t>(what.given.number)},
                     {"who", what.given.who}}};
}

}  // namespace daypass::observe
