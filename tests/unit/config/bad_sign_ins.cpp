// Ways to sign in and clouds that don't fit together.

#include "bad_configurations.hpp"
#include "support.hpp"

namespace daypass::config {
namespace {

/// `minimal` with its secret replaced; the settings begin on line 9.
std::string signing_in(const std::string& lines) {
  return changed("client_secret = \"file:/run/secret\"\n", lines);
}

std::vector<bad_configuration> method_cases() {
  return {
      {"SignInUnknown", config_errc::unknown_choice,
       changed("client_secret =", "sign_in = \"password\"\nclient_secret ="),
       "d.toml:9:11: error: graph.sign_in is \"password\": known are client_secret, certificate, "
       "managed_identity, workload_identity\n"},
      {"CertificateToSignInMissing", config_errc::missing,
       signing_in("sign_in = \"certificate\"\n"),
       "d.toml:6:1: error: graph.certificate is missing: give it in [graph]: secret "
       "reference\n"},
      {"SecretBesideCertificate", config_errc::contradiction,
       changed("client_secret =",
               "sign_in = \"certificate\"\ncertificate = \"file:/run/secret\"\nclient_secret ="),
       "d.toml:11:17: error: graph.client_secret is not used with sign_in = \"certificate\": "
       "drop it, or write sign_in = \"client_secret\"\n"},
      {"CertificateBesideSecret", config_errc::contradiction,
       changed("client_secret =", "certificate = \"file:/run/secret\"\nclient_secret ="),
       "d.toml:9:15: error: graph.certificate is not used with sign_in = \"client_secret\": "
       "drop it, or write sign_in = \"certificate\"\n"},
      {"TokenBesideSecret", config_errc::contradiction,
       changed("client_secret =", "federated_token = \"file:/run/secret\"\nclient_secret ="),
       "d.toml:9:19: error: graph.federated_token is not used with sign_in = "
       "\"client_secret\": drop it, or write sign_in = \"workload_identity\"\n"},
      {"TenantOfAManagedIdentity", config_errc::contradiction,
       signing_in("sign_in = \"managed_identity\"\n"),
       "d.toml:7:13: error: graph.tenant_id is not used with sign_in = \"managed_identity\": "
       "drop it, or write sign_in = \"client_secret\" or \"certificate\" or "
       "\"workload_identity\"\n"},
      {"EndpointBesideSecret", config_errc::contradiction,
       changed("client_secret =", "identity_endpoint = \"127.0.0.1\"\nclient_secret ="),
       "d.toml:9:21: error: graph.identity_endpoint is not used with sign_in = "
       "\"client_secret\": drop it, or write sign_in = \"managed_identity\"\n"},
      {"TenantMissing", config_errc::missing,
       changed("tenant_id = \"11111111-2222-3333-4444-555555555555\"\n", ""),
       "d.toml:6:1: error: graph.tenant_id is missing: give it in [graph]: GUID\n"},
      {"FederatedTokenMissing", config_errc::secret_absent,
       signing_in("sign_in = \"workload_identity\"\n"),
       "d.toml:6:1: error: graph.federated_token names "
       "file:/var/run/secrets/azure/tokens/azure-identity-token, which isn't there: put it into "
       "/var/run/secrets/azure/tokens/azure-identity-token\n",
       [] {
         surroundings made = all_is_there();
         made.look = [look = made.look](const std::filesystem::path& path) {
           return path.string().contains("azure") ? file_facts{} : look(path);
         };
         return made;
       }},
  };
}

std::vector<bad_configuration> cloud_cases() {
  return {
      {"CloudOfChina", config_errc::contradiction,
       changed("client_secret =", "cloud = \"china\"\nclient_secret ="),
       "d.toml:9:9: error: graph.cloud means China (21Vianet), where Microsoft Graph has no "
       "Temporary Access Passes: run daypass for a tenant of another cloud\n"},
      {"HostOfChina", config_errc::contradiction,
       changed("client_secret =",
               "cloud = \"custom\"\nhost = \"microsoftgraph.chinacloudapi.cn\"\n"
               "login_host = \"login.chinacloudapi.cn\"\nclient_secret ="),
       "d.toml:10:8: error: graph.host means China (21Vianet), where Microsoft Graph has no "
       "Temporary Access Passes: run daypass for a tenant of another cloud\n"},
      {"HostOfAKnownCloud", config_errc::contradiction,
       changed("client_secret =", "cloud = \"us_gov\"\nhost = \"graph.example\"\nclient_secret ="),
       "d.toml:10:8: error: graph.host is given, and the cloud has its own: drop it, or write "
       "cloud = \"custom\"\n"},
      {"CustomCloudWithoutHosts", config_errc::missing,
       changed("client_secret =", "cloud = \"custom\"\nclient_secret ="),
       "d.toml:6:1: error: graph.host is missing: give it in [graph]: a custom cloud has no "
       "other\n"
       "d.toml:6:1: error: graph.login_host is missing: give it in [graph]: a custom cloud has "
       "no other\n"},
      {"LoginOfAManagedIdentity", config_errc::contradiction,
       changed("tenant_id = \"11111111-2222-3333-4444-555555555555\"\n"
               "client_id = \"66666666-7777-8888-9999-aaaaaaaaaaaa\"\n"
               "client_secret = \"file:/run/secret\"\n",
               "sign_in = \"managed_identity\"\ncloud = \"custom\"\nhost = \"graph.example\"\n"
               "login_host = \"login.example\"\n"),
       "d.toml:10:14: error: graph.login_host is not used with sign_in = "
       "\"managed_identity\": drop it\n"},
  };
}

}  // namespace

std::vector<bad_configuration> sign_in_cases() {
  return joined({method_cases(), cloud_cases()});
}

}  // namespace daypass::config
