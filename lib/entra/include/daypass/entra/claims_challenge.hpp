#pragma once
// What an audience asks for when it refuses a token before its end: continuous access evaluation.
// Protocol: Entra claims-challenge, app-resilience-continuous-access-evaluation. Pure.

#include <string>
#include <string_view>

namespace daypass::entra {

/// The claims that a 401's `WWW-Authenticate` asks for, as JSON; empty when it asks for none or
/// what it says can't be read.
[[nodiscard]] std::string claims_of_challenge(std::string_view www_authenticate);

/// The `claims` of a token request: that we answer challenges (client capability `cp1`), and what
/// one asked for. `challenge` is what claims_of_challenge gave.
[[nodiscard]] std::string claims_to_ask(std::string_view challenge);

}  // namespace daypass::entra
