#pragma once
// How the daemon signs in to Entra ID, as the configuration says: one credential for whatever
// tokens are wanted for.

#include "daypass/config/settings.hpp"
#include "daypass/entra/credential.hpp"
#include "daypass/net/https_client.hpp"
#include "daypass/ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace daypass {

/// Reads what the reference names, anew at each call.
[[nodiscard]] entra::secret_reader reader_of(const config::secret_reference& reference);

/// The credential and the client that it asks by, which it must not outlive.
struct sign_in {
  std::unique_ptr<net::https_client> client;
  std::shared_ptr<entra::credential> credential;
};

/// What proves the application is read anew at each sign-in. `time` outlives the credential.
/// Errors as net::make_https_client.
[[nodiscard]] result<sign_in> make_sign_in(boost::asio::any_io_executor executor,
                                           const config::settings& from, clock& time);

}  // namespace daypass
