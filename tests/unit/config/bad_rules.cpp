// Settings that can't hold together, and what isn't so on the machine.

#include "bad_configurations.hpp"
#include "support.hpp"

namespace daypass::config {

namespace {

using machine = std::function<surroundings()>;

/// All is there, but for what is told of one path.
machine with(const std::string& path, file_facts facts) {
  return [=] {
    surroundings made = all_is_there();
    made.look = [=, usual = made.look](const std::filesystem::path& asked) {
      return asked == path ? facts : usual(asked);
    };
    return made;
  };
}

machine without(const std::string& path) {
  return with(path, {});
}

machine without_groups() {
  return [] {
    surroundings made = all_is_there();
    made.has_group = [](const std::string& name) { return name == "daypass"; };
    return made;
  };
}

machine without_variables() {
  return [] {
    surroundings made = all_is_there();
    made.variable = [](const std::string&) { return std::optional<std::string>(); };
    return made;
  };
}

}  // namespace

namespace {

std::vector<bad_configuration> rule_cases_1() {
  return {
      {"DefaultProfileUndefined", config_errc::undefined_profile,
       changed(R"("standard"
)",
               R"("standart"
)"),
       "d.toml:1:19: error: default_profile is \"standart\", and there is no such "
       "profile: did you mean standard?\n"},
      {"DomainOfAProfileNotAllowed", config_errc::domain_not_allowed,
       changed(R"(upn_domain = "contoso.com")", R"(upn_domain = "contoso.org")"),
       "d.toml:16:14: error: profiles.standard.upn_domain is \"contoso.org\", which "
       "graph.domains doesn't list: did you mean contoso.com?\n"},
      {"AdoptionByEvent", config_errc::adoption_by_event,
       changed("upn_domain =", "nameable_by_event = true\nadopt = true\nupn_domain ="),
       "d.toml:17:9: error: profiles.standard.adopt allows adoption, and events may "
       "name the profile: drop adopt or nameable_by_event: an event must not choose to "
       "take over an account\n"},
      {"ZoneUnknown", config_errc::unknown_zone, changed("[kafka]\n", R"(sites.BER = "Europe/Berlim"
[kafka]
)"),
       "d.toml:2:13: error: sites.BER is no usable zone: time zone \"Europe/Berlim\" is "
       "neither in tzdata " +
           zones().version() +
           " nor a Windows name: check the spelling, or update "
           "tzdata: write an IANA name such as \"Europe/Berlin\"\n"},
      {"ZoneAbbreviated", config_errc::unknown_zone, changed("[kafka]\n", R"(sites.NYC = "EST"
[kafka]
)"),
       "d.toml:2:13: error: sites.NYC is no usable zone: time zone \"EST\" is an "
       "abbreviation, and those are ambiguous or know no DST: send an IANA name such as "
       "America/New_York or America/Panama: write an IANA name such as "
       "\"Europe/Berlin\"\n"},
      {"IssueBeforeCreate", config_errc::contradiction,
       changed("upn_domain =", R"(create_ahead = "1d"
upn_domain =)"),
       "d.toml:15:11: error: profiles.standard.issue_ahead is 2d, longer than "
       "create_ahead (1d): a pass needs its account: raise create_ahead or lower "
       "issue_ahead\n"},
      {"DeadLettersIntoTheTopic", config_errc::contradiction, changed("[kafka]\n", R"([kafka]
dead_letter_topic = "hr.hires"
)"),
       "d.toml:3:21: error: kafka.dead_letter_topic is one of kafka.topics: name "
       "another: unusable events would come back for ever\n"},
      {"SaslWithoutPassword", config_errc::contradiction, changed("[kafka]\n", R"([kafka]
security = "sasl_tls"
username = "u"
)"),
       "d.toml:3:12: error: kafka.security is sasl_tls without a user or password: give "
       "kafka.username and kafka.password\n"},
      {"PasswordWithoutSasl", config_errc::contradiction, changed("[kafka]\n", R"([kafka]
password = "env:KAFKA"
)"),
       "d.toml:3:12: error: kafka.password is not used without sasl_tls: write security "
       "= \"sasl_tls\", or drop it\n"},
  };
}

std::vector<bad_configuration> rule_cases_2() {
  return {
      {"CaFileUnderPlaintext", config_errc::contradiction, changed("[kafka]\n", R"([kafka]
ca_file = "/etc/ca.pem"
)"),
       "d.toml:3:11: error: kafka.ca_file is not used under plaintext: write security = "
       "\"tls\", or drop it\n"},
      {"PassesBesideTheState", config_errc::contradiction, changed("[sealed]\n", R"([sealed]
folder = "/var/lib/daypass/passes"
)"),
       "d.toml:12:10: error: sealed.folder and state.path are not apart: readers of "
       "passes must not reach the state: give each a folder of its own\n"},
      {"StateAmongPasses", config_errc::contradiction,
       changed("[kafka]\n", R"(state.path = "/var/lib/daypass-passes/state/s.db"
[kafka]
)"),
       "d.toml:12:1: error: sealed.folder and state.path are not apart: readers of "
       "passes must not reach the state: give each a folder of its own\n"},
      {"MetricsOnTheOperatorsSocket", config_errc::contradiction,
       changed("[kafka]\n", R"(admin.metrics = "unix:/run/daypass/admin.sock"
[kafka]
)"),
       "d.toml:2:17: error: admin.metrics is the operators' socket: give metrics a "
       "socket of its own: it has no sign-in\n"},
      {"OperatorsSocketTooLong", config_errc::too_long,
       changed("[kafka]\n", R"(admin.socket = "/)" + std::string(107, 's') + R"("
[kafka]
)"),
       "d.toml:2:16: error: admin.socket is too long for a socket: give at most 107 "
       "characters\n"},
      {"SecretMemoryNoPowerOfTwo", config_errc::out_of_range,
       changed("[kafka]\n", "process.secret_memory_kib = 1000\n[kafka]\n"),
       "d.toml:2:29: error: process.secret_memory_kib is 1000, not a power of two: "
       "write 1024\n"},
      {"RetryFirstAboveMax", config_errc::contradiction,
       changed("[kafka]\n", R"(limits = {retry_first = "30s", retry_max = "10s"}
[kafka]
)"),
       "d.toml:2:25: error: limits.retry_first is longer than retry_max: lower it, or "
       "raise retry_max\n"},
      {"CertificateMissing", config_errc::no_such_file, minimal,
       "d.toml:14:23: error: sealed.signing_certificate names /etc/daypass/signer.pem, "
       "which isn't there: make the file, or mend the path\n",
       without("/etc/daypass/signer.pem")},
      {"RecipientsMissing", config_errc::no_such_file, minimal,
       "d.toml:12:14: error: sealed.recipients names /etc/daypass/it.pem, which isn't "
       "there: make the file, or mend the path\n",
       without("/etc/daypass/it.pem")},
  };
}

std::vector<bad_configuration> rule_cases_3() {
  return {
      {"PassFolderMissing", config_errc::no_such_file, minimal,
       "d.toml:11:1: error: sealed.folder names /var/lib/daypass-passes, which isn't "
       "there: make the folder, or mend the path\n",
       without("/var/lib/daypass-passes")},
      {"StateFolderMissing", config_errc::no_such_file,
       changed("[kafka]\n", R"(state.path = "/srv/daypass/s.db"
[kafka]
)"),
       "d.toml:2:14: error: state.path names /srv/daypass, which isn't there: make the "
       "folder, or mend the path\n",
       without("/srv/daypass")},
      {"CertificateUnreadable", config_errc::no_access, minimal,
       "d.toml:14:23: error: sealed.signing_certificate names /etc/daypass/signer.pem, "
       "which we may not read: let the daemon's user read it\n",
       with("/etc/daypass/signer.pem", {.kind = file_kind::file})},
      {"PassFolderReadOnly", config_errc::no_access, minimal,
       "d.toml:11:1: error: sealed.folder (/var/lib/daypass-passes) can't be written: "
       "give the folder to the daemon's user\n",
       with("/var/lib/daypass-passes", {.kind = file_kind::folder, .accessible = true})},
      {"PassFolderIsAFile", config_errc::wrong_kind, minimal,
       "d.toml:11:1: error: sealed.folder names /var/lib/daypass-passes, which is no "
       "folder: name a folder\n",
       with("/var/lib/daypass-passes", {.kind = file_kind::file, .accessible = true})},
      {"CertificateIsAFolder", config_errc::wrong_kind, minimal,
       "d.toml:14:23: error: sealed.signing_certificate names /etc/daypass/signer.pem, "
       "which is no file: name a file\n",
       with("/etc/daypass/signer.pem", {.kind = file_kind::folder, .accessible = true})},
      {"GroupUnknown", config_errc::unknown_group, changed("[sealed]\n", R"([sealed]
group = "readers"
)"),
       "d.toml:12:9: error: sealed.group is \"readers\", and this machine has no such "
       "group: make it (systemd-sysusers, groupadd), or name another\n",
       without_groups()},
      {"SecretFileMissing", config_errc::secret_absent, minimal,
       "d.toml:9:17: error: graph.client_secret names file:/run/secret, which isn't "
       "there: put it into /run/secret\n",
       without("/run/secret")},
      {"CredentialWithoutSystemd", config_errc::secret_absent,
       changed(R"("file:/run/secret")", R"("credential:graph")"),
       "d.toml:9:17: error: graph.client_secret names credential:graph, which isn't "
       "there: start under systemd with LoadCredential=, or use file:\n",
       without_variables()},
  };
}

std::vector<bad_configuration> rule_cases_4() {
  return {
      {"VariableMissing", config_errc::secret_absent,
       changed(R"("file:/run/secret")", R"("env:GRAPH_SECRET")"),
       "d.toml:9:17: error: graph.client_secret names env:GRAPH_SECRET, which isn't "
       "there: export it, or use a file or credential\n",
       without_variables()},
      {"SecretFileIsAFolder", config_errc::wrong_kind, minimal,
       "d.toml:9:17: error: graph.client_secret names /run/secret, which is no file: "
       "name a file\n",
       with("/run/secret", {.kind = file_kind::folder, .accessible = true})},
      {"SecretEmpty", config_errc::secret_unfit, minimal,
       "d.toml:9:17: error: graph.client_secret (file:/run/secret) has 0 bytes: a "
       "secret has 1 to 65536\n",
       with("/run/secret", {.kind = file_kind::file, .accessible = true})},
      {"SecretTooLong", config_errc::secret_unfit, minimal,
       "d.toml:13:15: error: sealed.signing_key (file:/run/key) has 65537 bytes: a "
       "secret has 1 to 65536\n",
       with("/run/key", {.kind = file_kind::file, .accessible = true, .size = 65'537})},
      {"SecretForAllToRead", config_errc::secret_exposed, minimal,
       "d.toml:9:17: warning: graph.client_secret (file:/run/secret) can be read by "
       "every user of this machine: chmod 0600 /run/secret\n",
       with("/run/secret",
            {.kind = file_kind::file, .accessible = true, .open_to_others = true, .size = 40})},
  };
}

}  // namespace

std::vector<bad_configuration> rule_cases() {
  return joined({rule_cases_1(), rule_cases_2(), rule_cases_3(), rule_cases_4()});
}

}  // namespace daypass::config
