// What is no configuration at all, or has the wrong shape.

#include "bad_configurations.hpp"
#include "support.hpp"

namespace daypass::config {

namespace {

std::vector<bad_configuration> shape_cases_1() {
  return {
      {"NoSettingsAtAll", config_errc::missing, std::string(),
       "d.toml: error: default_profile is missing: config/daypassd.toml shows it with "
       "an example\n"
       "d.toml: error: graph is missing: config/daypassd.toml shows it with an example\n"
       "d.toml: error: kafka is missing: config/daypassd.toml shows it with an example\n"
       "d.toml: error: profiles is missing: config/daypassd.toml shows it with an "
       "example\n"
       "d.toml: error: sources is missing: config/daypassd.toml shows it with an "
       "example\n"},
      {"TooLarge", config_errc::file_too_large, minimal + std::string(300'000, '#'),
       "d.toml: error: the file has more than 262144 bytes: keep lists of sites and "
       "sources short; certificates lie in files of their own\n"},
      {"NoText", config_errc::not_text, changed(R"("hr.hires")", std::string("\"hr\0hires\"", 11)),
       "d.toml:4:14: error: a NUL byte: save the file as UTF-8 text\n"},
      {"BrokenUtf8", config_errc::syntax, changed(R"("hr.hires")", "\"hr\xff\xfe hires\""),
       "d.toml:4:13: error: Encountered invalid utf-8 sequence: write it as TOML 1.0 "
       "has it: key = \"text\"\n"},
      {"UnclosedString", config_errc::syntax, changed(R"("hr.hires")", R"("hr.hires)"),
       "d.toml:4:21: error: Error while parsing string: unescaped control characters "
       "other than TAB (U+0009) are explicitly prohibited: write it as TOML 1.0 has it: "
       "key = \"text\"\n"},
      {"UnclosedList", config_errc::syntax, changed(R"(["contoso.com"])", R"(["contoso.com")"),
       "d.toml:11:1: error: Error while parsing array: expected comma or closing ']', "
       "saw '[': write it as TOML 1.0 has it: key = \"text\"\n"},
      {"NoValue", config_errc::syntax,
       changed(R"("standard"
)",
               "\n"),
       "d.toml:1:19: error: Error while parsing key-value pair: expected value, saw "
       "'\\n': write it as TOML 1.0 has it: key = \"text\"\n"},
      {"BareWord", config_errc::syntax,
       changed(R"("standard"
)",
               "standard\n"),
       "d.toml:1:19: error: Error while parsing value: could not determine value type: "
       "write it as TOML 1.0 has it: key = \"text\"\n"},
      {"NoEqualsSign", config_errc::syntax, changed("default_profile =", "default_profile"),
       "d.toml:1:17: error: Error while parsing key-value pair: expected '=', saw '\"': "
       "write it as TOML 1.0 has it: key = \"text\"\n"},
  };
}

std::vector<bad_configuration> shape_cases_2() {
  return {
      {"HugeNumber", config_errc::syntax,
       changed("[kafka]\n", "[kafka]\nqueue_kib_max = 99999999999999999999\n"),
       "d.toml:3:37: error: Error while parsing decimal integer: this is not "
       "representable in 64 bits: write it as TOML 1.0 has it: key = \"text\"\n"},
      {"KeyTwice", config_errc::duplicate_key, changed("[kafka]\n", R"([kafka]
brokers = ["a:1"]
)"),
       "d.toml:4:11: error: cannot redefine existing array 'brokers': give it once\n"},
      {"TableTwice", config_errc::duplicate_key, changed("[sealed]\n", "[kafka]\n[sealed]\n"),
       "d.toml:11:1: error: cannot redefine existing table 'kafka': give it once\n"},
      {"InlineKeyTwice", config_errc::duplicate_key,
       changed("[kafka]\n", R"(process = {shutdown_grace = "30s", shutdown_grace = "31s"}
[kafka]
)"),
       "d.toml:2:53: error: cannot redefine existing string 'shutdown_grace': give it "
       "once\n"},
      {"SectionOverValue", config_errc::duplicate_key, changed("[kafka]\n", "kafka = 1\n[kafka]\n"),
       "d.toml:3:1: error: cannot redefine existing integer 'kafka' as table: give it "
       "once\n"},
      {"DeepKey", config_errc::too_deep,
       changed("[kafka]\n", "[kafka.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a]\n"),
       "d.toml:2:39: error: nested deeper than any setting is: see config/README.md for "
       "the settings that there are\n"},
      {"DeepList", config_errc::too_deep,
       changed("[kafka]\n", "[kafka]\ngroup = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n"),
       "d.toml:3:41: error: nested deeper than any setting is: see config/README.md for "
       "the settings that there are\n"},
      {"UnknownSection", config_errc::unknown_key, changed("[kafka]\n", "[amdin]\n[kafka]\n"),
       "d.toml:2:2: error: amdin is no setting or section: did you mean admin?\n"},
      {"UnknownSectionFarFromAll", config_errc::unknown_key,
       changed("[kafka]\n", "[xxxxxxxxxxxxxx]\n[kafka]\n"),
       "d.toml:2:2: error: xxxxxxxxxxxxxx is no setting or section: known are "
       "default_profile, state, kafka, sources, graph, sealed, key_vaults, profiles, sites, "
       "limits, admin, logging, process\n"},
  };
}

std::vector<bad_configuration> shape_cases_3() {
  return {
      {"UnknownKey", config_errc::unknown_key, changed("[kafka]\n", "[kafka]\nbroker = 1\n"),
       "d.toml:3:1: error: kafka.broker is no setting: did you mean brokers?\n"},
      {"UnknownKeyFarFromAll", config_errc::unknown_key, changed("upn_domain =", R"(colour = "red"
upn_domain =)"),
       "d.toml:16:1: error: profiles.standard.colour is no setting: known are "
       "nameable_by_event, local_start, lifetime, one_time, create_ahead, issue_ahead, "
       "foreign_pass, adopt, adopt_younger_than, store, groups, upn_template, upn_domain, "
       "usage_location\n"},
      {"UnknownKeyOfASource", config_errc::unknown_key, changed("[graph]\n", R"(populatoin = "x"
[graph]
)"),
       "d.toml:6:1: error: sources.https://hr.example/hires.populatoin is no setting: "
       "did you mean population?\n"},
      {"SectionAsText", config_errc::wrong_type, changed("[kafka]\n", R"(admin = "x"
[kafka]
)"),
       "d.toml:2:9: error: admin is text, and should be a table: write [admin] and its "
       "settings below it\n"},
      {"SectionAsListOfTables", config_errc::wrong_type,
       changed("[kafka]\n", "[[admin]]\n[kafka]\n"),
       "d.toml:2:1: error: admin is a list, and should be a table: write [admin] and "
       "its settings below it\n"},
      {"SourcesAsList", config_errc::wrong_type,
       changed(R"([sources."https://hr.example/hires"]
)",
               "[[sources]]\n"),
       "d.toml:5:1: error: sources is a list, and should be a table: write a table: "
       "[sources.NAME]\n"},
      {"ProfileAsText", config_errc::wrong_type, changed("[kafka]\n", R"(profiles.odd = "x"
[kafka]
)"),
       "d.toml:2:16: error: profiles.odd is text, and should be a table: write "
       "[profiles.odd] and its settings below it\n"},
      {"NoSources", config_errc::empty,
       changed(R"([sources."https://hr.example/hires"])", "[sources]"),
       "d.toml:5:1: error: sources is empty: give at least one: [sources.NAME]\n"},
      {"NoProfiles", config_errc::empty,
       changed(R"([profiles.standard]
upn_domain = "contoso.com")",
               "[profiles]"),
       "d.toml:15:1: error: profiles is empty: give at least one: [profiles.NAME]\n"},
  };
}

std::vector<bad_configuration> shape_cases_4() {
  return {
      {"SecretWithoutQuotes", config_errc::syntax,
       changed(R"("file:/run/secret")", "99999999999999999999"),
       "d.toml:9:37: error: Error while parsing decimal integer: this is not "
       "representable in 64 bits: write it as TOML 1.0 has it: key = \"text\"\n"},
      {"SourceWithoutName", config_errc::empty, changed("https://hr.example/hires", ""),
       "d.toml:5:10: error: sources has a name of 0 characters: give names of 1 to 512\n"},
      {"LongSourceName", config_errc::too_long,
       changed("https://hr.example/hires", std::string(513, 'h') + ""),
       "d.toml:5:10: error: sources has a name of 513 characters: give names of 1 to "
       "512\n"},
      {"LongSite", config_errc::too_long,
       changed("[kafka]\n", "sites." + std::string(65, 's') + R"( = "UTC"
[kafka]
)"),
       "d.toml:2:7: error: sites has a name of 65 characters: give names of 1 to 64\n"},
  };
}

}  // namespace

std::vector<bad_configuration> shape_cases() {
  return joined({shape_cases_1(), shape_cases_2(), shape_cases_3(), shape_cases_4()});
}

}  // namespace daypass::config
