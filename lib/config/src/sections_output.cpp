// Where accounts and passes go.
#include "sections.hpp"

namespace daypass::config {

const section<graph_settings>& graph_section() {
  using s = graph_settings;
  static const section<s> rows = {
      with_default("tenant_id", &s::tenant_id, guid(),
                   "The tenant's id. Needed but for a managed identity, which has its own."),
      with_default("client_id", &s::client_id, guid(),
                   "The app registration's application id. Needed but for a managed identity: "
                   "there that of a user-assigned one."),
      with_default(
          "sign_in", &s::sign_in,
          choice<sign_in_method>({{"client_secret", sign_in_method::client_secret},
                                  {"certificate", sign_in_method::certificate},
                                  {"managed_identity", sign_in_method::managed_identity},
                                  {"workload_identity", sign_in_method::workload_identity}}),
          "How the daemon proves who it is. What another way needs is refused."),
      with_default("client_secret", &s::client_secret, secret(),
                   "With `client_secret`: the app registration's secret. Read again at every "
                   "sign-in, so that a rotated one needs no restart; so are the next two."),
      with_default("certificate", &s::certificate, secret(),
                   "With `certificate`: PEM with an RSA private key and, behind it, the "
                   "certificate that the app registration knows."),
      with_default("federated_token", &s::federated_token, secret(),
                   "With `workload_identity`: the token of the cluster or other issuer that the "
                   "app registration trusts."),
      with_default("identity_endpoint", &s::identity_endpoint, host_and_port(80),
                   "With `managed_identity`: the instance metadata service, on loopback or a "
                   "link-local address. Without it `$IDENTITY_ENDPOINT` where App Service or "
                   "Container Apps set that, else `169.254.169.254`."),
      with_default("cloud", &s::cloud,
                   choice<cloud_name>({{"global", cloud_name::global},
                                       {"us_gov", cloud_name::us_gov},
                                       {"us_gov_dod", cloud_name::us_gov_dod},
                                       {"china", cloud_name::china},
                                       {"custom", cloud_name::custom}}),
                   "Whose Graph and sign-in: `us_gov` is L4 (GCC High), `us_gov_dod` L5. `china` "
                   "is refused: it has no Temporary Access Passes."),
      with_default("host", &s::host, host_and_port(443), "Microsoft Graph in a `custom` cloud."),
      with_default("login_host", &s::login_host, host_and_port(443),
                   "Where tokens are got in a `custom` cloud."),
      with_default("ca_file", &s::ca_file, absolute_path(),
                   "CA certificates that sign both hosts'. Without it the system's trust."),
      required("domains", &s::domains, list_of(domain(), 1, 1'000),
               "Domains of the tenant in which members may be created."),
      with_default("reserved_names", &s::reserved_names, list_of(name(64), 0, 10'000),
                   "Local parts that no member gets, beside those built in (admin, root, "
                   "postmaster, ...)."),
      with_default("reads_per_second", &s::reads_per_second, rate(0.01, 100'000),
                   "Directory reads to begin with; learnt from Graph's answers. Without it "
                   "Graph's documented limit, as for the next three."),
      with_default("writes_per_second", &s::writes_per_second, rate(0.01, 100'000),
                   "Directory writes."),
      with_default("methods_per_second", &s::methods_per_second, rate(0.01, 100'000),
                   "Authentication methods: passes."),
      with_default("requests_per_second", &s::requests_per_second, rate(0.01, 100'000),
                   "All of them together."),
      with_default("connections_max", &s::connections_max, number(4, 1'024),
                   "Connections to Graph at a time."),
      with_default("batch_max", &s::batch_max, number(1, 20),
                   "Requests that wait for their turn and may share one $batch; 1: each goes "
                   "alone."),
  };
  return rows;
}

const section<sealed_settings>& sealed_section() {
  using s = sealed_settings;
  static const section<s> rows = {
      with_default("folder", &s::folder, absolute_path(),
                   "Where sealed passes are put. Must exist, apart from the state, closed to "
                   "others."),
      with_default("group", &s::group, name(32),
                   "Group of the files. Without it the folder's, if it has the set-group-ID bit."),
      with_default("mode", &s::mode, file_mode(), "Permissions of the files."),
      required("recipients", &s::recipients, list_of(absolute_path(), 1, 100),
               "Certificates of those who can open every pass: files, or folders of them."),
      with_default("managers", &s::managers, absolute_path(),
                   "Folder of managers' certificates: each opens the passes of their own hires. "
                   "Without it none does."),
      required("signing_key", &s::signing_key, secret(),
               "Key that signs what is sealed: PEM, EC or RSA, without a passphrase."),
      required("signing_certificate", &s::signing_certificate, absolute_path(),
               "That key's certificate, which readers verify by."),
  };
  return rows;
}

const section<key_vault_settings>& key_vault_section() {
  using s = key_vault_settings;
  static const section<s> rows = {
      required("host", &s::host, host_and_port(443),
               "The vault: `NAME.vault.azure.net`, or as its cloud has it."),
      with_default("audience", &s::audience, text(200),
                   "What its tokens are for, such as `https://vault.azure.net`; only in a custom "
                   "cloud."),
      with_default("ca_file", &s::ca_file, absolute_path(),
                   "CA certificates that sign the vault's. Without it the system's trust."),
      with_default("connections_max", &s::connections_max, number(3, 256),
                   "Connections to the vault at a time."),
  };
  return rows;
}

const section<profile>& profile_section() {
  using s = profile;
  static const section<s> rows = {
      with_default("nameable_by_event", &s::nameable_by_event, flag(),
                   "Events may choose this profile. Then it never allows adoption."),
      with_default("local_start", &s::local_start, local_hour(),
                   "When the pass becomes usable, in the hire's own zone."),
      with_default("lifetime", &s::pass_lifetime, span_of_minutes(minutes{10}, minutes{43'200}),
                   "How long it is usable; within the tenant's policy."),
      with_default("one_time", &s::one_time, flag(), "It is good for one sign-in."),
      with_default("create_ahead", &s::create_ahead, span(hours{1}, days{400}),
                   "How long before it the account is created, disabled."),
      with_default("issue_ahead", &s::issue_ahead, span(minutes{1}, days{30}),
                   "How long before it the pass is issued, at the earliest."),
      with_default("foreign_pass", &s::foreign_pass,
                   choice<foreign_pass_rule>({{"park", foreign_pass_rule::park},
                                              {"replace", foreign_pass_rule::replace}}),
                   "What to do about a pass that someone made by hand: ask a person, or delete it "
                   "and issue ours."),
      with_default("adopt", &s::adopt, flag(),
                   "Take over an account that holds the hire's name or number, if the evidence "
                   "allows it."),
      with_default("adopt_younger_than", &s::adopt_younger_than, span(days{1}, days{400}),
                   "Older accounts are never adopted."),
      with_default("store", &s::store, name(64),
                   "Where its passes are handed over: one of `[key_vaults.STORE]`. Without it "
                   "sealed files."),
      with_default("groups", &s::groups, list_of(guid(), 0, 20),
                   "Object ids of groups to join before the issue: those that the pass policy "
                   "targets."),
      with_default("upn_template", &s::upn_template, upn_template(),
                   "The user principal name where HR sends none. Placeholders: {givenName}, "
                   "{surname}, {givenInitial}, {surnameInitial}, {hireId}, {employeeId}."),
      required("upn_domain", &s::upn_domain, domain(),
               "What {domain} stands for; one of `graph.domains`."),
      with_default("usage_location", &s::usage_location, country(),
                   "Where HR names none. Licences need one."),
  };
  return rows;
}

}  // namespace daypass::config
