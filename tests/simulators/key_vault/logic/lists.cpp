#include "simulators/key_vault/logic/bundles.hpp"
#include "simulators/key_vault/logic/routes.hpp"
#include "simulators/remote/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace daypass::key_vault_simulator {
namespace {

constexpr std::size_t page_size_max = 25;

/// What a list is made of, in the order of its keys.
struct entry {
  std::string key;
  json shown;
};

/// `maxresults`, or nothing when it is out of its range of 1 to 25.
std::optional<std::size_t> page_size_of(const call& asked) {
  const auto wanted = asked.option("maxresults");
  if (!wanted) return page_size_max;
  std::size_t size = 0;
  const auto [end, wrong] = std::from_chars(wanted->data(), wanted->data() + wanted->size(), size);
  const bool whole = wrong == std::errc{} && end == wanted->data() + wanted->size();
  return whole && size >= 1 && size <= page_size_max ? std::optional(size) : std::nullopt;
}

/// The page after the one that the skip token ended.
response page(const call& asked, std::string_view path, std::vector<entry> entries) {
  const auto size = page_size_of(asked);
  if (!size) return bad_parameter("The value of maxresults is out of range");
  std::ranges::sort(entries, {}, &entry::key);
  auto from = entries.begin();
  if (const auto token = asked.option("$skiptoken")) {
    from = std::ranges::upper_bound(entries, simulator::base64_decoded(*token), {}, &entry::key);
  }
  json value = json::array();
  auto at = from;
  for (; at != entries.end() && value.size() < *size; ++at) value.push_back(std::move(at->shown));
  json next = nullptr;
  if (at != entries.end()) {
    next = fmt::format("{}{}?api-version={}&$skiptoken={}", asked.origin, path,
                       asked.option("api-version").value_or(""),
                       simulator::base64url_encoded((at - 1)->key));
    if (asked.option("maxresults")) {
      next = fmt::format("{}&maxresults={}", next.get_ref<const std::string&>(), *size);
    }
  }
  return answer(200, {{"value", std::move(value)}, {"nextLink", std::move(next)}});
}

}  // namespace

response list_secrets(vault_state& state, const call& asked) {
  std::vector<entry> entries;
  for (const secret* each : state.world.all(standing::live, asked.at)) {
    entries.push_back({simulator::folded(each->name), item_json(state, asked, *each)});
  }
  return page(asked, "/secrets", std::move(entries));
}

response list_versions(vault_state& state, const call& asked) {
  std::vector<entry> entries;
  // One that isn't there has no versions, and that is no error.
  if (const secret* found = state.world.find(asked.name, standing::live, asked.at)) {
    for (const secret_version& each : found->versions) {
      entries.push_back({each.id, version_item_json(state, asked, *found, each)});
    }
  }
  return page(asked, fmt::format("/secrets/{}/versions", asked.name), std::move(entries));
}

response list_deleted_secrets(vault_state& state, const call& asked) {
  std::vector<entry> entries;
  for (const secret* each : state.world.all(standing::deleted, asked.at)) {
    entries.push_back({simulator::folded(each->name), deleted_item_json(state, asked, *each)});
  }
  return page(asked, "/deletedsecrets", std::move(entries));
}

}  // namespace daypass::key_vault_simulator
