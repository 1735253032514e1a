#pragma once
// The embedded secret store: one encrypted and signed file for each pass (README.md has the form).

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"
#include "daypass/base/time.hpp"
#include "daypass/ports/secret_store.hpp"
#include "daypass/vault/file_layer.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <filesystem>
#include <memory>
#include <vector>

namespace daypass::vault {

/// With what passes are sealed.
struct seal_settings {
  std::vector<std::filesystem::path> recipients;  ///< As load_recipients takes them.
  std::filesystem::path managers;  ///< Folder of more, read when one is asked for; empty: none.
  secret_text signing_key;         ///< PEM, EC or RSA, unencrypted.
  std::filesystem::path signing_certificate;  ///< PEM or DER, of that key.
  instant now{};                              ///< Certificates expired by then are left out.
};

struct sealed_settings {
  folder_settings place;
  seal_settings seal;
};

/// A store whose files are written on a thread of its own; revocations (urgent) go first, and what
/// arrives together shares its syncs. Its methods run on `executor`'s one thread; destroy it before
/// the context and after the coroutines that wait in it. Fails when folder, key or certificates are
/// unfit: permanent, refusal::store_refused, and the cure in `what`.
[[nodiscard]] result<std::unique_ptr<secret_store>> make_sealed_files(
    boost::asio::any_io_executor executor, sealed_settings settings);

/// The same over any disk.
[[nodiscard]] result<std::unique_ptr<secret_store>> make_sealed_files(
    boost::asio::any_io_executor executor, const seal_settings& settings,
    std::unique_ptr<file_layer> files);

/// The same without a thread, over any disk: every call is done when it returns. For simulations.
[[nodiscard]] result<std::unique_ptr<secret_store>> make_sealed_files_inline(
    const seal_settings& settings, std::unique_ptr<file_layer> files);

/// Checks a signing key against its certificate: what `check` runs. Errors as make_sealed_files.
[[nodiscard]] result<void> check_signer(const secret_text& key,
                                        const std::filesystem::path& certificate);

}  // namespace daypass::vault
