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

/// The token of a 200, or why there is none, of the lane: `unauthorised` and permanent with a cure
/// in the text, when the registration must be mended; `throttled` with 429; else `unavailable`,
/// retryable. The AADSTS number is for the text alone, because numbers may change: whether a repeat
/// can help is told by the status and OAuth's `error`.
[[nodiscard]] result<fresh_token> read_token_reply(int status, std::string_view body,
                                                   std::optional<duration> retry_after);

/// What to do about an AADSTS number; empty for one that is not known here.
[[nodiscard]] std::string_view cure_for_sign_in_error(long number);

}  // namespace daypass::entra
