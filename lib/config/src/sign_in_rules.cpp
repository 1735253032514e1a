// What [graph] must give for each way to sign in and each cloud, and what has no use there.
#include "constraints.hpp"
#include "forms.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

namespace daypass::config {
namespace {

using by = sign_in_method;

constexpr std::array methods{std::pair{by::client_secret, "client_secret"},
                             std::pair{by::certificate, "certificate"},
                             std::pair{by::managed_identity, "managed_identity"},
                             std::pair{by::workload_identity, "workload_identity"}};

std::string_view word_of(by method) {
  return std::ranges::find(methods, method, &std::pair<by, const char*>::first)->second;
}

enum class use : std::uint8_t { none, may, must };

/// A setting, and its use under each of `methods`, in their order.
struct sign_in_key {
  std::string_view name;
  std::array<use, methods.size()> uses;
};

constexpr std::array sign_in_keys{
    sign_in_key{"tenant_id", {use::must, use::must, use::none, use::must}},
    sign_in_key{"client_id", {use::must, use::must, use::may, use::must}},
    sign_in_key{"client_secret", {use::must, use::none, use::none, use::none}},
    sign_in_key{"certificate", {use::none, use::must, use::none, use::none}},
    sign_in_key{"federated_token", {use::none, use::none, use::none, use::may}},
    sign_in_key{"identity_endpoint", {use::none, use::none, use::may, use::none}},
};

std::string other_methods(const sign_in_key& key) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < methods.size(); ++at) {
    if (key.uses[at] != use::none) words.push_back(fmt::format("\"{}\"", methods[at].second));
  }
  return join(words, " or ");
}

void check_sign_in_keys(loaded& into) {
  const by chosen = into.values.graph.sign_in;
  for (const sign_in_key& key : sign_in_keys) {
    const std::string setting = fmt::format("graph.{}", key.name);
    const bool given = into.places.contains(setting);
    const use wanted = key.uses[static_cast<std::size_t>(chosen)];
    if (given && wanted == use::none) {
      into.add(config_errc::contradiction, setting,
               fmt::format("is not used with sign_in = \"{}\"", word_of(chosen)),
               fmt::format("drop it, or write sign_in = {}", other_methods(key)));
    } else if (!given && wanted == use::must) {
      const bool id = key.name.ends_with("_id");
      into.add(config_errc::missing, setting, "is missing",
               fmt::format("give it in [graph]: {}", (id ? guid().words : secret().words)));
    }
  }
}

void check_cloud(loaded& into) {
  const graph_settings& now = into.values.graph;
  const bool custom = now.cloud == cloud_name::custom;
  const bool asks_login = now.sign_in != by::managed_identity;
  struct row {
    const char* setting;
    bool has_value;
    bool needed;
  };
  for (const row& each :
       {row{"graph.host", !now.host.host.empty(), custom},
        row{"graph.login_host", !now.login_host.host.empty(), custom && asks_login}}) {
    if (each.has_value && !custom) {
      into.add(config_errc::contradiction, each.setting, "is given, and the cloud has its own",
               "drop it, or write cloud = \"custom\"");
    } else if (each.has_value && !each.needed) {
      into.add(config_errc::contradiction, each.setting,
               "is not used with sign_in = \"managed_identity\"", "drop it");
    } else if (each.needed && !into.places.contains(each.setting)) {
      into.add(config_errc::missing, each.setting, "is missing",
               "give it in [graph]: a custom cloud has no other");
    }
  }
}

/// Graph: the pages of temporaryAccessPassAuthenticationMethod leave this cloud out.
void check_passes_exist(loaded& into) {
  const graph_settings& now = into.values.graph;
  const bool named = now.cloud == cloud_name::china;
  if (!named && !now.host.host.ends_with(".chinacloudapi.cn")) return;
  into.add(config_errc::contradiction, named ? "graph.cloud" : "graph.host",
           "means China (21Vianet), where Microsoft Graph has no Temporary Access Passes",
           "run daypass for a tenant of another cloud");
}

}  // namespace

void check_sign_in(loaded& into) {
  if (!into.places.contains("graph")) return;  // Which is a problem of its own.
  check_sign_in_keys(into);
  check_cloud(into);
  check_passes_exist(into);
}

}  // namespace daypass::config
