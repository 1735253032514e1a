#pragma once
// Whom the application trusts beside its secret, and whether a client assertion proves it: a real
// check of signature, key, audience, lifetime and replay.
// Protocol: Entra identity-platform/certificate-credentials, workload-identity-federation.

#include "simulators/entra/logic/json.hpp"

#include "daypass/base/time.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::entra_simulator {

/// A federated credential: tokens of that issuer about that subject are the application's.
struct federated_credential {
  std::string issuer;
  std::string subject;
  std::string audience = "api://AzureADTokenExchange";
  std::string key_pem;  ///< The issuer's public key: what its published keys would hold.
};

/// What an assertion is held against.
struct assertion_terms {
  std::string client_id;
  std::vector<std::string> audiences;  ///< Any of them.
  instant now;                         ///< By the tenant's clock.
  duration skew{0};
  duration lifetime_max{0};
};

class assertion_desk {
 public:
  /// False when `pem` is no certificate.
  bool register_certificate(std::string_view pem);
  void forget_certificates() { certificates_.clear(); }
  void federate(federated_credential with) { federated_.push_back(std::move(with)); }
  void forget_federated() { federated_.clear(); }

  /// The AADSTS number of what is wrong with an assertion, or 0. One that is good is used up then.
  [[nodiscard]] int judge(std::string_view assertion, const assertion_terms& terms);

 private:
  struct certificate {
    std::string der;
    std::string sha256;  ///< Base64url, as x5t#S256 has it.
    std::string sha1;    ///< As x5t has it.
  };
  struct parts;

  [[nodiscard]] int judge_own(const parts& given, const assertion_terms& terms);
  [[nodiscard]] int judge_federated(const parts& given, const assertion_terms& terms) const;

  std::vector<certificate> certificates_;
  std::vector<federated_credential> federated_;
  std::map<std::string, instant> used_;  ///< jti, and until when it counts.
};

}  // namespace daypass::entra_simulator
