#include "probes.hpp"

#include "connections.hpp"
#include "deaf_observer.hpp"
#include "sign_in.hpp"
#include "system_clock.hpp"

#include "daypass/config/problem.hpp"
#include "daypass/kafka/kafka_probe.hpp"
#include "daypass/planner/tenant_policy.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace daypass {
namespace {

namespace asio = boost::asio;
using config::config_errc;

/// Nobody's object id: a read of it ends in "no such user" where reading is allowed.
const user_id nobody{"00000000-0000-4000-8000-000000000000"};

/// The questions, one after the other.
class probe {
 public:
  probe(config::loaded& into, directory& entra, clock& time)
      : into_(into), entra_(entra), time_(time) {}

  asio::awaitable<void> run() {
    // The first question signs in: when that fails the others would say the same.
    const std::string name = "daypass-probe@" + into_.values.graph.domains.front();
    const auto users = co_await entra_.look_account(name, "", soon());
    if (!users) {
      add("graph", config_errc::no_access, "can't read users: " + users.error().what,
          users.error().code == refusal::forbidden
              ? std::string("grant the application permission User.ReadWrite.All")
              : sign_in_cure(into_.values));
      if (users.error().code != refusal::forbidden) co_return;
    }
    co_await ask_policy();
    co_await ask_methods();
    co_await ask_roles();
  }

 private:
  [[nodiscard]] call_options soon() const { return {time_.steady_now() + seconds{30}, false}; }

  void add(const std::string& setting, config_errc code, std::string what, std::string cure) {
    into_.add(code, setting, std::move(what), std::move(cure));
  }

  asio::awaitable<void> ask_policy() {
    const auto tenant = co_await entra_.read_pass_policy(soon());
    if (!tenant) {
      add("graph", config_errc::no_access,
          "can't read the Temporary Access Pass policy: " + tenant.error().what,
          "grant Policy.Read.AuthenticationMethod; without it the limits are learnt from refusals");
      co_return;
    }
    for (const auto& [name, how] : into_.values.profiles) {
      const auto obstacle = planner::policy_obstacle(how, *tenant);
      if (obstacle) judge("profiles." + name, how, *tenant, *obstacle);
    }
  }

  void judge(const std::string& profile_key, const profile& how, const tenant_pass_policy& tenant,
             reason obstacle) {
    if (obstacle == reason::policy_lifetime) {
      add(profile_key + ".lifetime", config_errc::contradiction,
          fmt::format("is {} minutes, and the tenant's pass policy allows {} to {}",
                      how.pass_lifetime.count(), tenant.lifetime_min.count(),
                      tenant.lifetime_max.count()),
          "write a lifetime within it, or have the policy changed");
    } else if (obstacle == reason::policy_one_time) {
      add(profile_key + ".one_time", config_errc::contradiction,
          "is false, and the tenant's pass policy allows one-time passes only",
          "write true, or have the policy changed");
    } else {
      add(profile_key, config_errc::contradiction,
          "can't be served: the tenant's pass policy is disabled", std::string(cure(obstacle)));
    }
  }

  asio::awaitable<void> ask_methods() {
    const auto seen = co_await entra_.look_methods(nobody, soon());
    if (seen || seen.error().code != refusal::forbidden) co_return;
    add("graph", config_errc::no_access, "can't read authentication methods",
        "grant the application permission UserAuthenticationMethod.ReadWrite.All");
  }

  asio::awaitable<void> ask_roles() {
    for (const auto& [name, how] : into_.values.profiles) {
      if (!how.adopt) continue;
      const auto evidence = co_await entra_.gather_evidence(nobody, soon());
      if (!evidence && evidence.error().code == refusal::forbidden) {
        add("profiles." + name + ".adopt", config_errc::no_access,
            "needs evidence that the application may not read: " + evidence.error().what,
            "grant RoleManagement.Read.Directory and GroupMember.Read.All, or write false");
      }
      co_return;
    }
  }

  config::loaded& into_;
  directory& entra_;
  clock& time_;
};

}  // namespace

void probe_tenant(config::loaded& into) {
  asio::io_context context(1);
  const auto executor = context.get_executor();
  const auto time = make_system_clock(executor);
  const auto random = make_system_entropy();
  auto graph = net::make_https_client(executor, graph_client_of(into.values));
  auto who = make_sign_in(executor, into.values, *time, *random);
  if (!graph || !who) {
    into.add(config_errc::no_access, "graph.ca_file", "can't be used",
             (graph ? who.error() : graph.error()).what);
    return;
  }
  deaf_observer nothing;
  entra::graph_settings settings = graph_settings_of(into.values);
  settings.sign_in = who->credential;
  const auto entra =
      entra::make_graph_directory(executor, std::move(settings), **graph, *time, *random, nothing);
  probe asking(into, *entra, *time);
  asio::co_spawn(context, asking.run(), [&](std::exception_ptr bug) {
    (*graph)->stop();
    who->client->stop();
    context.stop();
    if (bug) std::rethrow_exception(bug);
  });
  context.run();
}

void probe_brokers(config::loaded& into) {
  const config::kafka_settings& from = into.values.kafka;
  const auto connection = kafka_connection_of(into.values);
  if (!connection) {
    into.add(config_errc::no_access, "kafka.password", "can't be read", connection.error().what);
    return;
  }
  std::vector<std::string> topics = from.topics;
  if (!from.dead_letter_topic.empty()) topics.push_back(from.dead_letter_topic);
  for (kafka::probe_finding& one : kafka::probe(**connection, topics, from.group)) {
    const bool dead =
        one.about == kafka::probe_subject::topic && one.name == from.dead_letter_topic;
    const char* setting = "kafka.brokers";
    if (one.about == kafka::probe_subject::topic) setting = "kafka.topics";
    if (one.about == kafka::probe_subject::group) setting = "kafka.group";
    into.add(config_errc::no_access, dead ? "kafka.dead_letter_topic" : setting,
             "does not serve: " + one.what, std::move(one.cure));
  }
}

}  // namespace daypass
