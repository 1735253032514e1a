// Peers whose own certificate is no proof, and peers whose is.
#include "integration/net/bad_peer_case.hpp"

#include <openssl/obj_mac.h>

#include <array>

namespace daypass::net::testing {
namespace {

constexpr const char* graph = "graph.corp.example";
constexpr auto refused = net_errc::certificate_refused;

void show_issued(recording_peer& peer, const certificate_wish& wish) {
  peer.show(trusted_authority().issue(wish));
}

void show_named(recording_peer& peer, const std::string& alternative_name) {
  certificate_wish wish;
  wish.alternative_name = alternative_name;
  show_issued(peer, wish);
}

certificate_wish good_wish() {
  certificate_wish wish;
  wish.alternative_name = "DNS:graph.corp.example";
  return wish;
}

void show_extended(recording_peer& peer, int what, const std::string& value) {
  auto wish = good_wish();
  wish.extensions = {{what, value}};
  show_issued(peer, wish);
}

void show_keyed(recording_peer& peer, const std::string& key) {
  auto wish = good_wish();
  wish.key = key;
  show_issued(peer, wish);
  // RSA keys below 1024 bits are too small for what TLS 1.3 signs with.
  SSL_CTX_set_max_proto_version(peer.tls(), TLS1_2_VERSION);
}

// An RSA key: nothing else signs with MD5. Made once, because that takes a while.
const identity& rsa_authority() {
  static const identity authority = [] {
    auto wish = authority_wish("rsa intermediate");
    wish.key = "RSA-2048";
    return issue_by(trusted_authority().self(), wish);
  }();
  return authority;
}

void show_signed_with(recording_peer& peer, const std::string& digest) {
  auto wish = good_wish();
  wish.digest = digest;
  peer.show(issue_by(rsa_authority(), wish), {rsa_authority()});
}

void show_lasting(recording_peer& peer, long starts_in_s, long ends_in_s) {
  auto wish = good_wish();
  wish.starts_in_s = starts_in_s;
  wish.ends_in_s = ends_in_s;
  show_issued(peer, wish);
}

// A name of which a reader of C strings sees the first half only.
std::string name_with_nul() {
  using namespace std::string_literals;
  return "graph.corp.example\0.evil.example"s;
}

void show_nul_in_common_name(recording_peer& peer, const std::string& alternative_name) {
  certificate_wish wish;
  wish.alternative_name = alternative_name;
  wish.common_name = name_with_nul();
  show_issued(peer, wish);
}

void show_common_name_only(recording_peer& peer, const std::string& alternative_name) {
  certificate_wish wish;
  wish.alternative_name = alternative_name;
  wish.common_name = graph;
  show_issued(peer, wish);
}

void show_name_with_nul(recording_peer& peer) {
  certificate_wish wish;
  wish.raw_dns_name = name_with_nul();
  show_issued(peer, wish);
}

// Answers the name it is asked for with another's certificate: a wrong virtual host.
void show_default_host(recording_peer& peer) {
  show_named(peer, "DNS:default.corp.example");
}

using peer = recording_peer;
constexpr const char* wrong_name = "hostname mismatch";
constexpr const char* wrong_address = "IP address mismatch";
constexpr const char* weak_key = "key too weak";
constexpr const char* weak_digest = "digest algorithm too weak";
constexpr const char* wrong_use = "purpose";

const auto certificates = std::to_array<bad_peer_case>({
    {"Expired", graph, [](peer& p) { show_lasting(p, -7200, -60); }, refused, "has expired"},
    {"NotYetValid", graph, [](peer& p) { show_lasting(p, 600, 7200); }, refused, "not yet valid"},
    {"OfAnotherName", graph, [](peer& p) { show_named(p, "DNS:login.corp.example"); }, refused,
     wrong_name},
    {"OfAnotherVirtualHost", graph, show_default_host, refused, wrong_name},
    {"NameOnlyInCommonName", graph, [](peer& p) { show_common_name_only(p, ""); }, refused,
     wrong_name},
    {"NameInCommonNameBesideAddress", graph,
     [](peer& p) { show_common_name_only(p, "IP:127.0.0.1"); }, refused, wrong_name},
    {"NameAsAddressOfMail", graph, [](peer& p) { show_named(p, "email:a@graph.corp.example"); },
     refused, wrong_name},
    {"NameAsUri", graph, [](peer& p) { show_named(p, "URI:https://graph.corp.example"); }, refused,
     wrong_name},
    {"NameWithATail", graph, [](peer& p) { show_named(p, "DNS:graph.corp.example.evil.example"); },
     refused, wrong_name},
    {"ParentName", graph, [](peer& p) { show_named(p, "DNS:corp.example"); }, refused, wrong_name},
    {"WildcardTooDeep", "a.graph.corp.example",
     [](peer& p) { show_named(p, "DNS:*.corp.example"); }, refused, wrong_name},
    {"WildcardForItsParent", "corp.example", [](peer& p) { show_named(p, "DNS:*.corp.example"); },
     refused, wrong_name},
    {"WildcardInTheMiddle", graph, [](peer& p) { show_named(p, "DNS:graph.*.example"); }, refused,
     wrong_name},
    {"WildcardAtTheStartOfALabel", graph, [](peer& p) { show_named(p, "DNS:*aph.corp.example"); },
     refused, wrong_name},
    {"WildcardAtTheEndOfALabel", graph, [](peer& p) { show_named(p, "DNS:gr*.corp.example"); },
     refused, wrong_name},
    {"WildcardTwice", graph, [](peer& p) { show_named(p, "DNS:*.*.example"); }, refused,
     wrong_name},
    {"WildcardOfATopLevel", "graph.example", [](peer& p) { show_named(p, "DNS:*.example"); },
     refused, wrong_name},
    {"WildcardOfEverything", graph, [](peer& p) { show_named(p, "DNS:*"); }, refused, wrong_name},
    {"NulInName", graph, show_name_with_nul, refused, wrong_name},
    {"NulInCommonName", graph, [](peer& p) { show_nul_in_common_name(p, ""); }, refused,
     wrong_name},
    {"AddressWithoutAddressName", "127.0.0.1", [](peer& p) { show_named(p, "DNS:localhost"); },
     refused, wrong_address},
    {"AddressAsName", "127.0.0.1", [](peer& p) { show_named(p, "DNS:127.0.0.1"); }, refused,
     wrong_address},
    {"OfAnotherAddress", "127.0.0.1", [](peer& p) { show_named(p, "IP:127.0.0.2"); }, refused,
     wrong_address},
    {"OnlyForClients", graph, [](peer& p) { show_extended(p, NID_ext_key_usage, "clientAuth"); },
     refused, wrong_use},
    {"OnlyForMail", graph, [](peer& p) { show_extended(p, NID_ext_key_usage, "emailProtection"); },
     refused, wrong_use},
    {"OnlyToSignCertificates", graph,
     [](peer& p) { show_extended(p, NID_key_usage, "critical,keyCertSign"); }, refused, wrong_use},
    {"UnknownCriticalExtension", graph,
     [](peer& p) { show_extended(p, NID_netscape_comment, "critical,what is this"); }, refused,
     "unhandled critical extension"},
    {"Rsa512", graph, [](peer& p) { show_keyed(p, "RSA-512"); }, refused, weak_key},
    {"Rsa1024", graph, [](peer& p) { show_keyed(p, "RSA-1024"); }, refused, weak_key},
    {"Curve192", graph, [](peer& p) { show_keyed(p, "prime192v1"); }, net_errc::tls_failed,
     "no cipher in common"},
    {"SignedWithSha1", graph, [](peer& p) { show_signed_with(p, "SHA1"); }, refused, weak_digest},
    {"SignedWithMd5", graph, [](peer& p) { show_signed_with(p, "MD5"); }, refused, weak_digest},
});

const auto good = std::to_array<good_peer_case>({
    {"OfTheName", graph, [](peer& p) { show_named(p, "DNS:graph.corp.example"); }, graph},
    {"OfTheNameAmongOthers", graph,
     [](peer& p) { show_named(p, "DNS:x.example,IP:127.0.0.9,DNS:GRAPH.corp.example"); }, graph},
    {"Wildcard", graph, [](peer& p) { show_named(p, "DNS:*.corp.example"); }, graph},
    {"Address", "127.0.0.1", [](peer& p) { show_named(p, "IP:127.0.0.1"); }, ""},
    {"ForServers", graph, [](peer& p) { show_extended(p, NID_ext_key_usage, "serverAuth"); },
     graph},
    {"Rsa2048", graph, [](peer& p) { show_keyed(p, "RSA-2048"); }, graph},
    {"ThroughAnIntermediate", graph, [](peer& p) { show_signed_with(p, "SHA256"); }, graph},
});

}  // namespace

const test_authority& trusted_authority() {
  static const test_authority authority(authority_wish("trusted authority"));
  return authority;
}

std::span<const bad_peer_case> bad_certificates() {
  return certificates;
}

std::span<const good_peer_case> good_peers() {
  return good;
}

}  // namespace daypass::net::testing
