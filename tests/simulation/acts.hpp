#pragma once
// What people do in the tenant and to the files: administrators, users, whoever has the folder.

#include "simulation/readable.hpp"
#include "simulation/world.hpp"

namespace daypass::simulation {

/// Carries out a timed mishap that a person commits, where it can be: an account that is not there
/// can't be disabled. False: not now.
[[nodiscard]] bool commit_act(world& of, folder_reader& folder, const timed_mishap& what);

/// The user signs in with what the folder holds for this hire, and registers a method where the
/// plan says so. Nothing happens where there is nothing to sign in with.
void sign_in_with_sealed_pass(world& of, folder_reader& folder, const hire_plan& hire);

/// What an administrator does, by the control API's verb.
bool act(world& of, std::string_view verb, const entra_simulator::json& body);

}  // namespace daypass::simulation
