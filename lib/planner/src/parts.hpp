#pragma once
// The parts of `absorb`: each folds one kind of answer into the record it is given.

#include "daypass/planner/absorb.hpp"
#include "daypass/planner/classes.hpp"

namespace daypass::planner {

/// Where a part reads the situation from and writes the record to.
struct folding {
  const situation& at;
  const step& done;
  actual& is;
};

void absorb_failure(const folding& in, const error& why, std::uint64_t random);
void absorb_done(const folding& in);
void absorb_disabled(const folding& in, const account_disabled& how);
void absorb_accounts(const folding& in, const accounts_seen& seen);
void absorb_created(const folding& in, const account_created& made);
void absorb_evidence(const folding& in, const evidence_gathered& found);
void absorb_methods(const folding& in, const methods_seen& seen);
void absorb_issued(const folding& in, const pass_issued& made);

/// Made by Graph's clock inside an attempt of ours, give or take two minutes (design 5.3). An
/// attempt without `until` is not answered and not lost either: it may end at any time.
[[nodiscard]] bool within_attempt(instant created_at, std::optional<instant> from,
                                  std::optional<instant> until);

/// The attempt's answer is lost: from now on it may take effect for as long as that can be. What a
/// create or issue makes until then is ours; what an enable may undo counts as undone.
void leave_open(const situation& at, actual& is, attempt& one);

/// The step's own attempt was answered, or never sent: nothing of it can come any more.
void drop_attempt(const folding& in);

/// Every create so far was answered by a refusal: what is found under the name is not ours.
void forget_refused_create(actual& is);

/// The effect of these attempts was seen: nothing of them can come any more.
void close_attempts(actual& is, step_kind kind);

/// Forgets a pass that is withdrawn and deleted, once nothing of it can come any more.
void forget_retired_pass(actual& is);

}  // namespace daypass::planner
