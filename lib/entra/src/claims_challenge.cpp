#include "daypass/entra/claims_challenge.hpp"

#include "ascii.hpp"
#include "base64.hpp"

#include "daypass/entra/json_view.hpp"

#include <algorithm>

namespace daypass::entra {
namespace {

constexpr std::size_t claims_max = 4096;
constexpr std::string_view capability = R"("xms_cc":{"values":["cp1"]})";

/// The value of `name="..."` among a challenge's parameters; Entra escapes nothing in one.
std::string_view parameter(std::string_view challenge, std::string_view name) {
  const std::string mark = std::string(name) + "=\"";
  const auto folded = [](char left, char right) { return ascii_lower(left) == ascii_lower(right); };
  auto from = challenge.begin();
  for (;;) {
    const auto found = std::search(from, challenge.end(), mark.begin(), mark.end(), folded);
    if (found == challenge.end()) return {};
    const bool whole = found == challenge.begin() || found[-1] == ' ' || found[-1] == ',';
    from = found + static_cast<std::ptrdiff_t>(mark.size());
    if (!whole) continue;
    return {from, std::find(from, challenge.end(), '"')};
  }
}

}  // namespace

std::string claims_of_challenge(std::string_view www_authenticate) {
  if (parameter(www_authenticate, "error") != "insufficient_claims") return {};
  const std::string_view encoded = parameter(www_authenticate, "claims");
  if (encoded.empty() || encoded.size() > claims_max) return {};
  std::string claims(encoded.size(), '\0');
  const auto size = decode_base64(encoded, claims);
  if (!size) return {};
  claims.resize(*size);
  const auto read = json_view::parse(claims);
  return read && read->is_object() ? claims : std::string();
}

std::string claims_to_ask(std::string_view challenge) {
  const auto whole = json_view::parse(challenge);
  if (!whole || !whole->is_object()) {
    return std::string(R"({"access_token":{)").append(capability).append("}}");
  }
  // Put in front of what is there already, in the object where it belongs.
  const auto with = [](std::string_view object, std::string_view member) {
    const bool bare = object[object.find_first_not_of(" \t\r\n", 1)] == '}';
    return std::string("{").append(member).append(bare ? "" : ",").append(object.substr(1));
  };
  const std::string_view all = whole->raw();
  const json_view inner = whole->member("access_token");
  if (!inner.is_object()) {
    return with(all, std::string(R"("access_token":{)").append(capability).append("}"));
  }
  const auto at = static_cast<std::size_t>(inner.raw().data() - all.data());
  return std::string(all.substr(0, at))
      .append(with(inner.raw(), capability))
      .append(all.substr(at + inner.raw().size()));
}

}  // namespace daypass::entra
