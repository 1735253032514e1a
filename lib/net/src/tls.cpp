#include "tls.hpp"

#include "daypass/net/net_errc.hpp"

#include <boost/asio/ip/address.hpp>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <array>

namespace daypass::net {
namespace {

namespace ssl = boost::asio::ssl;

}  // namespace

result<std::shared_ptr<ssl::context>> make_tls_context(const std::string& ca_file) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
  auto* native = context->native_handle();
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
  X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return X509_VERIFY_PARAM_set1_host(expected, host.data(), host.size()) == 1 &&
         SSL_set_tlsext_host_name(tls, host.c_str()) == 1;
}

std::optional<std::string> certificate_problem(const SSL* tls) {
  const auto verdict = SSL_get_verify_result(tls);
  if (verdict == X509_V_OK) return std::nullopt;
  return std::string(X509_verify_cert_error_string(verdict));
}

}  // namespace daypass::net
