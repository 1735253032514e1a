// Values of the wrong type, form or range.

#include "bad_configurations.hpp"
#include "support.hpp"

namespace daypass::config {

namespace {

std::vector<bad_configuration> value_cases_1() {
  return {
      {"MissingBrokers", config_errc::missing,
       changed(R"(brokers = ["localhost:9092"]
)",
               ""),
       "d.toml:2:1: error: kafka.brokers is missing: give it in [kafka]: list of "
       "HOST:PORT\n"},
      {"MissingSecret", config_errc::missing,
       changed(R"(client_secret = "file:/run/secret"
)",
               ""),
       "d.toml:6:1: error: graph.client_secret is missing: give it in [graph]: secret "
       "reference\n"},
      {"NumberForText", config_errc::wrong_type, changed("[kafka]\n", "[kafka]\ngroup = 7\n"),
       "d.toml:3:9: error: kafka.group is a whole number, and should be text: write "
       "text in double quotes\n"},
      {"TextForNumber", config_errc::wrong_type, changed("[kafka]\n", R"([kafka]
queue_kib_max = "8192"
)"),
       "d.toml:3:17: error: kafka.queue_kib_max is text, and should be a whole number: "
       "write a whole number without quotes\n"},
      {"TextForFlag", config_errc::wrong_type, changed("upn_domain =", R"(one_time = "yes"
upn_domain =)"),
       "d.toml:16:12: error: profiles.standard.one_time is text, and should be true or "
       "false: write true or false, without quotes\n"},
      {"TextForList", config_errc::wrong_type, changed(R"(["hr.hires"])", R"("hr.hires")"),
       "d.toml:4:10: error: kafka.topics is text, and should be a list: write a list: "
       "[\"...\", \"...\"]\n"},
      {"NumberInList", config_errc::wrong_type, changed(R"(["hr.hires"])", R"(["hr.hires", 1])"),
       "d.toml:4:23: error: kafka.topics is a whole number, and should be text: write "
       "text in double quotes\n"},
      {"DateForText", config_errc::wrong_type,
       changed("[kafka]\n", "[kafka]\ngroup = 2026-11-30\n"),
       "d.toml:3:9: error: kafka.group is a date or time, and should be text: write "
       "text in double quotes\n"},
      {"TextForRate", config_errc::wrong_type, changed("[graph]\n", R"([graph]
reads_per_second = "fast"
)"),
       "d.toml:7:20: error: graph.reads_per_second is text, and should be a decimal "
       "number: write a number without quotes\n"},
  };
}

std::vector<bad_configuration> value_cases_2() {
  return {
      {"NumberForChoice", config_errc::wrong_type, changed("[kafka]\n", "[kafka]\nsecurity = 1\n"),
       "d.toml:3:12: error: kafka.security is a whole number, and should be text: write "
       "\"plaintext\"\n"},
      {"NumberForSecret", config_errc::wrong_type, changed(R"("file:/run/secret")", "12345"),
       "d.toml:9:17: error: graph.client_secret is a whole number, and should be text: "
       "write a reference such as \"credential:NAME\"\n"},
      {"EmptyText", config_errc::empty, changed("[kafka]\n", R"([kafka]
group = ""
)"),
       "d.toml:3:9: error: kafka.group is empty: name something, or drop it\n"},
      {"EmptyList", config_errc::empty, changed(R"(["localhost:9092"])", "[]"),
       "d.toml:3:11: error: kafka.brokers is an empty list: name at least one\n"},
      {"LongText", config_errc::too_long, changed("[kafka]\n", R"([kafka]
username = ")" + std::string(256, 'u') + R"("
)"),
       "d.toml:3:12: error: kafka.username has 256 characters: give at most 255\n"},
      {"LongList", config_errc::too_long, changed(R"(["/etc/daypass/it.pem"])", many_paths(101)),
       "d.toml:12:14: error: sealed.recipients lists 101 entries: give at most 100\n"},
      {"LineBreakInText", config_errc::malformed_name,
       changed("[kafka]\n", "[kafka]\nusername = \"a\\nb\"\n"),
       "d.toml:3:12: error: kafka.username holds a control character: write it as plain "
       "text on one line\n"},
      {"NumberTooLow", config_errc::out_of_range,
       changed("[kafka]\n", "[kafka]\nqueue_messages_max = 0\n"),
       "d.toml:3:22: error: kafka.queue_messages_max is 0: give 100 to 1000000\n"},
      {"NumberTooHigh", config_errc::out_of_range,
       changed("[graph]\n", "[graph]\nconnections_max = 100000\n"),
       "d.toml:7:19: error: graph.connections_max is 100000: give 4 to 1024\n"},
  };
}

std::vector<bad_configuration> value_cases_3() {
  return {
      {"NegativeNumber", config_errc::out_of_range,
       changed("[graph]\n", "[graph]\nconnections_max = -1\n"),
       "d.toml:7:19: error: graph.connections_max is -1: give 4 to 1024\n"},
      {"RateTooLow", config_errc::out_of_range,
       changed("[graph]\n", "[graph]\nmethods_per_second = 0\n"),
       "d.toml:7:22: error: graph.methods_per_second is 0: give 0.01 to 100000\n"},
      {"RateNotANumber", config_errc::out_of_range,
       changed("[graph]\n", "[graph]\nmethods_per_second = nan\n"),
       "d.toml:7:22: error: graph.methods_per_second is nan: give 0.01 to 100000\n"},
      {"DurationTooLong", config_errc::out_of_range, changed("upn_domain =", R"(lifetime = "31d"
upn_domain =)"),
       "d.toml:16:12: error: profiles.standard.lifetime is \"31d\": give 10m to 30d\n"},
      {"DurationTooShort", config_errc::out_of_range, changed("[kafka]\n", R"([kafka]
session_timeout = "1s"
)"),
       "d.toml:3:19: error: kafka.session_timeout is \"1s\": give 6s to 30m\n"},
      {"DurationBeyondAllNumbers", config_errc::out_of_range,
       changed("[kafka]\n", R"(state.retention = "999999999999999999d"
[kafka]
)"),
       "d.toml:2:19: error: state.retention is \"999999999999999999d\": give 1d to "
       "3650d\n"},
      {"DurationNotInMinutes", config_errc::out_of_range,
       changed("upn_domain =", R"(lifetime = "601s"
upn_domain =)"),
       "d.toml:16:12: error: profiles.standard.lifetime is \"601s\": give whole "
       "minutes\n"},
      {"DurationAsNumber", config_errc::malformed_duration,
       changed("[kafka]\n", "[kafka]\nsession_timeout = 45\n"),
       "d.toml:3:19: error: kafka.session_timeout is a whole number, which is no "
       "duration: write one number and one unit of d, h, m, s, ms, as text: \"48h\"\n"},
      {"DurationWithoutUnit", config_errc::malformed_duration, changed("[kafka]\n", R"([kafka]
session_timeout = "45"
)"),
       "d.toml:3:19: error: kafka.session_timeout is \"45\", which is no duration: "
       "write one number and one unit of d, h, m, s, ms, as text: \"48h\"\n"},
  };
}

std::vector<bad_configuration> value_cases_4() {
  return {
      {"DurationInWeeks", config_errc::malformed_duration,
       changed("[kafka]\n", R"(state.retention = "2w"
[kafka]
)"),
       "d.toml:2:19: error: state.retention is \"2w\", which is no duration: write one "
       "number and one unit of d, h, m, s, ms, as text: \"48h\"\n"},
      {"DurationNegative", config_errc::malformed_duration,
       changed("[kafka]\n", R"(state.retention = "-2d"
[kafka]
)"),
       "d.toml:2:19: error: state.retention is \"-2d\", which is no duration: write one "
       "number and one unit of d, h, m, s, ms, as text: \"48h\"\n"},
      {"DurationOfTwoUnits", config_errc::malformed_duration,
       changed("[kafka]\n", R"(state.retention = "1d12h"
[kafka]
)"),
       "d.toml:2:19: error: state.retention is \"1d12h\", which is no duration: write "
       "one number and one unit of d, h, m, s, ms, as text: \"48h\"\n"},
      {"HourAsNumber", config_errc::malformed_hour,
       changed("upn_domain =", "local_start = 8\nupn_domain ="),
       "d.toml:16:15: error: profiles.standard.local_start is a whole number, which is "
       "no local hour: write 00:01 to 23:59 as text: \"08:00\"\n"},
      {"HourBeyondTheDay", config_errc::malformed_hour,
       changed("upn_domain =", R"(local_start = "24:00"
upn_domain =)"),
       "d.toml:16:15: error: profiles.standard.local_start is \"24:00\", which is no "
       "local hour: write 00:01 to 23:59 as text: \"08:00\"\n"},
      {"HourAsTomlTime", config_errc::malformed_hour,
       changed("upn_domain =", "local_start = 08:00:00\nupn_domain ="),
       "d.toml:16:15: error: profiles.standard.local_start is a date or time, which is "
       "no local hour: write 00:01 to 23:59 as text: \"08:00\"\n"},
      {"HourMidnight", config_errc::malformed_hour, changed("upn_domain =", R"(local_start = "00:00"
upn_domain =)"),
       "d.toml:16:15: error: profiles.standard.local_start is \"00:00\", which is no "
       "local hour: write 00:01 to 23:59 as text: \"08:00\"\n"},
      {"BrokerWithoutPort", config_errc::malformed_address,
       changed(R"("localhost:9092")", R"("localhost")"),
       "d.toml:3:12: error: kafka.brokers is \"localhost\": write HOST:PORT, without a "
       "scheme or path\n"},
      {"BrokerWithScheme", config_errc::malformed_address,
       changed(R"("localhost:9092")", R"("kafka://localhost:9092")"),
       "d.toml:3:12: error: kafka.brokers is \"kafka://localhost:9092\": write "
       "HOST:PORT, without a scheme or path\n"},
  };
}

std::vector<bad_configuration> value_cases_5() {
  return {
      {"BrokerPortTooHigh", config_errc::malformed_address,
       changed(R"("localhost:9092")", R"("localhost:65536")"),
       "d.toml:3:12: error: kafka.brokers is \"localhost:65536\": write HOST:PORT, "
       "without a scheme or path\n"},
      {"HostWithPath", config_errc::malformed_address, changed("[graph]\n", R"([graph]
host = "graph.microsoft.com/v1.0"
)"),
       "d.toml:7:8: error: graph.host is \"graph.microsoft.com/v1.0\": write HOST or "
       "HOST:PORT, without a scheme or path\n"},
      {"HostWithOpenBracket", config_errc::malformed_address, changed("[graph]\n", R"([graph]
host = "[::1"
)"),
       "d.toml:7:8: error: graph.host is \"[::1\": write HOST or HOST:PORT, without a "
       "scheme or path\n"},
      {"HostInBracketsNoAddress", config_errc::malformed_address, changed("[graph]\n", R"([graph]
host = "[graph]"
)"),
       "d.toml:7:8: error: graph.host is \"[graph]\": write HOST or HOST:PORT, without "
       "a scheme or path\n"},
      {"MetricsOnAllAddresses", config_errc::malformed_address,
       changed("[kafka]\n", R"(admin.metrics = "0.0.0.0:9464"
[kafka]
)"),
       "d.toml:2:17: error: admin.metrics is \"0.0.0.0:9464\", which is no loopback "
       "address with a port: write \"127.0.0.1:9464\" or "
       "\"unix:/run/daypass/metrics.sock\": it has no sign-in, so it stays on this "
       "machine\n"},
      {"MetricsWithoutPort", config_errc::malformed_address,
       changed("[kafka]\n", R"(admin.metrics = "127.0.0.1"
[kafka]
)"),
       "d.toml:2:17: error: admin.metrics is \"127.0.0.1\", which is no loopback "
       "address with a port: write \"127.0.0.1:9464\" or "
       "\"unix:/run/daypass/metrics.sock\": it has no sign-in, so it stays on this "
       "machine\n"},
      {"MetricsSocketTooLong", config_errc::too_long,
       changed("[kafka]\n", R"(admin.metrics = "unix:/)" + std::string(107, 'm') + R"("
[kafka]
)"),
       "d.toml:2:17: error: admin.metrics names a socket with a long path: give at most "
       "107 characters\n"},
      {"TenantNoGuid", config_errc::malformed_id,
       changed("11111111-2222-3333-4444-555555555555", "contoso"),
       "d.toml:7:13: error: graph.tenant_id is \"contoso\", which is no GUID: copy the "
       "id from the Entra admin center: 01234567-89ab-cdef-0123-456789abcdef\n"},
      {"GroupNoGuid", config_errc::malformed_id, changed("upn_domain =", R"(groups = ["new hires"]
upn_domain =)"),
       "d.toml:16:11: error: profiles.standard.groups is \"new hires\", which is no "
       "GUID: copy the id from the Entra admin center: "
       "01234567-89ab-cdef-0123-456789abcdef\n"},
  };
}

std::vector<bad_configuration> value_cases_6() {
  return {
      {"TopicWithSpace", config_errc::malformed_name, changed(R"("hr.hires")", R"("hr hires")"),
       "d.toml:4:11: error: kafka.topics is \"hr hires\", which is no name: use "
       "letters, digits, dot, dash and underscore\n"},
      {"ProfileWithSlash", config_errc::malformed_name,
       changed(R"(upn_domain = "contoso.com"
)",
               R"(upn_domain = "contoso.com"
[profiles."a/b"]
upn_domain = "contoso.com"
)"),
       "d.toml:17:11: error: profiles.a/b is \"a/b\", which is no name: use letters, "
       "digits, dot, dash and underscore\n"},
      {"PopulationWithSlash", config_errc::malformed_name,
       changed("[graph]\n", R"(population = "a/b"
[graph]
)"),
       "d.toml:6:14: error: sources.https://hr.example/hires.population is \"a/b\", "
       "which is no name: use letters, digits, dot, dash and underscore\n"},
      {"PathNotAbsolute", config_errc::malformed_path,
       changed(R"("/etc/daypass/signer.pem")", R"("signer.pem")"),
       "d.toml:14:23: error: sealed.signing_certificate is \"signer.pem\", not an "
       "absolute path: begin it with a slash: the daemon's working folder is not yours\n"},
      {"SocketPathNotAbsolute", config_errc::malformed_path,
       changed("[kafka]\n", R"(admin.metrics = "unix:metrics.sock"
[kafka]
)"),
       "d.toml:2:17: error: admin.metrics is \"metrics.sock\", not an absolute path: "
       "begin it with a slash: the daemon's working folder is not yours\n"},
      {"ModeOpenToOthers", config_errc::malformed_mode, changed("[sealed]\n", R"([sealed]
mode = "0644"
)"),
       "d.toml:12:8: error: sealed.mode is \"0644\": write \"0600\", \"0640\" or "
       "\"0660\": no rights for others\n"},
      {"ModeNotOctal", config_errc::malformed_mode, changed("[sealed]\n", R"([sealed]
mode = "rw-r"
)"),
       "d.toml:12:8: error: sealed.mode is \"rw-r\": write \"0600\", \"0640\" or "
       "\"0660\": no rights for others\n"},
      {"DomainWithoutDot", config_errc::malformed_domain,
       changed(R"(domains = ["contoso.com"])", R"(domains = ["contoso.com", "contoso"])"),
       "d.toml:10:27: error: graph.domains is \"contoso\", which is no domain: write a "
       "domain of the tenant, such as \"contoso.com\"\n"},
      {"DomainWithAt", config_errc::malformed_domain,
       changed(R"(domains = ["contoso.com"])", R"(domains = ["contoso.com", "@contoso.com"])"),
       "d.toml:10:27: error: graph.domains is \"@contoso.com\", which is no domain: "
       "write a domain of the tenant, such as \"contoso.com\"\n"},
  };
}

std::vector<bad_configuration> value_cases_7() {
  return {
      {"CountryByName", config_errc::malformed_country,
       changed("upn_domain =", R"(usage_location = "Germany"
upn_domain =)"),
       "d.toml:16:18: error: profiles.standard.usage_location is \"Germany\", which is "
       "no country: write two capital letters, such as \"DE\"\n"},
      {"CountrySmall", config_errc::malformed_country,
       changed("upn_domain =", R"(usage_location = "de"
upn_domain =)"),
       "d.toml:16:18: error: profiles.standard.usage_location is \"de\", which is no "
       "country: write two capital letters, such as \"DE\"\n"},
      {"TemplateWithoutDomain", config_errc::malformed_template,
       changed("upn_domain =", R"(upn_template = "{givenName}.{surname}"
upn_domain =)"),
       "d.toml:16:16: error: profiles.standard.upn_template is "
       "\"{givenName}.{surname}\", which can't give a user principal name: write "
       "placeholders, then @{domain}: \"{givenName}.{surname}@{domain}\"\n"},
      {"TemplateSameForAll", config_errc::malformed_template,
       changed("upn_domain =", R"(upn_template = "hire@{domain}"
upn_domain =)"),
       "d.toml:16:16: error: profiles.standard.upn_template is \"hire@{domain}\", which "
       "can't give a user principal name: write placeholders, then @{domain}: "
       "\"{givenName}.{surname}@{domain}\"\n"},
      {"UnknownChoice", config_errc::unknown_choice, changed("[kafka]\n", R"([kafka]
security = "tsl"
)"),
       "d.toml:3:12: error: kafka.security is \"tsl\": did you mean tls?\n"},
      {"UnknownChoiceFarFromAll", config_errc::unknown_choice,
       changed("[kafka]\n", R"(logging.level = "everything"
[kafka]
)"),
       "d.toml:2:17: error: logging.level is \"everything\": known are debug, info, "
       "warning, error\n"},
      {"BrokerTwice", config_errc::listed_twice,
       changed(R"(["localhost:9092"])", R"(["localhost:9092", "localhost:9092"])"),
       "d.toml:3:30: error: kafka.brokers lists the same twice: name it once\n"},
      {"SecretInTheFile", config_errc::literal_secret,
       changed(R"("file:/run/secret")", R"("kX~8Q-this-is-the-secret")"),
       "d.toml:9:17: error: graph.client_secret is no reference, and perhaps a secret "
       "itself: write \"credential:NAME\", \"file:/PATH\" or \"env:NAME\", and replace "
       "the secret if it was one\n"},
      {"SigningKeyInTheFile", config_errc::literal_secret,
       changed(R"("file:/run/key")", "'''-----BEGIN PRIVATE KEY-----\nMIGH\n'''"),
       "d.toml:13:15: error: sealed.signing_key is no reference, and perhaps a secret "
       "itself: write \"credential:NAME\", \"file:/PATH\" or \"env:NAME\", and replace "
       "the secret if it was one\n"},
  };
}

std::vector<bad_configuration> value_cases_8() {
  return {
      {"SecretFileNotAbsolute", config_errc::malformed_reference,
       changed(R"("file:/run/secret")", R"("file:secret")"),
       "d.toml:9:17: error: graph.client_secret has no usable name behind \"file:\": "
       "write \"credential:NAME\", \"file:/PATH\" or \"env:NAME\"\n"},
      {"CredentialWithSlash", config_errc::malformed_reference,
       changed(R"("file:/run/secret")", R"("credential:../secret")"),
       "d.toml:9:17: error: graph.client_secret has no usable name behind "
       "\"credential:\": write \"credential:NAME\", \"file:/PATH\" or \"env:NAME\"\n"},
      {"VariableWithoutName", config_errc::malformed_reference,
       changed(R"("file:/run/secret")", R"("env:")"),
       "d.toml:9:17: error: graph.client_secret has no usable name behind \"env:\": "
       "write \"credential:NAME\", \"file:/PATH\" or \"env:NAME\"\n"},
  };
}

}  // namespace

std::vector<bad_configuration> value_cases() {
  return joined({value_cases_1(), value_cases_2(), value_cases_3(), value_cases_4(),
                 value_cases_5(), value_cases_6(), value_cases_7(), value_cases_8()});
}

}  // namespace daypass::config
