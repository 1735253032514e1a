#pragma once
// What a Temporary Access Pass does: its usability, its making and ending, signing in with it.

#include "simulators/entra/logic/directory_world.hpp"

#include <string>
#include <string_view>

namespace daypass::entra_simulator {

struct usability {
  bool usable = false;
  std::string_view reason;  ///< methodUsabilityReason as it is on the wire.
};

/// Judges a pass that is still listed.
[[nodiscard]] usability usability_of(directory_world& world, const user& whom, const pass& judged,
                                     moment at);

struct pass_request {
  instant starts_at;
  int lifetime_minutes = 60;
  bool once = false;
};

/// Makes a pass with a new code and lists it; an earlier one is replaced.
pass& issue_pass(directory_world& world, random_source& random, user& whom,
                 const pass_request& wanted, moment at, actor by);

/// Takes the listed pass away.
void end_pass(directory_world& world, user& whom, std::string how, moment at, actor by);

struct sign_in_result {
  bool succeeded = false;
  std::string reason;  ///< Why not, in one word; "ok" otherwise.
};

/// Tries a code. With `consume`, a success starts a session and uses up a one-time pass.
sign_in_result sign_in(directory_world& world, const switches& set, user* whom,
                       std::string_view code, moment at, bool consume);

}  // namespace daypass::entra_simulator
