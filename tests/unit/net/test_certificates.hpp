#pragma once
// Certificates made at the start of a test: nothing is stored, nothing expires.

#include <string>
#include <vector>

namespace daypass::net::testing {

/// A certificate and its key, in PEM.
struct identity {
  std::string certificate;
  std::string key;
};

/// An extension by its NID, its value as openssl.cnf has it ("critical,CA:TRUE").
struct extension_wish {
  int what = 0;
  std::string value;
};

/// What a certificate says.
struct certificate_wish {
  std::string alternative_name = "DNS:localhost,IP:127.0.0.1";  ///< Empty: none.
  long starts_in_s = -3600;
  long ends_in_s = 3600;
  std::string common_name = "test server";  ///< Every byte as it is, also NUL.
  std::string raw_dns_name = {};            ///< Instead of alternative_name: every byte as it is.
  std::string key = "P-256";                ///< Or another curve, or "RSA-1024".
  std::string digest = "SHA256";            ///< Of the signature.
  std::vector<extension_wish> extensions = {};
};

/// A certificate signed by `issuer`, with a key of its own.
[[nodiscard]] identity issue_by(const identity& issuer, const certificate_wish& wish);

/// A certificate signed with its own key.
[[nodiscard]] identity self_signed(const certificate_wish& wish);

/// What makes an authority of a certificate; `alternative_name` is empty.
[[nodiscard]] certificate_wish authority_wish(const std::string& common_name,
                                              const std::string& constraints = "critical,CA:TRUE");

/// An authority of its own, and the certificates that it signs.
class test_authority {
 public:
  explicit test_authority(const certificate_wish& wish = authority_wish("test authority"));

  [[nodiscard]] identity issue(const certificate_wish& wish) const;
  [[nodiscard]] const std::string& certificate() const { return self_.certificate; }
  [[nodiscard]] const identity& self() const { return self_; }

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
