#include "conninfo.hpp"

#include <libpq-fe.h>

#include <algorithm>

namespace daypass::store::postgres {
namespace {

/// Where there can be no file: libpq looks for others when it is given none.
constexpr const char* no_file = "/dev/null/none";

std::string text_of(milliseconds time) {
  return std::to_string(time.count());
}

/// Settings of the session (PostgreSQL: "Client Connection Defaults").
std::string options_of(const postgres_settings& from, purpose why) {
  std::string options = "-c search_path=" + from.schema;
  // A commit is told when it is on disk, and on the standby where the server waits for one.
  options += " -c synchronous_commit=on -c default_transaction_isolation=read\\ committed";
  options += " -c statement_timeout=" + text_of(from.statement_timeout);
  options += " -c lock_timeout=" + text_of(from.statement_timeout / 2);
  options += " -c idle_in_transaction_session_timeout=" + text_of(from.statement_timeout);
  options += " -c jit=off -c client_min_messages=warning";
  if (why == purpose::work) {
    // Tables grow from nothing to a million rows between two ANALYZEs: by index, always.
    options += " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off";
    options += " -c enable_hashjoin=off -c enable_mergejoin=off";
  }
  return options;
}

}  // namespace

std::vector<std::pair<const char*, std::string>> conninfo_of(const postgres_settings& from,
                                                             const server_place& place,
                                                             purpose why) {
  const bool tls = from.tls == postgres_tls::verify_full;
  std::vector<std::pair<const char*, std::string>> info = {
      {"host", place.host},
      {"port", std::to_string(place.port)},
      {"dbname", from.database},
      {"user", from.user},
      {"application_name", "daypassd"},
      {"client_encoding", "UTF8"},
      {"target_session_attrs", "read-write"},
      {"options", options_of(from, why)},
      {"sslmode", tls ? "verify-full" : "disable"},
      {"gssencmode", "disable"},
      {"passfile", no_file},
      // A peer that is gone without a word is noticed by these, and by our own deadlines.
      {"keepalives_idle", "10"},
      {"keepalives_interval", "5"},
      {"keepalives_count", "3"},
      {"tcp_user_timeout", "15000"},
  };
  if (!place.address.empty()) info.emplace_back("hostaddr", place.address);
  if (!tls) return info;
  info.emplace_back("ssl_min_protocol_version", "TLSv1.2");
  info.emplace_back("sslcompression", "0");
  info.emplace_back("sslrootcert",
                    from.ca_file.empty() ? "/etc/ssl/certs/ca-certificates.crt" : from.ca_file);
  info.emplace_back("sslcert", from.cert_file.empty() ? no_file : from.cert_file);
  info.emplace_back("sslkey", from.key_file.empty() ? no_file : from.key_file);
  return info;
}

pg_conn* start_connecting(const std::vector<std::pair<const char*, std::string>>& conninfo,
                          const secret_text& password) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, value] : conninfo) {
    keywords.push_back(keyword);
    values.push_back(value.c_str());
  }
  secret_text terminated;
  if (!password.empty()) {
    auto room = secret_text::with_size(password.size() + 1);
    if (!room) return nullptr;
    terminated = std::move(*room);
    std::ranges::copy(password.expose(), terminated.expose_writable().begin());
    keywords.push_back("password");
    values.push_back(terminated.expose().data());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  return PQconnectStartParams(keywords.data(), values.data(), 0);
}

}  // namespace daypass::store::postgres
