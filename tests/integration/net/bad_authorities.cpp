// Peers whose chain of authorities ends nowhere, or holds one that may not sign for them.
#include "integration/net/bad_peer_case.hpp"

#include <openssl/obj_mac.h>

#include <array>

namespace daypass::net::testing {
namespace {

constexpr const char* host = "graph.corp.example";

certificate_wish leaf_wish() {
  certificate_wish wish;
  wish.alternative_name = "DNS:graph.corp.example";
  return wish;
}

// A certificate by an intermediate authority of the trusted one that is as `wish` says.
void show_through(recording_peer& peer, const certificate_wish& wish) {
  const auto between = issue_by(trusted_authority().self(), wish);
  peer.show(issue_by(between, leaf_wish()), {between});
}

void show_self_signed(recording_peer& peer) {
  peer.show(self_signed(leaf_wish()));
}

void show_unknown_authority(recording_peer& peer) {
  const auto other = self_signed(authority_wish("unknown authority"));
  peer.show(issue_by(other, leaf_wish()));
}

void show_unknown_authority_itself(recording_peer& peer) {
  const auto other = self_signed(authority_wish("unknown authority"));
  peer.show(issue_by(other, leaf_wish()), {other});
}

void show_namesake_authority(recording_peer& peer) {
  const auto namesake = self_signed(authority_wish("trusted authority"));
  peer.show(issue_by(namesake, leaf_wish()), {namesake});
}

void show_no_intermediate(recording_peer& peer) {
  const auto between = issue_by(trusted_authority().self(), authority_wish("intermediate"));
  peer.show(issue_by(between, leaf_wish()));
}

// Who has any certificate of a good authority tries to sign with it.
void show_signed_by_a_leaf(recording_peer& peer) {
  auto wish = leaf_wish();
  wish.common_name = "colleague";
  const auto colleague = trusted_authority().issue(wish);
  peer.show(issue_by(colleague, leaf_wish()), {colleague});
}

void show_path_too_long(recording_peer& peer) {
  const auto last = issue_by(trusted_authority().self(),
                             authority_wish("last authority", "critical,CA:TRUE,pathlen:0"));
  const auto beyond = issue_by(last, authority_wish("beyond the last"));
  peer.show(issue_by(beyond, leaf_wish()), {beyond, last});
}

void show_expired_intermediate(recording_peer& peer) {
  auto wish = authority_wish("expired intermediate");
  wish.ends_in_s = -60;
  show_through(peer, wish);
}

void show_weak_intermediate(recording_peer& peer) {
  auto wish = authority_wish("weak intermediate");
  wish.key = "RSA-1024";
  show_through(peer, wish);
}

void show_forgeable_intermediate(recording_peer& peer) {
  auto wish = authority_wish("forgeable intermediate");
  wish.digest = "SHA1";
  show_through(peer, wish);
}

void show_intermediate_with(recording_peer& peer, const extension_wish& extension) {
  auto wish = authority_wish("narrow intermediate");
  wish.extensions.push_back(extension);
  show_through(peer, wish);
}

using peer = recording_peer;
constexpr auto distrusted = net_errc::certificate_refused;

const auto authorities = std::to_array<bad_peer_case>({
    {"SelfSigned", host, show_self_signed, distrusted, "self-signed certificate"},
    {"UnknownAuthority", host, show_unknown_authority, distrusted, "isn't trusted here"},
    {"UnknownAuthorityShown", host, show_unknown_authority_itself, distrusted,
     "isn't trusted here"},
    {"NamesakeOfTheAuthority", host, show_namesake_authority, distrusted, "signature failure"},
    {"MissingIntermediate", host, show_no_intermediate, distrusted, "intermediate"},
    {"SignedByALeaf", host, show_signed_by_a_leaf, distrusted, "invalid CA certificate"},
    {"IntermediateThatIsNone", host,
     [](peer& p) { show_through(p, authority_wish("no authority", "critical,CA:FALSE")); },
     distrusted, "invalid CA certificate"},
    {"IntermediateThatMayNotSign", host,
     [](peer& p) { show_intermediate_with(p, {NID_key_usage, "critical,digitalSignature"}); },
     distrusted, "invalid CA certificate"},
    {"PathTooLong", host, show_path_too_long, distrusted, "path length"},
    {"NameNotPermitted", host,
     [](peer& p) {
       show_intermediate_with(p, {NID_name_constraints, "critical,permitted;DNS:lab.example"});
     },
     distrusted, "permitted subtree violation"},
    {"NameExcluded", host,
     [](peer& p) {
       show_intermediate_with(p, {NID_name_constraints, "critical,excluded;DNS:corp.example"});
     },
     distrusted, "excluded subtree violation"},
    {"IntermediateForClients", host,
     [](peer& p) { show_intermediate_with(p, {NID_ext_key_usage, "clientAuth"}); }, distrusted,
     "purpose"},
    {"ExpiredIntermediate", host, show_expired_intermediate, distrusted, "has expired"},
    {"WeakIntermediate", host, show_weak_intermediate, distrusted, "key too weak"},
    {"IntermediateSignedWithSha1", host, show_forgeable_intermediate, distrusted,
     "digest algorithm too weak"},
});

}  // namespace

std::span<const bad_peer_case> bad_authorities() {
  return authorities;
}

}  // namespace daypass::net::testing
