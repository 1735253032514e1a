#include "simulators/key_vault/logic/bundles.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace daypass::key_vault_simulator {
namespace {

constexpr std::size_t name_length_max = 127;
constexpr std::size_t value_size_max = 25 * 1024;
constexpr std::size_t content_type_length_max = 255;
constexpr std::size_t tags_max = 15;
constexpr int longest_recoverable_days = 90;

/// In the service's words, which say too whether a deleted secret may be purged.
std::string recovery_level(const switches& set) {
  std::string made =
      set.recoverable_days < longest_recoverable_days ? "CustomizedRecoverable" : "Recoverable";
  if (!set.purge_protection) made += "+Purgeable";
  return made;
}

json attributes_json(const vault_state& state, const secret_version& version) {
  json made{{"enabled", version.enabled()}};
  if (version.has.not_before) made["nbf"] = *version.has.not_before;
  if (version.has.expires) made["exp"] = *version.has.expires;
  made["created"] = version.created;
  made["updated"] = version.updated;
  made["recoveryLevel"] = recovery_level(state.set);
  made["recoverableDays"] = state.set.recoverable_days;
  return made;
}

std::string id_of(const call& asked, const secret& which) {
  return fmt::format("{}/secrets/{}", asked.origin, which.name);
}

std::string id_of(const call& asked, const secret& which, const secret_version& version) {
  return fmt::format("{}/{}", id_of(asked, which), version.id);
}

/// What all forms have in common, in the order in which the service writes it.
void add_description(json& into, const vault_state& state, const secret_version& version,
                     std::string id) {
  if (version.has.content_type) into["contentType"] = *version.has.content_type;
  into["id"] = std::move(id);
  into["attributes"] = attributes_json(state, version);
  if (version.has.tags) into["tags"] = *version.has.tags;
}

json deletion_json(const call& asked, const secret& which) {
  return {{"recoveryId", fmt::format("{}/deletedsecrets/{}", asked.origin, which.name)},
          {"deletedDate", which.deleted_date},
          {"scheduledPurgeDate", which.purge_date}};
}

/// Absent and null are the same to the service. False when it is there and no text of that length.
bool read_text(const json& from, const char* field, std::size_t length_max,
               std::optional<std::string>& into) {
  const auto found = from.find(field);
  if (found == from.end() || found->is_null()) return true;
  if (!found->is_string()) return false;
  into = found->get<std::string>();
  return into->size() <= length_max;
}

bool read_seconds(const json& from, const char* field, std::optional<std::int64_t>& into) {
  const auto found = from.find(field);
  if (found == from.end() || found->is_null()) return true;
  if (!found->is_number_integer()) return false;
  into = found->get<std::int64_t>();
  return *into >= 0;
}

bool read_attributes(const json& from, version_draft& into) {
  const auto found = from.find("attributes");
  if (found == from.end() || found->is_null()) return true;
  if (!found->is_object()) return false;
  const auto enabled = found->find("enabled");
  if (enabled != found->end() && !enabled->is_null()) {
    if (!enabled->is_boolean()) return false;
    into.enabled = enabled->get<bool>();
  }
  return read_seconds(*found, "nbf", into.not_before) && read_seconds(*found, "exp", into.expires);
}

bool read_tags(const switches& set, const json& from, version_draft& into) {
  const auto found = from.find("tags");
  if (found == from.end() || found->is_null()) return true;
  if (!found->is_object() || found->size() > tags_max) return false;
  const auto length_max = static_cast<std::size_t>(set.tag_length_max);
  for (const auto& [name, value] : found->items()) {
    if (!value.is_string() || name.size() > length_max) return false;
    if (value.get_ref<const std::string&>().size() > length_max) return false;
  }
  into.tags = *found;
  return true;
}

}  // namespace

json bundle_json(const vault_state& state, const call& asked, const secret& which,
                 const secret_version& version, bool with_value) {
  json made = json::object();
  if (with_value) made["value"] = version.has.value.value_or("");
  add_description(made, state, version, id_of(asked, which, version));
  return made;
}

json deleted_bundle_json(const vault_state& state, const call& asked, const secret& which) {
  json made = deletion_json(asked, which);
  add_description(made, state, which.newest(), id_of(asked, which, which.newest()));
  return made;
}

json item_json(const vault_state& state, const call& asked, const secret& which) {
  json made = json::object();
  add_description(made, state, which.newest(), id_of(asked, which));
  return made;
}

json version_item_json(const vault_state& state, const call& asked, const secret& which,
                       const secret_version& version) {
  json made = json::object();
  add_description(made, state, version, id_of(asked, which, version));
  return made;
}

json deleted_item_json(const vault_state& state, const call& asked, const secret& which) {
  json made = deletion_json(asked, which);
  add_description(made, state, which.newest(), id_of(asked, which));
  return made;
}

bool is_good_name(std::string_view name) {
  return !name.empty() && name.size() <= name_length_max && std::ranges::all_of(name, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

bool read_draft(const switches& set, const json& body, version_draft& into) {
  return body.is_object() && read_text(body, "value", value_size_max, into.value) &&
         read_text(body, "contentType", content_type_length_max, into.content_type) &&
         read_attributes(body, into) && read_tags(set, body, into);
}

}  // namespace daypass::key_vault_simulator
