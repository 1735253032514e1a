#include "simulators/entra/logic/handlers.hpp"
#include "simulators/entra/logic/odata_filter.hpp"
#include "simulators/entra/logic/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace daypass::entra_simulator {
namespace {

constexpr std::size_t page_default = 100;
constexpr std::size_t page_max = 999;

std::string entity_context(const call& asked, std::string_view set) {
  const auto select = asked.option("$select");
  const std::string chosen = select ? fmt::format("({})", *select) : std::string{};
  return context(asked, fmt::format("{}{}/$entity", set, chosen));
}

response one_user(graph_state& state, const call& asked, const user& whom, std::string_view set) {
  projection read = project(whom, asked.option("$select"), state.set.mangle_deleted_upn);
  if (!read.unknown.empty()) return unknown_property(asked, read.unknown);
  json made{{"@odata.context", entity_context(asked, set)}};
  made.update(read.made);
  return answer(200, made);
}

json read_property(const user& whom, const std::string& name, bool mangle) {
  if (mangle && name == "userPrincipalName" && whom.state == standing::deleted) {
    return project(whom, name, true).made[name];
  }
  const json* value = whom.values.find(name);
  return value == nullptr ? json{} : *value;
}

std::size_t number_or(std::optional<std::string_view> text, std::size_t otherwise) {
  if (!text) return otherwise;
  std::size_t value = 0;
  const auto [end, wrong] = std::from_chars(text->data(), text->data() + text->size(), value);
  return wrong == std::errc{} && end == text->data() + text->size() ? value : page_max + 1;
}

/// The users that an index names for the filter, or nothing when only a scan can tell.
std::optional<std::vector<user*>> candidates(graph_state& state, const filter_node& filter) {
  const auto keys = index_keys(filter, {"employeeId", "userPrincipalName", "id"});
  if (!keys) return std::nullopt;
  std::vector<user*> found;
  const auto take = [&](user* each) {
    if (each != nullptr && std::ranges::find(found, each) == found.end()) found.push_back(each);
  };
  for (const auto& [property, value] : *keys) {
    if (property == "employeeId") {
      for (user* each : state.world.with_employee_id(value)) take(each);
    } else if ((property == "id") == (value.find('@') == std::string::npos)) {
      take(state.world.find(value));
    }
  }
  return found;
}

struct listing {
  std::vector<user*> page;
  std::optional<std::size_t> next;  ///< Where the next page starts.
};

/// Walks `source` from `from` on and takes what `wanted` lets through.
template <typename Range, typename Wanted>
listing take_page(Range&& source, std::size_t from, std::size_t most, Wanted&& wanted) {
  listing made;
  for (std::size_t i = from; i < source.size(); ++i) {
    user& each = [&]() -> user& {
      if constexpr (std::is_pointer_v<std::decay_t<decltype(source[0])>>) {
        return *source[i];
      } else {
        return source[i];
      }
    }();
    if (!wanted(each)) continue;
    if (made.page.size() == most) {
      made.next = i;
      break;
    }
    made.page.push_back(&each);
  }
  return made;
}

response write_page(graph_state& state, const call& asked, const listing& found,
                    std::string_view set) {
  json value = json::array();
  for (const user* each : found.page) {
    projection read = project(*each, asked.option("$select"), state.set.mangle_deleted_upn);
    if (!read.unknown.empty()) return unknown_property(asked, read.unknown);
    value.push_back(std::move(read.made));
  }
  const auto select = asked.option("$select");
  json made{{"@odata.context",
             context(asked, select ? fmt::format("{}({})", set, *select) : std::string(set))}};
  if (asked.option("$count") == "true") made["@odata.count"] = found.page.size();
  if (found.next) {
    std::string next = asked.origin + asked.asked->path + "?";
    for (const auto& [name, text] : asked.options) {
      if (name != "$skiptoken") next += name + "=" + percent_encoded(text) + "&";
    }
    made["@odata.nextLink"] = next + "$skiptoken=" + std::to_string(*found.next);
  }
  made["value"] = std::move(value);
  return answer(200, made);
}

/// Parses $filter; gives the refusal in `refused` when it can't be taken.
std::unique_ptr<filter_node> read_filter(const call& asked, std::optional<response>& refused) {
  const auto text = asked.option("$filter");
  if (!text) return nullptr;
  parsed_filter parsed = parse_filter(*text);
  if (!parsed.root) {
    refused = error_answer(asked, 400, "BadRequest", "Invalid filter clause.");
  } else if (parsed.advanced &&
             (!equal_folded(find_header(asked.asked->headers, "ConsistencyLevel"), "eventual") ||
              asked.option("$count") != "true")) {
    refused = error_answer(asked, 400, "Request_UnsupportedQuery",
                           "Unsupported or invalid query filter clause specified for property of "
                           "resource 'User'.");
  }
  return std::move(parsed.root);
}

}  // namespace

response get_user(graph_state& state, const call& asked) {
  const user* whom = visible_user(state, asked, replica::directory);
  if (whom == nullptr) return resource_not_found(asked, asked.names.front());
  return one_user(state, asked, *whom, "users");
}

response get_manager(graph_state& state, const call& asked) {
  const user* whom = visible_user(state, asked, replica::directory);
  if (whom == nullptr) return resource_not_found(asked, asked.names.front());
  const user* manager = state.world.find(whom->manager_id);
  if (whom->manager_id.empty() || manager == nullptr) return resource_not_found(asked, "manager");
  projection read = project(*manager, asked.option("$select"), false);
  if (!read.unknown.empty()) return unknown_property(asked, read.unknown);
  json made{{"@odata.context", context(asked, "directoryObjects/$entity")},
            {"@odata.type", "#microsoft.graph.user"}};
  made.update(read.made);
  return answer(200, made);
}

response list_users(graph_state& state, const call& asked) {
  std::optional<response> refused;
  const auto filter = read_filter(asked, refused);
  if (refused) return *refused;
  const std::size_t most = number_or(asked.option("$top"), page_default);
  if (most == 0 || most > page_max) {
    return error_answer(asked, 400, "Request_BadRequest", "Invalid page size specified.");
  }
  const std::size_t from = number_or(asked.option("$skiptoken"), 0);
  const auto wanted = [&](user& each) {
    if (each.state != standing::live || !state.world.sees(replica::index, each, asked.at)) {
      return false;
    }
    return !filter || matches(*filter, [&](const std::string& name) {
      return read_property(each, name, false);
    });
  };
  if (filter) {
    if (const auto some = candidates(state, *filter)) {
      return write_page(state, asked, take_page(*some, from, most, wanted), "users");
    }
  }
  return write_page(state, asked, take_page(state.world.everyone(), from, most, wanted), "users");
}

response list_deleted(graph_state& state, const call& asked) {
  std::optional<response> refused;
  const auto filter = read_filter(asked, refused);
  if (refused) return *refused;
  const std::size_t most = std::min(number_or(asked.option("$top"), page_default), page_max);
  const bool mangle = state.set.mangle_deleted_upn;
  const auto wanted = [&](user& each) {
    return !filter || matches(*filter, [&](const std::string& name) {
      return read_property(each, name, mangle);
    });
  };
  const std::size_t from = number_or(asked.option("$skiptoken"), 0);
  return write_page(state, asked, take_page(state.world.deleted(), from, most, wanted),
                    "directoryObjects/microsoft.graph.user");
}

response get_deleted(graph_state& state, const call& asked) {
  const user* whom = state.world.find_deleted(asked.names.front());
  if (whom == nullptr) return resource_not_found(asked, asked.names.front());
  return one_user(state, asked, *whom, "directoryObjects");
}

}  // namespace daypass::entra_simulator
