#include "simulation/acts.hpp"

#include "simulators/entra/logic/control_service.hpp"

#include <fmt/format.h>

namespace daypass::simulation {
namespace {

namespace sim = entra_simulator;
using sim::json;

/// The account of a hire that is alive and not somebody else's.
sim::user* account_of(world& of, const hire_plan& hire) {
  for (sim::user* one : of.graph.state().world.with_employee_id(hire.who.hire_id)) {
    if (one->state == sim::standing::live && one->made_by != sim::actor::administrator) return one;
  }
  return nullptr;
}

bool change_account(world& of, mishap what, const sim::user& whom) {
  const json body{{"user", whom.id}};
  const bool ours = whom.current && whom.current->made_by != sim::actor::administrator;
  switch (what) {
    case mishap::pass_added:
      return !whom.current && act(of, "make_pass", body);
    case mishap::pass_deleted:
      return ours && act(of, "delete_pass", body);
    case mishap::pass_replaced:
      return ours && act(of, "make_pass", body);
    case mishap::account_disabled:
      return whom.enabled() && act(of, "disable_user", body);
    case mishap::account_renamed:
      return act(of, "rename_user",
                 {{"user", whom.id}, {"upn", fmt::format("renamed.{}@{}", whom.id, mail_domain)}});
    case mishap::account_deleted:
      return act(of, "delete_user", body);
    case mishap::account_restored:
      return act(of, "delete_user", body);  // Restored when the mishap ends.
    default:
      return false;
  }
}

bool remove_file(world& of, folder_reader& folder, const hire_plan& hire, std::uint64_t draw) {
  for (const readable_pass& one : folder.look()) {
    if (one.hire_id != hire.who.hire_id) continue;
    const std::string path = fmt::format("{}/{}", passes_folder, one.name);
    ++of.changes;
    if (draw % 2 == 0) of.disk.remove(path.substr(0, path.size() - 4) + ".json");
    return of.disk.remove(path);
  }
  return false;
}

}  // namespace

bool act(world& of, std::string_view verb, const json& body) {
  sim::control_service control(of.graph);
  ++of.changes;
  const auto made = control.handle(
      sim::make_request("POST", "/actions/" + std::string(verb), body.dump()), of.now());
  return made.status == 200;
}

bool commit_act(world& of, folder_reader& folder, const timed_mishap& what) {
  const hire_plan* hire = of.hire(what.hire);
  if (hire == nullptr) return false;
  if (what.id.first == mishap::pass_file_removed) return remove_file(of, folder, *hire, what.draw);
  const sim::user* whom = account_of(of, *hire);
  return whom != nullptr && change_account(of, what.id.first, *whom);
}

void sign_in_with_sealed_pass(world& of, folder_reader& folder, const hire_plan& hire) {
  for (const readable_pass& one : folder.look()) {
    if (one.hire_id != hire.who.hire_id) continue;
    const sim::user* whom = account_of(of, hire);
    if (whom == nullptr) return;
    sim::control_service control(of.graph);
    ++of.changes;
    const auto said =
        control.handle(sim::make_request("POST", "/actions/sign_in",
                                         json{{"user", whom->id}, {"code", one.code}}.dump()),
                       of.now());
    const bool in = json::parse(said.body).value("succeeded", false);
    if (in && hire.registers) {
      act(of, "register_method", {{"user", whom->id}, {"type", "fido2"}});
    }
    return;
  }
}

}  // namespace daypass::simulation
