#pragma once
// What the sign-in service says to a request for a token. Pure.
// Protocol: Entra v2-oauth2-client-creds-grant-flow, reference-error-codes.

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"
#include "daypass/base/time.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace daypass::entra {

using shared_token = std::shared_ptr<const secret_text>;

struct fresh_token {
  shared_token token;
  seconds lifetime{0};  ///< From its arrival on: `expires_in`, 60 to 90 minutes at random.
};

/// What stands beside the body of an answer.
struct reply_facts {
  std::optional<duration> retry_after;
  std::optional<duration> clock_behind;  ///< Of this machine, by the answer's Date.
};

/// The token of a 200, or why there is none, of the lane: `unauthorised` and permanent with a cure
/// in the text, when the registration must be mended; `throttled` with 429; else `unavailable`,
/// retryable. The AADSTS number is for the text alone, because numbers may change: whether a repeat
/// can help is told by the status and OAuth's `error`.
[[nodiscard]] result<fresh_token> read_token_reply(int status, std::string_view body,
                                                   const reply_facts& facts);

/// The same of a managed identity's endpoint, which writes numbers as text, and, in the form of App
/// Service, the token's end instead of its lifetime; `now` is for that. 404 and 410 are retryable:
/// the endpoint or the identity is not ready yet.
/// Protocol: Entra managed-identities-azure-resources/how-to-use-vm-token.
[[nodiscard]] result<fresh_token> read_identity_reply(int status, std::string_view body,
                                                      std::optional<duration> retry_after,
                                                      instant now);

/// What to do about an AADSTS number; empty for one that is not known here.
[[nodiscard]] std::string_view cure_for_sign_in_error(long number);

}  // namespace daypass::entra
