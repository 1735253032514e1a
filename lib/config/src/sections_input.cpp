// Where events come from and where records are kept.
#include "sections.hpp"

namespace daypass::config {

form<std::string> profile_name() {
  return name(64);
}

form<std::string> zone_name() {
  return text(64, "time zone");
}

const section<state_settings>& state_section() {
  using s = state_settings;
  static const section<s> rows = {
      with_default("path", &s::path, absolute_path(),
                   "The SQLite file. Its folder must exist and belong to the daemon alone."),
      with_default("retention", &s::retention, span(days{1}, days{3'650}),
                   "How long what has come to rest is kept before its person data is purged: "
                   "settled and established hires, event ids, quarantined events. Never less than "
                   "`limits.authority_to_lock`."),
      with_default("cache_kib", &s::cache_kib, number(1'024, 1'048'576),
                   "SQLite's page cache, in KiB: part of the resident memory."),
  };
  return rows;
}

const section<kafka_settings>& kafka_section() {
  using s = kafka_settings;
  static const section<s> rows = {
      required("brokers", &s::brokers, list_of(host_and_port(0), 1, 100),
               "Where to begin; the others are learnt."),
      required("topics", &s::topics, list_of(name(249), 1, 100),
               "Topics with hire events. Whoever may write to them can create members: mind the "
               "ACLs."),
      with_default("group", &s::group, name(249), "Consumer group."),
      with_default("group_instance_id", &s::group_instance_id, name(249),
                   "Static membership: a restart within `session_timeout` moves no partition. "
                   "Different for each daemon of the group."),
      with_default("dead_letter_topic", &s::dead_letter_topic, name(249),
                   "Where copies of unusable events go. Without it they stay in the state only."),
      with_default("security", &s::security,
                   choice<kafka_security>({{"plaintext", kafka_security::plaintext},
                                           {"tls", kafka_security::tls},
                                           {"sasl_tls", kafka_security::sasl_tls}}),
                   "How brokers are reached. `plaintext` is for loopback and test networks."),
      with_default("ca_file", &s::ca_file, absolute_path(),
                   "CA certificates that sign the brokers'. Without it the system's trust."),
      with_default("mechanism", &s::mechanism,
                   choice<sasl_mechanism>({{"plain", sasl_mechanism::plain},
                                           {"scram_sha_256", sasl_mechanism::scram_sha_256},
                                           {"scram_sha_512", sasl_mechanism::scram_sha_512}}),
                   "How to sign in under `sasl_tls`."),
      with_default("username", &s::username, text(255), "User under `sasl_tls`."),
      with_default("password", &s::password, secret(), "Password under `sasl_tls`."),
      with_default("session_timeout", &s::session_timeout, span(seconds{6}, minutes{30}),
                   "How long a silent daemon keeps its partitions."),
      with_default("queue_messages_max", &s::queue_messages_max, number(100, 1'000'000),
                   "Records fetched ahead, at most."),
      with_default("queue_kib_max", &s::queue_kib_max, number(1'024, 1'048'576),
                   "The same in KiB: part of the resident memory."),
  };
  return rows;
}

const section<source_settings>& source_section() {
  using s = source_settings;
  static const section<s> rows = {
      with_default("population", &s::population, name(64),
                   "First part of the hire key: sources that speak of the same people share it."),
      with_default(
          "order", &s::order,
          choice<event_order>({{"revision", event_order::revision}, {"time", event_order::time}}),
          "What orders events of one hire: the integer `revision` in the data, or the "
          "CloudEvents `time`."),
      with_default("key", &s::key,
                   choice<source_key>({{"hireId or employeeId", source_key::hire_or_employee_id},
                                       {"hireId", source_key::hire_id},
                                       {"employeeId", source_key::employee_id}}),
                   "Which member of the data is the hire's id. The first form takes `employeeId` "
                   "where there is no `hireId`."),
  };
  return rows;
}

}  // namespace daypass::config
