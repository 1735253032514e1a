#pragma once
// What happened to one step: the answer of a port, without any secret.

#include "daypass/base/error.hpp"
#include "daypass/domain/account.hpp"
#include "daypass/domain/pass.hpp"
#include "daypass/domain/step.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace daypass {

/// The step was carried out and has nothing more to tell (enable, delete, withdraw, ...).
struct step_done {};

/// look_account: who holds the names; complete, or an error.
struct accounts_seen {
  account_holders holders;
};

/// create_account: Graph's 201.
struct account_created {
  user_id id;
  instant created_at{};
};

/// gather_evidence.
struct evidence_gathered {
  adoption_evidence evidence;
};

/// look_methods: everything the account can sign in with, and its passes.
struct methods_seen {
  bool strong_method = false;       ///< Any method but password, e-mail and pass.
  std::vector<listed_pass> passes;  ///< Zero or one, says Graph; more are kept all the same.
};

/// issue_pass: Graph's 201, less the code, which went into secret_text.
struct pass_issued {
  listed_pass pass;
};

/// link_manager: the manager is not to be found (yet).
struct manager_absent {};

/// disable_account.
struct account_disabled {
  /// As a look right before saw it. None: that look failed, which delays no lock-out.
  std::optional<bool> was_enabled;
};

/// The process ended, or lost its lease, between an intent and its answer.
struct interrupted {};

using answer =
    std::variant<step_done, accounts_seen, account_created, evidence_gathered, methods_seen,
                 pass_issued, manager_absent, account_disabled, interrupted, error>;

struct outcome {
  step done;  ///< The step as it was started.
  answer said;
  instant at{};  ///< When the answer was here.
};

}  // namespace daypass
