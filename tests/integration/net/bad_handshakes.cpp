// Peers that speak a TLS which protects nothing, or none, or never come to the end of it.
#include "integration/net/bad_peer_case.hpp"

#include "daypass/base/assert.hpp"

#include <openssl/evp.h>

#include <array>
#include <string>

namespace daypass::net::testing {
namespace {

using namespace std::string_literals;

constexpr const char* graph_host = "graph.corp.example";

void show_good(recording_peer& peer, const std::string& key = "P-256") {
  certificate_wish wish;
  wish.alternative_name = "DNS:graph.corp.example";
  wish.key = key;
  peer.show(trusted_authority().issue(wish));
}

void speak_at_most(recording_peer& peer, int version) {
  show_good(peer);
  SSL_CTX_set_max_proto_version(peer.tls(), version);
}

void speak_only(recording_peer& peer, const char* ciphers, const std::string& key) {
  show_good(peer, key);
  SSL_CTX_set_max_proto_version(peer.tls(), TLS1_2_VERSION);
  DAYPASS_ASSERT(SSL_CTX_set_cipher_list(peer.tls(), ciphers) == 1);
  SSL_CTX_set_dh_auto(peer.tls(), 1);
}

// 1024 bits are within the reach of those who can listen.
void speak_small_diffie_hellman(recording_peer& peer) {
  speak_only(peer, "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0", "RSA-2048");
  auto* maker = EVP_PKEY_CTX_new_from_name(nullptr, "DHX", nullptr);
  EVP_PKEY* group = nullptr;
  DAYPASS_ASSERT(EVP_PKEY_keygen_init(maker) == 1);
  DAYPASS_ASSERT(EVP_PKEY_CTX_set_group_name(maker, "dh_1024_160") == 1);
  DAYPASS_ASSERT(EVP_PKEY_keygen(maker, &group) == 1);
  EVP_PKEY_CTX_free(maker);
  SSL_CTX_set_dh_auto(peer.tls(), 0);
  DAYPASS_ASSERT(SSL_CTX_set0_tmp_dh_pkey(peer.tls(), group) == 1);
}

void refuse_the_name(recording_peer& peer) {
  show_good(peer);
  SSL_CTX_set_tlsext_servername_callback(
      peer.tls(), +[](SSL*, int* alert, void*) {
        *alert = SSL_AD_UNRECOGNIZED_NAME;
        return SSL_TLSEXT_ERR_ALERT_FATAL;
      });
}

// Within the limits of TLS, and far more than any chain needs.
void show_a_book(recording_peer& peer) {
  certificate_wish wish;
  wish.alternative_name = "DNS:graph.corp.example";
  for (int number = 0; number < 6000; ++number) {
    wish.alternative_name += ",DNS:host-" + std::to_string(number) + ".corp.example";
  }
  peer.show(trusted_authority().issue(wish));
}

void say(recording_peer& peer, manner how, const std::string& words) {
  peer.how = how;
  peer.words = words;
}

void spell(recording_peer& peer) {
  show_good(peer);
  peer.how = manner::spells_tls;
}

// A ServerHello of SSL 3.0, as a server of 1996 begins.
std::string ssl3_hello() {
  const std::string hello = "\x03\x00"s + std::string(32, 'r') + "\x00\x00\x2f\x00"s;
  const auto size = static_cast<char>(hello.size());
  return "\x16\x03\x00\x00"s + static_cast<char>(size + 4) + "\x02\x00\x00"s + size + hello;
}

using peer = recording_peer;
constexpr auto failed = net_errc::tls_failed;
constexpr const char* too_old = "no TLS 1.2 or later";
constexpr const char* no_cipher = "no cipher in common";
constexpr const char* no_tls = "doesn't speak TLS";
constexpr const char* cut_off = "ended the connection";
constexpr const char* in_time = "no TLS handshake in time";

const auto handshakes = std::to_array<bad_peer_case>({
    {"Tls10", graph_host, [](peer& p) { speak_at_most(p, TLS1_VERSION); }, failed, too_old},
    {"Tls11", graph_host, [](peer& p) { speak_at_most(p, TLS1_1_VERSION); }, failed, too_old},
    {"Ssl30", graph_host, [](peer& p) { say(p, manner::says_words, ssl3_hello()); }, failed,
     too_old},
    {"WithoutCertificate", graph_host,
     [](peer& p) { speak_only(p, "aNULL:!eNULL:@SECLEVEL=0", "P-256"); }, failed, no_cipher},
    {"WithoutEncryption", graph_host,
     [](peer& p) { speak_only(p, "eNULL:!aNULL:@SECLEVEL=0", "RSA-2048"); }, failed, no_cipher},
    {"SmallDiffieHellman", graph_host, speak_small_diffie_hellman, failed, "dh key too small"},
    {"NameNotKnownThere", graph_host, refuse_the_name, failed, "unrecognized name"},
    {"CertificateAsLargeAsABook", graph_host, show_a_book, failed, "excessive message size"},
    {"PlainHttp", graph_host,
     [](peer& p) {
       say(p, manner::says_words_closes, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
     },
     failed, no_tls},
    {"PlainHttpRedirect", graph_host,
     [](peer& p) {
       say(p, manner::says_words,
           "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n");
     },
     failed, no_tls},
    {"Mail", graph_host, [](peer& p) { say(p, manner::says_words, "220 mail ready\r\n"); }, failed,
     no_tls},
    {"Garbage", graph_host,
     [](peer& p) { say(p, manner::says_words, std::string(20'000, '\xA5')); }, failed, no_tls},
    {"Nuls", graph_host, [](peer& p) { say(p, manner::says_words, std::string(20'000, '\0')); },
     failed, no_tls},
    {"RecordTooLarge", graph_host,
     [](peer& p) {
       say(p, manner::says_words, "\x16\x03\x03\xFF\xFF"s + std::string(70'000, 'x'));
     },
     failed, "length"},
    {"AlertAtOnce", graph_host,
     [](peer& p) { say(p, manner::says_words, "\x15\x03\x03\x00\x02\x02\x50"s); }, failed,
     "internal error"},
    {"Closes", graph_host, [](peer& p) { say(p, manner::says_words_closes, ""); }, failed, cut_off},
    {"ClosesInARecord", graph_host,
     [](peer& p) { say(p, manner::says_words_closes, "\x16\x03\x03\x00\x7A\x02"s); }, failed,
     cut_off},
    {"Resets", graph_host, [](peer& p) { p.how = manner::resets; }, failed, cut_off},
});

// Each is ended by the client's own patience.
const auto endless = std::to_array<bad_peer_case>({
    {"SaysNothing", graph_host, [](peer& p) { p.how = manner::says_nothing; }, failed, in_time},
    {"StopsInARecord", graph_host,
     [](peer& p) { say(p, manner::says_words, "\x16\x03\x03\x00\x7A\x02"s); }, failed, in_time},
    {"SpellsItsHandshake", graph_host, spell, failed, in_time},
    // HelloRequests, which a client is to ignore (RFC 5246 7.4.1.1).
    {"NeverComesToTheHandshake", graph_host,
     [](peer& p) { say(p, manner::says_without_end, "\x16\x03\x03\x00\x04\x00\x00\x00\x00"s); },
     failed, in_time},
});

}  // namespace

std::span<const bad_peer_case> bad_handshakes() {
  return handshakes;
}

std::span<const bad_peer_case> endless_handshakes() {
  return endless;
}

}  // namespace daypass::net::testing
