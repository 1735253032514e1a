#pragma once
// Every situation falls into one class of each kind. The classes are closed: the table test lists
// every combination, so a class added without its rows fails.

#include "daypass/domain/outcome.hpp"
#include "daypass/planner/situation.hpp"

#include <cstdint>
#include <string_view>

namespace daypass::planner {

/// What HR wants, seen from now.
enum class wanted_class : std::uint8_t {
  unannounced,  ///< No announced event yet: the hire waits.
  obstructed,   ///< Announced, but the place, profile or name can't be used.
  implausible,  ///< The start is too far from the day it was first seen.
  distant,      ///< Earlier than create_ahead before activation.
  near,         ///< The account is wanted, the pass is not yet.
  issuable,     ///< The pass is wanted, activation is to come.
  started,      ///< Activation has come; at most `overdue_after` ago.
  overdue,      ///< Longer ago.
  rescinded,    ///< Taken back, or opened again without the confirmation that it takes.
};
inline constexpr std::size_t wanted_class_count = 9;

/// What operators want.
enum class orders_class : std::uint8_t {
  none,     ///< Nothing stands and nothing is new.
  held,     ///< A hold stands.
  revoked,  ///< A revoke stands: outranks all.
  retry,    ///< A retry or release that no visit has heeded yet.
  reissue,  ///< A reissue not carried out yet.
  adopt,    ///< An adoption granted and not used yet.
};
inline constexpr std::size_t orders_class_count = 6;

/// What is so, in the order of a hire's way.
enum class actual_class : std::uint8_t {
  untouched,  ///< No name reserved, nothing attempted.
  looked,     ///< The names were looked up; nothing attempted yet.
  creating,   ///< A create is under way or its answer was lost.
  blocked,    ///< Others hold the names.
  gone,       ///< Our account was deleted by someone else.
  disabled_by_other,
  disabled,     ///< Ours, disabled by us; no pass.
  enabling,     ///< An enable is under way or its answer was lost.
  enabled,      ///< Ours, enabled; no pass.
  issuing,      ///< An issue is under way or its answer was lost; no pass id.
  issue_lost,   ///< As issuing, and nothing is open any more.
  issued,       ///< A pass id; the secret was never published.
  unverified,   ///< Published, or perhaps; not compared yet.
  ready,        ///< Verified; its window is to come.
  usable,       ///< Verified; its window runs.
  missing,      ///< Published, and Entra does not list it any more.
  over,         ///< Entra says that the window is over; the secret is still readable.
  retired,      ///< Withdrawn, the plan still on record.
  established,  ///< A strong method was seen, or the record was purged before; no plan.
};
inline constexpr std::size_t actual_class_count = 19;

/// What a step's answer means.
enum class outcome_class : std::uint8_t {
  done,            ///< As wanted, or seen completely.
  absent,          ///< Seen, and what was looked for is not there.
  not_yet,         ///< A 404 or invalid reference soon after our own create.
  conflict,        ///< The name, or the place of the pass, is taken.
  retryable,       ///< Nothing took effect.
  throttled,       ///< Refused for pace.
  lane_failed,     ///< Concerns whoever uses the lane: burns no attempt.
  policy_refused,  ///< The tenant's policy refuses it.
  refused,         ///< Any other refusal that a repeat does not change.
  vanished,        ///< The account or object is gone, and not for being new.
  unknown_effect,  ///< Sent and not answered.
  cancelled,       ///< Never sent.
  interrupted,     ///< The process ended in between.
  defect,          ///< A bug of ours.
};
inline constexpr std::size_t outcome_class_count = 14;

[[nodiscard]] wanted_class classify_wanted(const situation& at);

/// Whether this start is so far from the day it was first heard that somebody must have erred.
[[nodiscard]] bool start_implausible(const situation& at, const appointment& when);
[[nodiscard]] orders_class classify_orders(const situation& at);
[[nodiscard]] actual_class classify_actual(const situation& at);
[[nodiscard]] outcome_class classify_outcome(const situation& at, const outcome& happened);

[[nodiscard]] std::string_view to_string(wanted_class which);
[[nodiscard]] std::string_view to_string(orders_class which);
[[nodiscard]] std::string_view to_string(actual_class which);
[[nodiscard]] std::string_view to_string(outcome_class which);

/// The profile that applies; nullptr when `facts` names none that is configured.
[[nodiscard]] const profile* profile_of(const situation& at);

/// Announced again after a rescission in a source ordered by time, and not confirmed by a release.
[[nodiscard]] bool reopen_unconfirmed(const situation& at);

/// An earlier record of this hire was purged, our authority with it, and no order to adopt or to
/// reissue has made it a hire of ours again (design 5.7).
[[nodiscard]] bool purged_before(const situation& at);

/// HR or an operator wants this hire locked out, and it is one of ours.
[[nodiscard]] bool lockout_wanted(const situation& at);

/// An attempt of this kind is under way, or its effect may still come.
[[nodiscard]] bool has_attempt(const actual& is, step_kind kind);

/// When the last open attempt of this kind closes; nothing: none is open.
[[nodiscard]] std::optional<instant> attempts_close_at(const actual& is, step_kind kind);

/// Within the time after our own create in which replicas may not know the account yet.
[[nodiscard]] bool newly_created(const situation& at);

/// What would stand beside a published secret now, as one comparable text.
[[nodiscard]] std::string label_key(const situation& at);

}  // namespace daypass::planner
