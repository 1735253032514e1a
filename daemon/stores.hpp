#pragma once
// Where passes are handed over: sealed files, Azure Key Vaults, or several of them behind one port.

#include "daypass/config/load.hpp"
#include "daypass/entra/credential.hpp"
#include "daypass/entra/request_observer.hpp"
#include "daypass/ports/clock.hpp"
#include "daypass/ports/reporter.hpp"
#include "daypass/ports/secret_store.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <string>
#include <vector>

namespace daypass {

/// What all the stores are made with; it outlives them.
struct store_makings {
  boost::asio::any_io_executor executor;
  std::shared_ptr<entra::credential> credential;
  clock& time;
  entropy& random;
  entra::token_observer& tokens;
  reporter* reports = nullptr;  ///< None: nobody hears what a vault kept.
};

/// One store, and the client and tokens by which it is reached, if any.
class opened_store {
 public:
  opened_store() = default;
  opened_store(opened_store&&) noexcept;
  opened_store& operator=(opened_store&&) noexcept;
  ~opened_store();

  /// Sealed files. Errors as vault::make_sealed_files and config::read_secret.
  [[nodiscard]] static result<opened_store> sealed(const config::settings& from,
                                                   const store_makings& with);
  /// `key_vaults.NAME`. Errors as net::make_https_client.
  [[nodiscard]] static result<opened_store> key_vault(const config::settings& from,
                                                      const std::string& name,
                                                      const store_makings& with);

  [[nodiscard]] secret_store& port() { return *store_; }
  [[nodiscard]] std::unique_ptr<secret_store> take() { return std::move(store_); }
  /// Ends what is on its way there.
  void stop();

 private:
  class vault_link;

  std::unique_ptr<vault_link> link_;
  std::unique_ptr<secret_store> store_;
};

/// Every store of the configuration behind one port (vault::make_named_stores).
class pass_stores {
 public:
  [[nodiscard]] static result<pass_stores> open(const config::settings& from,
                                                const store_makings& with);
  [[nodiscard]] secret_store& port() { return *all_; }

 private:
  std::vector<opened_store> links_;
  std::unique_ptr<secret_store> all_;  ///< Goes before what it is reached by.
};

/// Adds what is wrong with the stores' addresses, as far as the cloud tells.
void check_stores(config::loaded& into);

}  // namespace daypass
