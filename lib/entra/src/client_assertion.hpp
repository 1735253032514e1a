#pragma once
// The signed text by which an application proves that it holds its certificate's key.
// Protocol: Entra identity-platform/certificate-credentials (RFC 7523, RFC 7518 3.5: PS256).

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"
#include "daypass/base/time.hpp"

#include <string>

namespace daypass::entra {

struct assertion_claims {
  std::string audience;   ///< The token endpoint's address.
  std::string client_id;  ///< Issuer and subject.
  std::string id;         ///< `jti`: a GUID that was never used before.
  instant at;             ///< Valid from then on, for ten minutes.
};

/// The assertion, which is itself a secret while it is valid. `pem` holds the private key and its
/// certificate. Errors, of the lane: as certificate_end; `unauthorised` when the certificate is
/// not valid at `at`.
[[nodiscard]] result<secret_text> make_client_assertion(const secret_text& pem,
                                                        const assertion_claims& claims);

}  // namespace daypass::entra
