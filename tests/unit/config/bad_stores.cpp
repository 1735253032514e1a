// Stores of passes that are not there, or can't be reached.

#include "bad_configurations.hpp"
#include "support.hpp"

namespace daypass::config {
namespace {

/// `minimal` with a vault beside, and its profile in the store of that name.
std::string with_vault(const std::string& vault, const std::string& store) {
  return minimal + "store = \"" + store + "\"\n" + vault;
}

const std::string sealed_part = R"([sealed]
recipients = ["/etc/daypass/it.pem"]
signing_key = "file:/run/key"
signing_certificate = "/etc/daypass/signer.pem"
)";

}  // namespace

std::vector<bad_configuration> store_cases() {
  return {
      {"NoStoreAtAll", config_errc::missing, changed(sealed_part, ""),
       "d.toml: error: sealed is missing, and profile standard has no store: give [sealed]; "
       "config/daypassd.toml shows it with an example\n"},
      {"NoStoreOfThatName", config_errc::contradiction, minimal + "store = \"hr\"\n",
       "d.toml:17:9: error: profiles.standard.store is \"hr\", and there is no [key_vaults.hr]: "
       "give [key_vaults.hr], or drop it for sealed files\n"},
      {"StoreMisspelt", config_errc::contradiction,
       with_vault("[key_vaults.hr1]\nhost = \"hr.vault.azure.net\"\n", "hr"),
       "d.toml:17:9: error: profiles.standard.store is \"hr\", and there is no [key_vaults.hr]: "
       "did you mean hr1?\n"},
      {"VaultWithoutHost", config_errc::missing, with_vault("[key_vaults.hr]\n", "hr"),
       "d.toml:18:1: error: key_vaults.hr.host is missing: give it in [key_vaults.hr]: HOST or "
       "HOST:PORT\n"},
      {"VaultByItsUrl", config_errc::malformed_address,
       with_vault("[key_vaults.hr]\nhost = \"https://hr.vault.azure.net/\"\n", "hr"),
       "d.toml:19:8: error: key_vaults.hr.host is \"https://hr.vault.azure.net/\": write HOST or "
       "HOST:PORT, without a scheme or path\n"},
      {"VaultWithABadName", config_errc::malformed_name,
       minimal + "[key_vaults.\"h/r\"]\nhost = \"hr.vault.azure.net\"\n",
       "d.toml:17:13: error: key_vaults.h/r is \"h/r\", which is no name: use letters, digits, "
       "dot, "
       "dash and underscore\n"},
      {"VaultWithoutItsCaFile", config_errc::wrong_kind,
       with_vault("[key_vaults.hr]\nhost = \"localhost:8443\"\nca_file = \"/etc\"\n", "hr"),
       "d.toml:20:11: error: key_vaults.hr.ca_file names /etc, which is no file: name a file\n"},
  };
}

}  // namespace daypass::config
