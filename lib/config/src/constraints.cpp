#include "constraints.hpp"

#include "findings.hpp"
#include "forms.hpp"
#include "spelling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cctype>
#include <tuple>

namespace daypass::config {
namespace {

bool is_inside(const std::filesystem::path& inner, const std::filesystem::path& outer) {
  const auto clean = outer.lexically_normal();
  const auto relative = inner.lexically_normal().lexically_relative(clean);
  return !relative.empty() && *relative.begin() != "..";
}

bool equal_without_case(const std::string& left, const std::string& right) {
  return std::ranges::equal(left, right, [](unsigned char one, unsigned char other) {
    return std::tolower(one) == std::tolower(other);
  });
}

void check_profile(loaded& into, const profile& one) {
  const std::string key = "profiles." + one.name;
  if (one.nameable_by_event && one.adopt) {
    into.add(config_errc::adoption_by_event, key + ".adopt",
             "allows adoption, and events may name the profile",
             "drop adopt or nameable_by_event: an event must not choose to take over an account");
  }
  if (one.issue_ahead > one.create_ahead) {
    into.add(config_errc::contradiction, key + ".issue_ahead",
             fmt::format("is {}, longer than create_ahead ({})", show_duration(one.issue_ahead),
                         show_duration(one.create_ahead)),
             "a pass needs its account: raise create_ahead or lower issue_ahead");
  }
  const auto& domains = into.values.graph.domains;
  const auto same = [&](const std::string& allowed) {
    return equal_without_case(allowed, one.upn_domain);
  };
  if (!one.upn_domain.empty() && !domains.empty() && std::ranges::none_of(domains, same)) {
    into.add(config_errc::domain_not_allowed, key + ".upn_domain",
             fmt::format("is \"{}\", which graph.domains doesn't list", one.upn_domain),
             did_you_mean(one.upn_domain, domains));
  }
}

void check_profiles(loaded& into) {
  const settings& now = into.values;
  std::vector<std::string> names;
  for (const auto& [name, one] : now.profiles) {
    names.push_back(name);
    check_profile(into, one);
  }
  if (!now.default_profile.empty() && !names.empty() &&
      !now.profiles.contains(now.default_profile)) {
    into.add(config_errc::undefined_profile, "default_profile",
             fmt::format("is \"{}\", and there is no such profile", now.default_profile),
             did_you_mean(now.default_profile, names));
  }
}

void check_kafka(loaded& into) {
  const kafka_settings& now = into.values.kafka;
  if (std::ranges::find(now.topics, now.dead_letter_topic) != now.topics.end()) {
    into.add(config_errc::contradiction, "kafka.dead_letter_topic", "is one of kafka.topics",
             "name another: unusable events would come back for ever");
  }
  const bool signs_in = now.security == kafka_security::sasl_tls;
  if (signs_in && (now.username.empty() || now.password.empty())) {
    into.add(config_errc::contradiction, "kafka.security", "is sasl_tls without a user or password",
             "give kafka.username and kafka.password");
  }
  if (!signs_in && !now.password.empty()) {
    into.add(config_errc::contradiction, "kafka.password", "is not used without sasl_tls",
             "write security = \"sasl_tls\", or drop it");
  }
  if (now.security == kafka_security::plaintext && !now.ca_file.empty()) {
    into.add(config_errc::contradiction, "kafka.ca_file", "is not used under plaintext",
             "write security = \"tls\", or drop it");
  }
}

/// A profile without a store of its own seals files.
void check_stores(loaded& into) {
  const settings& now = into.values;
  std::vector<std::string> stores;
  stores.reserve(now.key_vaults.size());
  for (const auto& [name, one] : now.key_vaults) stores.push_back(name);
  for (const auto& [name, how] : now.profiles) {
    const std::string key = "profiles." + name + ".store";
    if (how.store.empty() && !now.seals) {
      into.add(config_errc::missing, "sealed",
               fmt::format("is missing, and profile {} has no store", name),
               stores.empty() ? "give [sealed]; config/daypassd.toml shows it with an example"
                              : "give [sealed], or name a store in the profile");
      return;
    }
    if (!how.store.empty() && !now.key_vaults.contains(how.store)) {
      into.add(config_errc::contradiction, key,
               fmt::format("is \"{}\", and there is no [key_vaults.{}]", how.store, how.store),
               stores.empty()
                   ? fmt::format("give [key_vaults.{}], or drop it for sealed files", how.store)
                   : did_you_mean(how.store, stores));
    }
  }
}

void check_places(loaded& into) {
  const settings& now = into.values;
  if (now.seals && (is_inside(now.state.path, now.sealed.folder) ||
                    is_inside(now.sealed.folder, now.state.path.parent_path()))) {
    into.add(config_errc::contradiction, "sealed.folder", "and state.path are not apart",
             "readers of passes must not reach the state: give each a folder of its own");
  }
  if (!now.admin.metrics.socket.empty() && now.admin.metrics.socket == now.admin.socket) {
    into.add(config_errc::contradiction, "admin.metrics", "is the operators' socket",
             "give metrics a socket of its own: it has no sign-in");
  }
  if (now.admin.socket.native().size() > 107) {
    into.add(config_errc::too_long, "admin.socket", "is too long for a socket",
             "give at most 107 characters");
  }
}

void check_numbers(loaded& into) {
  const settings& now = into.values;
  if (!std::has_single_bit(now.process.secret_memory_kib)) {
    into.add(config_errc::out_of_range, "process.secret_memory_kib",
             fmt::format("is {}, not a power of two", now.process.secret_memory_kib),
             fmt::format("write {}", std::bit_ceil(now.process.secret_memory_kib)));
  }
  if (now.limits.retry_first > now.limits.retry_max) {
    into.add(config_errc::contradiction, "limits.retry_first", "is longer than retry_max",
             "lower it, or raise retry_max");
  }
}

}  // namespace

void check_constraints(loaded& into) {
  check_profiles(into);
  check_kafka(into);
  check_sign_in(into);
  check_stores(into);
  check_places(into);
  check_numbers(into);
}

void sort_problems(loaded& into) {
  std::ranges::sort(into.problems, [](const problem& left, const problem& right) {
    return std::tie(left.at.line, left.at.column, left.what) <
           std::tie(right.at.line, right.at.column, right.what);
  });
}

}  // namespace daypass::config
