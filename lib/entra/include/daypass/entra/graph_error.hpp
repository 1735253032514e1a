#pragma once
// What Graph's answers other than 2xx mean. Pure.

#include "daypass/base/error.hpp"
#include "daypass/base/time.hpp"
#include "daypass/domain/refusal.hpp"
#include "daypass/entra/operation.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace daypass::entra {

/// An answer, as far as its meaning goes.
struct graph_reply {
  int status = 0;
  std::string_view body;
  std::optional<duration> retry_after;  ///< Parsed, if the header was there.
  std::string_view request_id;          ///< The header request-id, for support cases.
};

/// The meaning of an answer that is not 2xx, for every operation.
///
/// The status decides first; the code of the error body, compared without case, comes next; and
/// only where the code says nothing (the authentication methods answer `badRequest` to everything)
/// a small set of words in the message does. What no rule knows is `rejected`, permanent: it is
/// for a person. `what` holds none of Graph's own words but the code, because messages name people.
///
/// - 404 and 410 are `not_found` (permanent; whether it is "not yet" is the planner's to say), but
///   only with an error body: anybody on the way can answer a bare 404, and it proves no absence.
/// - 5xx and 408 after a request with an effect are `unknown_effect`: Graph gives a 504 also for
///   what it goes on to do. After a GET they are retryable; a 503 or 509 with Retry-After is
///   `throttled` there.
/// - 429 is `throttled`, 403 `forbidden` and 401 `unauthorised`: of the lane.
/// - 400 with ObjectConflict is `conflict` (Graph has no 409 for a taken UPN), "Not a valid
///   reference update" is `invalid_reference`, retryable; for refusals of a pass see learnt_limits.
/// Protocol: Graph concepts/errors, throttling; messages as recorded from the live service.
[[nodiscard]] error classify(operation asked, const graph_reply& reply);

/// The answer to join_group that says the user is a member already: a success.
[[nodiscard]] bool says_already_member(const graph_reply& reply);

/// What a refused issue_pass tells about the tenant's pass policy.
struct learnt_limits {
  std::optional<minutes> lifetime_min;
  std::optional<minutes> lifetime_max;
  bool one_time_only = false;

  friend bool operator==(const learnt_limits&, const learnt_limits&) = default;
};

/// The limits that a refusal of issue_pass names, if it names any.
[[nodiscard]] std::optional<learnt_limits> limits_told_by(const graph_reply& reply);

}  // namespace daypass::entra
