#pragma once
// A small configuration that loads clean, a machine on which all is there, and helpers.

#include "daypass/calendar/zone_database.hpp"
#include "daypass/config/load.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

namespace daypass::config {

inline const calendar::zone_snapshot& zones() {
  static const auto loaded = calendar::zone_snapshot::load("/usr/share/zoneinfo");
  return **loaded;
}

/// Line 1 is default_profile; nothing else in it is needed by a default.
inline const std::string minimal = R"(default_profile = "standard"
[kafka]
brokers = ["localhost:9092"]
topics = ["hr.hires"]
[sources."https://hr.example/hires"]
[graph]
tenant_id = "11111111-2222-3333-4444-555555555555"
client_id = "66666666-7777-8888-9999-aaaaaaaaaaaa"
client_secret = "file:/run/secret"
domains = ["contoso.com"]
[sealed]
recipients = ["/etc/daypass/it.pem"]
signing_key = "file:/run/key"
signing_certificate = "/etc/daypass/signer.pem"
[profiles.standard]
upn_domain = "contoso.com"
)";

/// `minimal` with one text in place of another, which must be there.
inline std::string changed(const std::string& from, const std::string& to) {
  std::string text = minimal;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

/// Every file, folder, variable and group is there and fit.
inline surroundings all_is_there() {
  return {[](const std::filesystem::path& path) {
            const bool file = path.has_extension() || path.string().starts_with("/run/secret") ||
                              path.string().starts_with("/run/key") ||
                              path.string().starts_with("/run/credentials/");
            return file_facts{.kind = file ? file_kind::file : file_kind::folder,
                              .accessible = true,
                              .writable = true,
                              .open_to_others = false,
                              .size = 40};
          },
          [](const std::string& name) -> std::optional<std::string> {
            return name == "CREDENTIALS_DIRECTORY" ? "/run/credentials/daypassd" : "a value";
          },
          [](const std::string&) { return true; }};
}

inline std::string all_of(const loaded& made) {
  std::string text;
  for (const problem& one : made.problems) text += to_string(one) + "\n";
  return text;
}

inline std::string contents(const std::filesystem::path& file) {
  std::ifstream from(file, std::ios::binary);
  std::ostringstream whole;
  whole << from.rdbuf();
  return whole.str();
}

/// A list of that many different paths, as it is written.
inline std::string many_paths(int count) {
  std::string text = "[";
  for (int at = 0; at < count; ++at) text += "\"/c/" + std::to_string(at) + ".pem\", ";
  return text + "]";
}

/// A folder of its own that goes with the test.
class scratch_folder {
 public:
  scratch_folder() {
    std::string pattern = testing::TempDir() + "config-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  ~scratch_folder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return path_ / name; }
  [[nodiscard]] std::filesystem::path write(const std::string& name,
                                            const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

}  // namespace daypass::config
