#pragma once
// Certificates made at the start of a test: nothing is stored, nothing expires.

#include <string>

namespace daypass::net::testing {

/// A certificate and its key, in PEM.
struct identity {
  std::string certificate;
  std::string key;
};

/// What a certificate says.
struct certificate_wish {
  std::string alternative_name = "DNS:localhost,IP:127.0.0.1";
  long starts_in_s = -3600;
  long ends_in_s = 3600;
};

/// An authority of its own, and the certificates that it signs.
class test_authority {
 public:
  test_authority();

  [[nodiscard]] identity issue(const certificate_wish& wish) const;
  [[nodiscard]] const std::string& certificate() const { return self_.certificate; }

  /// The authority's certificate in a file that lives as long as this object.
  [[nodiscard]] const std::string& file() const { return file_; }

  ~test_authority();
  test_authority(const test_authority&) = delete;
  test_authority& operator=(const test_authority&) = delete;

 private:
  identity self_;
  std::string file_;
};

}  // namespace daypass::net::testing
