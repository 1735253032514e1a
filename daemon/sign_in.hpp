#pragma once
// How the daemon signs in to Entra ID, as the configuration says: one credential for whatever
// tokens are wanted for.

#include "daypass/config/load.hpp"
#include "daypass/config/surroundings.hpp"
#include "daypass/entra/credential.hpp"
#include "daypass/net/https_client.hpp"
#include "daypass/ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <string>

namespace daypass {

/// Reads what the reference names, anew at each call.
[[nodiscard]] entra::secret_reader reader_of(const config::secret_reference& reference);

/// Where a managed identity's tokens are asked for.
struct identity_place {
  config::endpoint host;
  std::string target;     ///< The path.
  bool platform = false;  ///< App Service and Container Apps, which want $IDENTITY_HEADER.
};

/// `graph.identity_endpoint`; else $IDENTITY_ENDPOINT where the platform sets it; else that of a
/// virtual machine. Fails, permanent, when the variable is no http URL.
[[nodiscard]] result<identity_place> identity_place_of(const config::settings& from,
                                                       const config::surroundings& around);

/// The credential and the client that it asks by, which it must not outlive.
struct sign_in {
  std::unique_ptr<net::https_client> client;
  std::shared_ptr<entra::credential> credential;
};

/// What proves the application is read anew at each sign-in. `time` and `random` outlive the
/// credential. Errors as net::make_https_client, net::make_machine_client, identity_place_of.
[[nodiscard]] result<sign_in> make_sign_in(boost::asio::any_io_executor executor,
                                           const config::settings& from, clock& time,
                                           entropy& random);

/// What is to be done about the certificate that signs in: it can't, or ends within 30 days.
struct certificate_trouble {
  bool unfit = false;  ///< It can't.
  std::string what;    ///< Begins with its reference in brackets.
  std::string cure;

  friend bool operator==(const certificate_trouble&, const certificate_trouble&) = default;
};

/// Nothing when all is well, or another way to sign in is configured. Reads the file.
[[nodiscard]] std::optional<certificate_trouble> look_at_certificate(const config::settings& from,
                                                                     instant now);

/// Adds what keeps the configured way to sign in from working, as far as this machine can tell; a
/// warning for a certificate in its last 30 days.
void check_sign_in(config::loaded& into, instant now);

/// What to look at when signing in fails.
[[nodiscard]] std::string sign_in_cure(const config::settings& from);

}  // namespace daypass
