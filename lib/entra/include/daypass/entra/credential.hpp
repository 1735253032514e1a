#pragma once
// How the daemon signs in to Entra ID: who it says it is and how it proves that. What a token is
// for is the token_source's to say, so that one credential serves Graph and a vault alike.

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"
#include "daypass/entra/lane_budget.hpp"
#include "daypass/entra/token_reply.hpp"
#include "daypass/net/https_client.hpp"
#include "daypass/ports/clock.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>

namespace daypass::entra {

/// What a token is asked for.
struct token_demand {
  std::string audience;  ///< Its address, without a slash behind: `https://graph.microsoft.com`.
  std::string claims{};  ///< What it asked for when it refused a token: claims_of_challenge.
};

/// Stateless but for what it reads anew at each sign-in, so that what proves the application can
/// be replaced without a restart. All calls on the executor's thread; outlives them.
class credential {
 public:
  credential() = default;
  credential(const credential&) = delete;
  credential& operator=(const credential&) = delete;
  virtual ~credential() = default;

  /// Asks for a token, once; whether that is due and how often is the token_source's affair.
  /// Errors are of the lane: as read_token_reply; `unauthorised` when what proves the application
  /// can't be read; retryable, `unavailable`, without an answer, which leaves nothing behind; and
  /// `cancelled`.
  [[nodiscard]] virtual boost::asio::awaitable<result<fresh_token>> sign_in(token_demand wanted,
                                                                            steady_instant deadline,
                                                                            bool urgent) = 0;
};

/// The application that signs in.
struct app_registration {
  std::string tenant;     ///< Its id or one of its domains.
  std::string client_id;  ///< The application's id.
};

/// Reads a secret as it is now. Its errors become the sign-in's.
using secret_reader = std::function<result<secret_text>()>;

/// By client secret (Entra: v2-oauth2-client-creds-grant-flow). `login` is a client for the
/// authority's host; it and `time` outlive the credential.
[[nodiscard]] std::shared_ptr<credential> make_client_secret_credential(app_registration who,
                                                                        secret_reader secret,
                                                                        net::https_client& login,
                                                                        clock& time);

/// By certificate (Entra: certificate-credentials): an assertion signed with PS256, named by the
/// certificate's SHA-256 thumbprint. `pem` gives the RSA private key and its certificate, one
/// behind the other, so that both are replaced in one step. `authority` is scheme and host of
/// `login`, which with `time` and `random` outlives the credential.
[[nodiscard]] std::shared_ptr<credential> make_certificate_credential(app_registration who,
                                                                      std::string authority,
                                                                      secret_reader pem,
                                                                      net::https_client& login,
                                                                      clock& time, entropy& random);

/// The end of the certificate that such a PEM signs in with. Errors, permanent with a cure: the
/// key is none, encrypted, no RSA key or shorter than 2048 bits; the certificate isn't there, is
/// another key's, or not valid at `now`.
[[nodiscard]] result<instant> certificate_end(const secret_text& pem, instant now);

/// By workload identity federation (Entra: workload-identity-federation): `token` gives what an
/// issuer that the application trusts says of this workload, which rotates and is read anew each
/// time. `login` and `time` outlive the credential.
[[nodiscard]] std::shared_ptr<credential> make_workload_credential(app_registration who,
                                                                   secret_reader token,
                                                                   net::https_client& login,
                                                                   clock& time);

/// Where a machine or container asks for its own tokens.
struct managed_identity_settings {
  std::string target = "/metadata/identity/oauth2/token";  ///< A virtual machine's.
  std::string client_id;  ///< Of a user-assigned identity; empty: the machine's own.
  /// App Service, Functions and Container Apps: $IDENTITY_HEADER. None: a virtual machine's form.
  secret_reader header;
};

/// As a managed identity. `endpoint` is a net::make_machine_client for the instance metadata
/// service or $IDENTITY_ENDPOINT; it and `time` outlive the credential. Claims challenges are not
/// passed on: these services keep a token until its end, whatever is asked.
[[nodiscard]] std::shared_ptr<credential> make_managed_identity_credential(
    managed_identity_settings settings, net::https_client& endpoint, clock& time);

}  // namespace daypass::entra
