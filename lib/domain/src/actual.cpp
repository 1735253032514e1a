#include "daypass/domain/actual.hpp"

#include "daypass/base/assert.hpp"

namespace daypass {
namespace {

[[noreturn]] void not_an_enumerator(std::source_location where = std::source_location::current()) {
  assertion_failed("the value is one of its enumerators", where);
}

}  // namespace

std::string_view to_string(account_origin origin) {
  switch (origin) {
    case account_origin::none:
      return "none";
    case account_origin::created:
      return "created";
    case account_origin::recognised:
      return "recognised";
    case account_origin::adopted:
      return "adopted";
  }
  not_an_enumerator();
}

std::string_view to_string(secret_state state) {
  switch (state) {
    case secret_state::none:
      return "none";
    case secret_state::unverified:
      return "unverified";
    case secret_state::verified:
      return "verified";
    case secret_state::withdrawn:
      return "withdrawn";
  }
  not_an_enumerator();
}

std::string_view to_string(ending how) {
  switch (how) {
    case ending::none:
      return "none";
    case ending::registered:
      return "registered";
    case ending::used_not_registered:
      return "used_not_registered";
    case ending::unused:
      return "unused";
    case ending::unknown:
      return "unknown";
    case ending::rescinded:
      return "rescinded";
    case ending::removed_by_other:
      return "removed_by_other";
  }
  not_an_enumerator();
}

std::string_view to_string(standing where) {
  switch (where) {
    case standing::working:
      return "working";
    case standing::waiting:
      return "waiting";
    case standing::held:
      return "held";
    case standing::parked:
      return "parked";
    case standing::settled:
      return "settled";
  }
  not_an_enumerator();
}

std::string_view to_string(pass_usability usability) {
  switch (usability) {
    case pass_usability::enabled:
      return "EnabledByPolicy";
    case pass_usability::not_yet_valid:
      return "NotYetValid";
    case pass_usability::expired:
      return "Expired";
    case pass_usability::one_time_used:
      return "OneTimeUsed";
    case pass_usability::disabled_by_policy:
      return "DisabledByPolicy";
    case pass_usability::unknown:
      return "unknown";
  }
  not_an_enumerator();
}

}  // namespace daypass
