#include "tls.hpp"

#include "daypass/net/net_errc.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <array>
#include <string_view>

namespace daypass::net {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using boost::system::error_code;

// What OpenSSL's words leave for an operator to guess.
std::string_view cause_of(long verdict) {
  switch (verdict) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return ": its authority isn't trusted here, or the peer leaves out an intermediate one";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return ": its authority isn't trusted here";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return ": or the clock of this machine is slow";
    default:
      return "";
  }
}

std::string_view cause_of(const error_code& problem) {
  if (problem == asio::error::eof || problem == ssl::error::stream_truncated ||
      problem == asio::error::connection_reset || problem == asio::error::broken_pipe) {
    return "the peer ended the connection in the middle of it";
  }
  if (problem.category() != asio::error::get_ssl_category()) return "";
  switch (ERR_GET_REASON(static_cast<unsigned long>(problem.value()))) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_BAD_RECORD_TYPE:
      return "the peer doesn't speak TLS on this port";
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      return "the peer speaks no TLS 1.2 or later";
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
      return "no cipher in common, or the peer wants a certificate of ours";
    default:
      return "";
  }
}

}  // namespace

result<std::shared_ptr<ssl::context>> make_tls_context(const std::string& ca_file) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
  auto* native = context->native_handle();
  // The machine's openssl.cnf may allow more, down to peers without a certificate or encryption.
  // Level 2 asks for 112 bits of everything: RSA from 2048, no SHA-1 in a chain.
  constexpr int level_of_112_bits = 2;
  SSL_CTX_set_security_level(native, level_of_112_bits);
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  // Without the first option OpenSSL keeps decrypted records, a pass's code among them, until it
  // happens to overwrite them.
  SSL_CTX_set_options(native,
                      SSL_OP_CLEANSE_PLAINTEXT | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  constexpr std::array<unsigned char, 9> protocols{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  SSL_CTX_set_alpn_protos(native, protocols.data(), protocols.size());
  boost::system::error_code problem;
  context->set_verify_mode(ssl::verify_peer, problem);
  if (!problem && ca_file.empty()) {
    context->set_default_verify_paths(problem);
  } else if (!problem) {
    context->load_verify_file(ca_file, problem);
  }
  if (problem) {
    return fail(failure::permanent, net_errc::bad_trust,
                "certificate authorities '" + ca_file + "': " + problem.message(),
                failure_scope::lane);
  }
  return context;
}

bool expect_host(SSL* tls, const std::string& host) {
  boost::system::error_code not_an_address;
  boost::asio::ip::make_address(host, not_an_address);
  auto* expected = SSL_get0_param(tls);
  if (!not_an_address) return X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1;
  // Without the second OpenSSL takes the common name of a certificate that has no DNS name, which
  // no authority vouches for any more (RFC 9525 6.3).
  X509_VERIFY_PARAM_set_hostflags(
      expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  return X509_VERIFY_PARAM_set1_host(expected, host.data(), host.size()) == 1 &&
         SSL_set_tlsext_host_name(tls, host.c_str()) == 1;
}

std::optional<std::string> certificate_problem(const SSL* tls) {
  const auto verdict = SSL_get_verify_result(tls);
  if (verdict == X509_V_OK) return std::nullopt;
  return std::string(X509_verify_cert_error_string(verdict)) + std::string(cause_of(verdict));
}

std::string handshake_problem(const boost::system::error_code& problem) {
  const auto cause = cause_of(problem);
  return "TLS handshake: " + (cause.empty() ? problem.message() : std::string(cause));
}

}  // namespace daypass::net
