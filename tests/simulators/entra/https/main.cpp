// entra-simulator: Entra ID and Microsoft Graph on loopback, for tests and the quickstart; with
// --vault a Key Vault of that tenant too.

#include "simulators/entra/https/server.hpp"
#include "simulators/key_vault/logic/control_service.hpp"
#include "simulators/key_vault/tenant/trust.hpp"

#include <CLI/CLI.hpp>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>

namespace {

using namespace daypass::entra_simulator;
namespace key_vault = daypass::key_vault_simulator;

struct vault_options {
  bool wanted = false;
  std::uint16_t port = 0;
  std::string name = "daypass-sim";
  std::vector<std::string> hosts;
  std::vector<std::string> audiences{"https://vault.azure.net"};
  std::vector<std::string> switches_set;
};

struct options {
  server_options ports;
  identity who;
  std::vector<std::string> domains;
  std::vector<std::string> certificates;  ///< Files.
  std::vector<std::string> switches_set;
  std::string ca_file;
  std::string ready_file;
  std::uint64_t seed = 1;
  double answer_delay_ms = 0;
  std::size_t log_entries = 200'000;
  bool die_with_parent = false;
  vault_options vault;
};

void declare_vault(CLI::App& app, vault_options& chosen) {
  app.add_flag("--vault", chosen.wanted, "serves a Key Vault of the tenant as well");
  app.add_option("--vault-port", chosen.port, "its HTTPS port")->needs("--vault");
  app.add_option("--vault-name", chosen.name, "its name, for the texts of refusals")
      ->needs("--vault");
  app.add_option("--vault-host", chosen.hosts,
                 "a host name that the certificate is for too, *.vault.azure.net for one; may be "
                 "repeated")
      ->needs("--vault");
  app.add_option("--vault-audience", chosen.audiences,
                 "what tokens must be for instead of https://vault.azure.net; may be repeated")
      ->needs("--vault");
  app.add_option("--vault-set", chosen.switches_set,
                 "a switch of its as name=JSON; may be repeated")
      ->needs("--vault");
}

void declare(CLI::App& app, options& chosen) {
  app.add_option("--port", chosen.ports.port,
                 "HTTPS port of Graph and the token endpoint; 0 "
                 "lets the system choose");
  app.add_option("--control-port", chosen.ports.control_port, "HTTP port of the control API");
  app.add_option("--ca-file", chosen.ca_file, "where to write the authority to trust, as PEM");
  app.add_option("--ready-file", chosen.ready_file,
                 "where to write ports and identity as JSON, once everything listens");
  app.add_option("--tenant", chosen.who.tenant_id, "the tenant's id");
  app.add_option("--client-id", chosen.who.client_id, "the application that may sign in");
  app.add_option("--client-secret", chosen.who.client_secret, "its secret");
  app.add_option("--certificate", chosen.certificates,
                 "a PEM file with a certificate of the application; may be repeated")
      ->check(CLI::ExistingFile);
  app.add_option("--domain", chosen.domains, "a verified domain; may be repeated");
  app.add_option("--canary", chosen.who.canary, "text that stands inside every code")
      ->check(CLI::Validator(
          [](std::string& text) { return text.size() > 40 ? "too long" : std::string{}; }, ""));
  app.add_option("--set", chosen.switches_set, "a switch as name=JSON; may be repeated");
  app.add_option("--seed", chosen.seed, "of everything random but keys");
  app.add_option("--answer-delay-ms", chosen.answer_delay_ms, "delays every answer");
  app.add_option("--log-entries", chosen.log_entries, "how many requests the log remembers");
  app.add_flag("--die-with-parent", chosen.die_with_parent, "ends when the starting process does");
  declare_vault(app, chosen.vault);
}

/// Switches as they are at the start, but for those that were named.
template <typename Switches>
Switches read_switches(const std::vector<std::string>& named, double answer_delay_ms) {
  Switches made;
  json changes{{"latency_ms", answer_delay_ms}};
  for (const auto& each : named) {
    const auto mark = each.find('=');
    if (mark == std::string::npos) throw std::invalid_argument("--set takes name=JSON: " + each);
    const json value = parse_json(each.substr(mark + 1));
    changes[each.substr(0, mark)] = value.is_discarded() ? json(each.substr(mark + 1)) : value;
  }
  const std::string wrong = apply_changes(made, changes);
  if (!wrong.empty()) throw std::invalid_argument(wrong);
  return made;
}

/// Written whole or not at all: readers wait for the name.
void write_file(const std::string& path, const std::string& text) {
  const std::string draft = path + ".tmp";
  std::ofstream(draft) << text;
  if (std::rename(draft.c_str(), path.c_str()) != 0)
    throw std::runtime_error("can't write " + path);
}

std::unique_ptr<key_vault::vault_service> make_vault(const options& chosen, graph_service& graph,
                                                     std::uint16_t port) {
  const vault_options& wanted = chosen.vault;
  auto who = key_vault::identity_in(chosen.who, "https://localhost:" + std::to_string(port));
  who.vault_name = wanted.name;
  who.audiences = wanted.audiences;
  auto made = std::make_unique<key_vault::vault_service>(
      who, read_switches<key_vault::switches>(wanted.switches_set, chosen.answer_delay_ms),
      chosen.seed);
  made->state().log.remember(chosen.log_entries);
  key_vault::trust(*made, graph);
  return made;
}

void run(options chosen) {
  if (chosen.die_with_parent) ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (!chosen.domains.empty()) chosen.who.domains = chosen.domains;
  if (chosen.vault.wanted) chosen.who.other_audiences = chosen.vault.audiences;
  chosen.ports.names = chosen.vault.hosts;
  graph_service graph(chosen.who,
                      read_switches<switches>(chosen.switches_set, chosen.answer_delay_ms),
                      chosen.seed);
  graph.state().log.remember(chosen.log_entries);
  for (const std::string& file : chosen.certificates) {
    const std::string pem{std::istreambuf_iterator<char>(std::ifstream(file).rdbuf()), {}};
    if (!graph.state().assertions.register_certificate(pem)) {
      throw std::invalid_argument(file + " holds no certificate");
    }
  }
  std::unique_ptr<key_vault::vault_service> vault;
  server serving(graph, chosen.ports);
  json ready{{"port", serving.port()},         {"control_port", serving.control_port()},
             {"tenant", chosen.who.tenant_id}, {"client_id", chosen.who.client_id},
             {"domains", chosen.who.domains},  {"pid", ::getpid()}};
  if (chosen.vault.wanted) {
    vault = make_vault(chosen, graph, serving.port());
    ready["vault_port"] = serving.open(
        *vault, chosen.vault.port, "/vault", [&vault](const request& asked, daypass::instant now) {
          return key_vault::control_service(*vault).handle(asked, now);
        });
  }
  if (!chosen.ca_file.empty()) write_file(chosen.ca_file, serving.authority_pem());
  if (!chosen.ready_file.empty()) write_file(chosen.ready_file, ready.dump() + "\n");
  std::cout << ready.dump() << std::endl;
  serving.run();
}

}  // namespace

int main(int count, char** arguments) {
  options chosen;
  CLI::App app("Entra ID and Microsoft Graph, simulated on loopback", "entra-simulator");
  declare(app, chosen);
  CLI11_PARSE(app, count, arguments);
  try {
    run(std::move(chosen));
  } catch (const std::exception& wrong) {
    std::cerr << "entra-simulator: " << wrong.what() << '\n';
    return 1;
  }
  return 0;
}
