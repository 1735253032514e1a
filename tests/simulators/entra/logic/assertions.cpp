#include "simulators/entra/logic/assertions.hpp"

#include "simulators/entra/logic/signatures.hpp"
#include "simulators/entra/logic/text.hpp"

#include <algorithm>
#include <optional>

namespace daypass::entra_simulator {

struct assertion_desk::parts {
  json header;
  json claims;
  std::string signed_text;
  std::string signature;
};

namespace {

// The numbers that certificate-credentials and the error reference name. Which one a replay gets
// is documented nowhere: that of an invalid assertion stands for it.
constexpr int invalid_assertion = 50013;
constexpr int no_jwt = 50027;
constexpr int subject_is_not_issuer = 50048;
constexpr int other_application = 700021;
constexpr int other_audience = 700023;
constexpr int out_of_time = 700024;
constexpr int unknown_key = 700027;
constexpr int unknown_issuer = 700211;
constexpr int unknown_audience = 700212;
constexpr int unknown_subject = 700213;
constexpr int certificate_expired = 1000502;

std::string text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<instant> time_of(const json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  return instant(seconds{found->get<std::int64_t>()});
}

/// A thumbprint in the header, less the padding that Microsoft's own Python library leaves there.
std::string thumbprint_of(const json& header, const char* name) {
  std::string made = text_of(header, name);
  while (made.ends_with('=')) made.pop_back();
  return made;
}

bool is_in_time(const json& claims, const assertion_terms& terms) {
  const auto from = time_of(claims, "nbf");
  const auto until = time_of(claims, "exp");
  if (!until || *until + terms.skew <= terms.now) return false;
  return !from || (*from - terms.skew <= terms.now && *until - *from <= terms.lifetime_max);
}

}  // namespace

bool assertion_desk::register_certificate(std::string_view pem) {
  auto der = certificate_der(pem);
  if (!der) return false;
  certificate made{.der = std::move(*der), .sha256 = {}, .sha1 = {}};
  made.sha256 = digest_of("SHA256", made.der);
  made.sha1 = digest_of("SHA1", made.der);
  certificates_.push_back(std::move(made));
  return true;
}

int assertion_desk::judge(std::string_view assertion, const assertion_terms& terms) {
  const auto first = assertion.find('.');
  const auto last = assertion.rfind('.');
  if (first == std::string_view::npos || first == last) return no_jwt;
  const auto claims_text = assertion.substr(first + 1, last - first - 1);
  const parts given{.header = parse_json(base64_decoded(assertion.substr(0, first))),
                    .claims = parse_json(base64_decoded(claims_text)),
                    .signed_text = std::string(assertion.substr(0, last)),
                    .signature = base64_decoded(assertion.substr(last + 1))};
  if (!given.header.is_object() || !given.claims.is_object()) return no_jwt;
  const bool own = given.header.contains("x5t") || given.header.contains("x5t#S256");
  return own ? judge_own(given, terms) : judge_federated(given, terms);
}

int assertion_desk::judge_own(const parts& given, const assertion_terms& terms) {
  const std::string sha256 = thumbprint_of(given.header, "x5t#S256");
  const std::string sha1 = thumbprint_of(given.header, "x5t");
  const auto known = std::ranges::find_if(certificates_, [&](const certificate& each) {
    return sha256.empty() ? sha1 == each.sha1 : sha256 == each.sha256;
  });
  if (known == certificates_.end() ||
      !is_signed_by_certificate(known->der, text_of(given.header, "alg"), given.signed_text,
                                given.signature)) {
    return unknown_key;
  }
  if (!is_within_validity(known->der, terms.now)) return certificate_expired;
  const std::string issuer = text_of(given.claims, "iss");
  if (issuer != text_of(given.claims, "sub")) return subject_is_not_issuer;
  if (!equal_folded(issuer, terms.client_id)) return other_application;
  if (std::ranges::find(terms.audiences, text_of(given.claims, "aud")) == terms.audiences.end()) {
    return other_audience;
  }
  if (!is_in_time(given.claims, terms)) return out_of_time;
  const std::string id = text_of(given.claims, "jti");
  std::erase_if(used_, [&](const auto& each) { return each.second < terms.now; });
  const auto until = time_of(given.claims, "exp").value_or(terms.now) + terms.skew;
  return !id.empty() && used_.emplace(id, until).second ? 0 : invalid_assertion;
}

int assertion_desk::judge_federated(const parts& given, const assertion_terms& terms) const {
  std::vector<federated_credential> left = federated_;
  const std::pair<const char*, std::string federated_credential::*> claims[] = {
      {"iss", &federated_credential::issuer},
      {"sub", &federated_credential::subject},
      {"aud", &federated_credential::audience}};
  const int numbers[] = {unknown_issuer, unknown_subject, unknown_audience};
  for (std::size_t at = 0; at < std::size(claims); ++at) {
    const auto& [name, member] = claims[at];
    const json said = given.claims.value(name, json());
    std::erase_if(left, [&](const federated_credential& each) {
      // A cluster's tokens have their audiences in a list.
      const json wanted = each.*member;
      const bool listed =
          said.is_array() && std::find(said.begin(), said.end(), wanted) != said.end();
      return said != wanted && !listed;
    });
    if (left.empty()) return numbers[at];
  }
  if (!is_signed_by_key(left.front().key_pem, text_of(given.header, "alg"), given.signed_text,
                        given.signature)) {
    return invalid_assertion;
  }
  return is_in_time(given.claims, terms) ? 0 : out_of_time;
}

}  // namespace daypass::entra_simulator
