#pragma once
// What is known to be so in Entra and the secure store, what was attempted with unknown outcome,
// and the plan frozen when a pass was issued. Written by the engine only, by the planner's words.

#include "daypass/base/shared_value.hpp"
#include "daypass/base/time.hpp"
#include "daypass/domain/account.hpp"
#include "daypass/domain/ids.hpp"
#include "daypass/domain/pass.hpp"
#include "daypass/domain/reason.hpp"
#include "daypass/domain/refusal.hpp"
#include "daypass/domain/step.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace daypass {

/// An intent that was stored, and whose answer is not known.
struct attempt {
  step_id id{};
  step_kind kind = step_kind::create_account;
  instant intended_at{};
  /// Set when the answer is lost: it may take effect till then.
  std::optional<instant> open_until;
  /// The same moment by Graph's clock, which nobody sets here. Nothing: not compared yet.
  std::optional<instant> open_until_there{};

  friend bool operator==(const attempt&, const attempt&) = default;
};

enum class account_origin : std::uint8_t {
  none,        ///< No account is ours.
  created,     ///< Graph answered our create.
  recognised,  ///< Found after a lost answer, and ours by design 5.2.
  adopted,     ///< Someone else's, taken with evidence.
};

[[nodiscard]] std::string_view to_string(account_origin origin);

struct account_state {
  /// What create sends; the UPN is reserved in the state. Empty: none.
  shared_value<member_attributes> reserved;
  std::uint8_t upn_number = 0;  ///< 0: the plain UPN; 1 to 10: with that number behind.
  user_id id;                   ///< Empty: no account is ours.
  account_origin origin = account_origin::none;
  bool enabled = false;                       ///< As last read or written.
  bool disabled_by_us = true;                 ///< Our create disables; so does our lock-out.
  std::optional<instant> enabled_written_at;  ///< Our last write of accountEnabled.
  std::optional<instant> created_at;          ///< By Graph's clock.
  std::optional<instant> looked_at;           ///< Last complete look at who holds the names.
  std::optional<instant> attempted_at;   ///< First create of the reserved name was intended, and
  std::optional<instant> attempt_until;  ///< until then one without answer may take effect: both
                                         ///< by Graph's clock.
  account_holders holders;               ///< What that look saw, while it matters.
  std::optional<adoption_evidence> evidence;
  std::optional<instant> evidence_at;
  std::optional<instant> gone_at;  ///< Seen deleted by someone else; an order alone resumes.
  bool restored = false;           ///< Seen again since then: a lock-out reaches it.
  shared_value<member_attributes> written;  ///< The attributes that the account has from us.
  std::string manager_wanted;               ///< The manager last linked or tried.
  bool manager_linked = false;
  std::optional<instant> manager_tried_at;
  bool groups_joined = false;
  std::string manager_address;   ///< The manager's e-mail that was last looked up (design 5.7).
  bool manager_enabled = false;  ///< It belonged to one enabled member.
  std::optional<instant> manager_looked_at;

  friend bool operator==(const account_state&, const account_state&) = default;
};

/// Where the secret of the current plan is.
enum class secret_state : std::uint8_t {
  none,        ///< Not published under this plan.
  unverified,  ///< Published, or perhaps published; Entra's pass not compared yet.
  verified,    ///< Published, and Entra listed that pass afterwards.
  withdrawn,   ///< Removed again.
};

[[nodiscard]] std::string_view to_string(secret_state state);

struct pass_state {
  std::optional<pass_plan> plan;  ///< Frozen with the intent; none: nothing issued or intended.
  pass_id id;                     ///< Empty: not issued, or the answer was lost.
  std::optional<instant> attempted_at;   ///< The issue was intended, and
  std::optional<instant> attempt_until;  ///< until then one without answer may take effect: both by
                                         ///< Graph's clock.
  instant created_at{};                  ///< Graph's createdDateTime.
  instant start_at{};                    ///< As Graph answered.
  instant end_at{};
  bool deleted = false;  ///< Our delete was answered.
  secret_state secret = secret_state::none;
  pass_usability usability = pass_usability::unknown;  ///< As last listed.
  std::optional<instant> published_at;
  std::optional<instant> verified_at;    ///< Last look that listed this very pass.
  std::optional<instant> missed_at;      ///< First look that did not list it since then.
  std::optional<instant> listed_at;      ///< Last look at methods, whatever it saw.
  std::vector<listed_pass> listed;       ///< What that look saw.
  std::uint8_t replaced_after_loss = 0;  ///< How often it was gone before activation.
  bool replace = false;                  ///< Decided: retire this plan and draw a new one.
  std::string displayed_digest;          ///< Of what is beside the secret and not secret.

  friend bool operator==(const pass_state&, const pass_state&) = default;
};

/// When each revocation effect was last confirmed; cleared when a late effect may have undone it.
struct lockout_state {
  std::optional<instant> begun_at;
  std::optional<instant> withdrawn_at;
  std::optional<instant> pass_deleted_at;
  std::optional<instant> disabled_at;
  std::optional<instant> sessions_revoked_at;

  friend bool operator==(const lockout_state&, const lockout_state&) = default;
};

/// Consecutive failures of one kind of step, and when it may be tried again.
struct retry_state {
  std::uint32_t failures = 0;
  instant not_before{};
  bool permanent = false;  ///< A repeat changes nothing: a person or HR must.
  std::optional<refusal> last_refusal;
  std::string last_error;  ///< For operators; no person, no secret.

  friend bool operator==(const retry_state&, const retry_state&) = default;
};

using retry_states = std::array<retry_state, step_kind_count>;

/// How a hire ended (design 5.9).
enum class ending : std::uint8_t {
  none,                 ///< Not ended.
  registered,           ///< A strong method was seen.
  used_not_registered,  ///< The one-time pass was used, and no strong method followed.
  unused,               ///< The one-time pass was never used.
  unknown,              ///< Multi-use, nothing registered: Graph gives no usage signal.
  rescinded,            ///< Locked out, by HR or an operator.
  removed_by_other,     ///< Someone else removed the pass after activation.
};

[[nodiscard]] std::string_view to_string(ending how);

/// Where the record stands, as operators see it.
enum class standing : std::uint8_t {
  working,  ///< A step is due or in flight.
  waiting,  ///< Nothing to do until a known time.
  held,     ///< A cause outside this hire stops it; ends by itself.
  parked,   ///< Needs a person.
  settled,  ///< Ended; events and orders still wake it.
};

[[nodiscard]] std::string_view to_string(standing where);

struct standing_state {
  standing where = standing::waiting;
  reason why = reason::none;
  instant since{};
  std::uint64_t wanted_version = 0;  ///< Of HR's words when it was parked.
  std::uint64_t order_number = 0;    ///< Newest order heeded.

  friend bool operator==(const standing_state&, const standing_state&) = default;
};

struct actual {
  account_state account;
  pass_state pass;
  lockout_state lockout;
  std::vector<attempt> attempts;
  shared_value<retry_states> retries;  ///< By `step_kind`.
  standing_state stands;
  ending ended = ending::none;
  std::optional<instant> strong_method_at;    ///< First seen; never issue after it.
  std::optional<instant> used_at;             ///< OneTimeUsed first seen.
  std::optional<instant> first_usable_at;     ///< Start of our authority's last days (design 5.7).
  std::optional<instant> expected_start_at;   ///< The same where no pass of ours became usable.
  std::optional<instant> account_checked_at;  ///< Last read of the account by its id.
  std::optional<instant> purged_at;  ///< An earlier record of this hire was purged then: this one
                                     ///< holds what came after, and our authority had ended.
  bool late_told = false;            ///< Operators were told that it is late.
  bool stuck_told = false;           ///< Or that its lock-out takes too long.
  std::uint64_t reissue_heeded = 0;  ///< Number of the newest reissue order carried out.
  std::uint64_t adopt_heeded = 0;    ///< Number of the adopt order that was used.
  std::uint64_t next_step = 1;
  std::uint64_t version = 0;  ///< Grows by one with every recording.

  friend bool operator==(const actual&, const actual&) = default;
};

}  // namespace daypass
