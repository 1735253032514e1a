#include "simulators/key_vault/logic/routes.hpp"

#include "simulators/remote/text.hpp"

#include <array>
#include <vector>

namespace daypass::key_vault_simulator {
namespace {

// "versions" stands before {version}: the first that fits is it.
constexpr auto route_table = std::to_array<route>({
    {"PUT", "/secrets/{name}", "secret.set", permission::set, true, set_secret},
    {"GET", "/secrets", "secret.list", permission::list, false, list_secrets},
    {"GET", "/secrets/{name}/versions", "secret.versions", permission::list, false, list_versions},
    {"GET", "/secrets/{name}", "secret.get", permission::get, false, get_secret},
    {"GET", "/secrets/{name}/{version}", "secret.get", permission::get, false, get_secret},
    {"PATCH", "/secrets/{name}", "secret.update", permission::set, true, update_secret},
    {"PATCH", "/secrets/{name}/{version}", "secret.update", permission::set, true, update_secret},
    {"DELETE", "/secrets/{name}", "secret.delete", permission::remove, false, delete_secret},
    {"GET", "/deletedsecrets", "deleted.list", permission::list, false, list_deleted_secrets},
    {"GET", "/deletedsecrets/{name}", "deleted.get", permission::get, false, get_deleted_secret},
    {"POST", "/deletedsecrets/{name}/recover", "deleted.recover", permission::recover, false,
     recover_secret},
    {"DELETE", "/deletedsecrets/{name}", "deleted.purge", permission::purge, false, purge_secret},
});

/// Without empty ones: clients write a slash before a version that they leave out.
std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> made;
  while (!path.empty()) {
    const auto slash = path.find('/');
    if (slash != 0) made.push_back(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  return made;
}

bool fits(const std::vector<std::string_view>& wanted, const std::vector<std::string_view>& given) {
  if (wanted.size() != given.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].front() != '{' && !simulator::equal_folded(wanted[i], given[i])) return false;
  }
  return true;
}

}  // namespace

std::span<const route> all_routes() {
  return route_table;
}

routed find_route(std::string_view method, std::string_view path) {
  const auto given = segments_of(path);
  routed result;
  for (const route& each : route_table) {
    const auto wanted = segments_of(each.path);
    if (!fits(wanted, given)) continue;
    result.known_path = true;
    if (each.method != method) continue;
    result.found = &each;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i] == "{name}") result.name = simulator::percent_decoded(given[i]);
      if (wanted[i] == "{version}") result.version = simulator::percent_decoded(given[i]);
    }
    break;
  }
  return result;
}

}  // namespace daypass::key_vault_simulator
