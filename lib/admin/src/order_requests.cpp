#include "order_requests.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace daypass::admin {
namespace {

using json = nlohmann::json;

constexpr std::size_t why_max = 500;
constexpr std::size_t hire_max = 200;
constexpr std::array order_kinds = {order_kind::hold,    order_kind::release, order_kind::retry,
                                    order_kind::reissue, order_kind::revoke,  order_kind::adopt};

/// The body's one object, with no other members than these.
parsed<json> object_of(std::string_view body, std::initializer_list<std::string_view> members) {
  json read = json::parse(body, nullptr, false);
  if (!read.is_object()) return std::unexpected("the body is no JSON object");
  for (const auto& [name, value] : read.items()) {
    if (std::ranges::find(members, name) == members.end()) {
      return std::unexpected(fmt::format("unknown member \"{}\"", name.substr(0, 40)));
    }
  }
  return read;
}

bool is_one_line(const std::string& text) {
  return std::ranges::none_of(text, [](char one) {
    const auto letter = static_cast<unsigned char>(one);
    return letter < 0x20 || letter == 0x7f;
  });
}

/// A member that is text on one line; empty text when it is absent and may be.
parsed<std::string> text_of(const json& from, const char* name, std::size_t most, bool needed) {
  const auto found = from.find(name);
  if (found == from.end()) {
    if (needed) return std::unexpected(fmt::format("\"{}\" is missing", name));
    return std::string();
  }
  const auto* text = found->get_ptr<const std::string*>();
  if (text == nullptr || (needed && text->empty()) || text->size() > most || !is_one_line(*text)) {
    return std::unexpected(fmt::format("\"{}\" is to be text on one line, of {} to {} bytes", name,
                                       needed ? 1 : 0, most));
  }
  return *text;
}

/// Those that a colleague will ask about later.
bool wants_why(order_kind kind) {
  return kind != order_kind::retry && kind != order_kind::release;
}

parsed<order_kind> kind_of(const json& from) {
  const auto name = text_of(from, "kind", 40, true);
  if (!name) return std::unexpected(name.error());
  if (const auto kind = order_kind_named(*name)) return *kind;
  return std::unexpected("\"kind\" is one of hold, release, retry, reissue, revoke, adopt");
}

}  // namespace

std::optional<order_kind> order_kind_named(std::string_view name) {
  for (const order_kind kind : order_kinds) {
    if (to_string(kind) == name) return kind;
  }
  return std::nullopt;
}

parsed<order_request> parse_order(std::string_view body) {
  const auto read = object_of(body, {"hire", "kind", "why"});
  if (!read) return std::unexpected(read.error());
  const auto kind = kind_of(*read);
  if (!kind) return std::unexpected(kind.error());
  auto hire = text_of(*read, "hire", hire_max, true);
  if (!hire) return std::unexpected(hire.error());
  auto why = text_of(*read, "why", why_max, wants_why(*kind));
  if (!why) return std::unexpected(why.error());
  return order_request{*std::move(hire), *kind, *std::move(why)};
}

parsed<bulk_request> parse_bulk(std::string_view body) {
  const auto read = object_of(body, {"kind", "reason", "all"});
  if (!read) return std::unexpected(read.error());
  const auto kind = kind_of(*read);
  if (!kind) return std::unexpected(kind.error());
  if (*kind != order_kind::retry) return std::unexpected("only retry is given in bulk");
  const auto name = text_of(*read, "reason", 40, false);
  if (!name) return std::unexpected(name.error());
  const auto all = read->find("all");
  const bool everything = all != read->end() && *all == true;
  if (everything == !name->empty() || (all != read->end() && !all->is_boolean())) {
    return std::unexpected(R"(give either "reason" or "all": true)");
  }
  if (everything) return bulk_request{};
  const auto why = reason_named(*name);
  if (!why || *why == reason::none) return std::unexpected("\"reason\" is no reason there is");
  return bulk_request{why};
}

parsed<std::string> parse_acknowledgement(std::string_view body) {
  const auto read = object_of(body, {"what"});
  if (!read) return std::unexpected(read.error());
  auto what = text_of(*read, "what", 40, true);
  if (what && *what != "events_lost") return std::unexpected("\"what\" can be events_lost only");
  return what;
}

}  // namespace daypass::admin
