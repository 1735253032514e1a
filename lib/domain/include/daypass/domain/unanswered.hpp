#pragma once
// What it means, in the words of the ports, that a remote gave no answer.

#include "daypass/base/error.hpp"
#include "daypass/domain/refusal.hpp"

namespace daypass {

/// The code for a call that was not answered and failed in this way.
[[nodiscard]] refusal refusal_of_unanswered(failure kind);

}  // namespace daypass
