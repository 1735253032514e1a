#pragma once
// A configuration with every file that it names, in a folder of the test's own.

#include "configuration.hpp"
#include "support/credentials/credentials.hpp"
#include "support/credentials/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <string>

namespace daypass {

inline calendar::zone_database& tz() {
  static const auto opened = calendar::zone_database::open();
  return **opened;
}

class DaemonSetup : public testing::Test {
 protected:
  DaemonSetup() {
    const auto signer = support::make_credential("P-256");
    folder.write("people.pem", support::make_credential("P-256").certificate_pem);
    folder.write("signer.key", signer.key_pem);
    folder.write("signer.pem", signer.certificate_pem);
    folder.write("secret", "s3cret");
    std::filesystem::create_directory(folder.path() / "state");
    std::filesystem::create_directory(folder.path() / "passes");
    for (const char* file : {"signer.key", "secret"}) {
      std::filesystem::permissions(folder.path() / file, std::filesystem::perms::owner_read);
    }
  }

  /// What the file says; `more` comes behind it.
  [[nodiscard]] std::string text(const std::string& more = "") const {
    const std::string at = folder.path().string();
    return R"(default_profile = "standard"
[state]
path = ")" +
           at + R"(/state/state.db"
[kafka]
brokers = ["kafka-1.contoso.com:9093", "[::1]:9092"]
topics = ["hires"]
[sources."https://hr.example/hires"]
[graph]
tenant_id = "11111111-2222-3333-4444-555555555555"
client_id = "66666666-7777-8888-9999-aaaaaaaaaaaa"
client_secret = "file:)" +
           at + R"(/secret"
domains = ["contoso.com"]
[sealed]
folder = ")" +
           at + R"(/passes"
recipients = [")" +
           at + R"(/people.pem"]
signing_key = "file:)" +
           at + R"(/signer.key"
signing_certificate = ")" +
           at + R"(/signer.pem"
[profiles.standard]
upn_domain = "contoso.com"
[admin]
socket = ")" +
           at + "/admin.sock\"\n" + more;
  }

  configuration load(const std::string& toml) {
    const auto file = folder.write("daypassd.toml", toml);
    return load_configuration(file, *tz().snapshot(), now);
  }

  static std::string problems(const configuration& with) {
    std::string all;
    for (const auto& one : with.loaded.problems) all += to_string(one) + "\n";
    return all;
  }

  support::scratch_folder folder;
  const instant now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + hours{15};
};

}  // namespace daypass
