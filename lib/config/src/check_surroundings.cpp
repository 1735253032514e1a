#include "findings.hpp"

#include "daypass/config/load.hpp"

#include <fmt/format.h>

#include <string>

namespace daypass::config {
namespace {

/// Where it was given, or where the default applies: the whole file.
class inspector {
 public:
  inspector(loaded& into, const surroundings& around) : into_(into), around_(around) {}

  void file(const std::string& key, const std::filesystem::path& path) {
    if (!path.empty()) static_cast<void>(reachable(key, path, file_kind::file));
  }

  void file_or_folder(const std::string& key, const std::filesystem::path& path) {
    const file_facts facts = around_.look(path);
    const bool folder = facts.kind == file_kind::folder;
    static_cast<void>(reachable(key, path, folder ? file_kind::folder : file_kind::file));
  }

  void folder(const std::string& key, const std::filesystem::path& path, bool to_write) {
    if (path.empty() || !reachable(key, path, file_kind::folder)) return;
    if (to_write && !around_.look(path).writable) {
      into_.add(config_errc::no_access, key, fmt::format("({}) can't be written", path.string()),
                "give the folder to the daemon's user");
    }
  }

  void group(const std::string& key, const std::string& name) {
    if (name.empty() || around_.has_group(name)) return;
    into_.add(config_errc::unknown_group, key,
              fmt::format("is \"{}\", and this machine has no such group", name),
              "make it (systemd-sysusers, groupadd), or name another");
  }

  void secret(const std::string& key, const secret_reference& reference) {
    if (reference.empty()) return;
    if (reference.place == secret_place::environment) {
      const auto value = around_.variable(reference.name);
      if (!value) return absent(key, reference, "export it, or use a file or credential");
      return fit(key, reference, value->size());
    }
    const auto path = file_of(reference, around_);
    if (!path) {
      return absent(key, reference, "start under systemd with LoadCredential=, or use file:");
    }
    const file_facts facts = around_.look(*path);
    if (facts.kind == file_kind::missing) {
      return absent(key, reference, fmt::format("put it into {}", path->string()));
    }
    if (!reachable(key, *path, file_kind::file)) return;
    fit(key, reference, facts.size);
    if (facts.open_to_others) {
      into_.add(config_errc::secret_exposed, key,
                fmt::format("({}) can be read by every user of this machine", to_string(reference)),
                fmt::format("chmod 0600 {}", path->string()));
    }
  }

 private:
  void absent(const std::string& key, const secret_reference& reference, std::string cure) {
    into_.add(config_errc::secret_absent, key,
              fmt::format("names {}, which isn't there", to_string(reference)), std::move(cure));
  }

  void fit(const std::string& key, const secret_reference& reference, std::uintmax_t size) {
    if (size > 0 && size <= secret_bytes_max) return;
    into_.add(config_errc::secret_unfit, key,
              fmt::format("({}) has {} bytes", to_string(reference), size),
              fmt::format("a secret has 1 to {}", secret_bytes_max));
  }

  bool reachable(const std::string& key, const std::filesystem::path& path, file_kind wanted) {
    const file_facts facts = around_.look(path);
    const std::string kind = wanted == file_kind::folder ? "folder" : "file";
    if (facts.kind == file_kind::missing) {
      into_.add(config_errc::no_such_file, key,
                fmt::format("names {}, which isn't there", path.string()),
                fmt::format("make the {}, or mend the path", kind));
    } else if (facts.kind != wanted) {
      into_.add(config_errc::wrong_kind, key,
                fmt::format("names {}, which is no {}", path.string(), kind),
                fmt::format("name a {}", kind));
    } else if (!facts.accessible) {
      into_.add(config_errc::no_access, key,
                fmt::format("names {}, which we may not read", path.string()),
                "let the daemon's user read it");
    } else {
      return true;
    }
    return false;
  }

  loaded& into_;
  const surroundings& around_;
};

void inspect_sealed(inspector& inspect, const sealed_settings& sealed) {
  inspect.folder("sealed.folder", sealed.folder, true);
  inspect.group("sealed.group", sealed.group);
  for (const auto& path : sealed.recipients) inspect.file_or_folder("sealed.recipients", path);
  inspect.folder("sealed.managers", sealed.managers, false);
  inspect.secret("sealed.signing_key", sealed.signing_key);
  inspect.file("sealed.signing_certificate", sealed.signing_certificate);
}

}  // namespace

void check_surroundings(loaded& into, const surroundings& around) {
  // With the text itself refused there are only defaults to look at.
  if (into.places.empty()) return;
  const settings now = into.values;
  inspector inspect(into, around);
  inspect.folder("state.path", now.state.path.parent_path(), true);
  inspect.file("kafka.ca_file", now.kafka.ca_file);
  inspect.secret("kafka.password", now.kafka.password);
  inspect.secret("graph.client_secret", now.graph.client_secret);
  inspect.secret("graph.certificate", now.graph.certificate);
  if (now.graph.sign_in == sign_in_method::workload_identity) {
    inspect.secret("graph.federated_token", now.graph.federated_token);
  }
  inspect.file("graph.ca_file", now.graph.ca_file);
  if (now.seals) inspect_sealed(inspect, now.sealed);
  for (const auto& [name, one] : now.key_vaults) {
    inspect.file("key_vaults." + name + ".ca_file", one.ca_file);
  }
  inspect.folder("admin.socket", now.admin.socket.parent_path(), true);
  inspect.group("admin.group", now.admin.group);
  if (!now.admin.metrics.socket.empty()) {
    inspect.folder("admin.metrics", now.admin.metrics.socket.parent_path(), true);
  }
  inspect.group("admin.metrics_group", now.admin.metrics_group);
}

}  // namespace daypass::config
