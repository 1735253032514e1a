// What an audience says when it wants a token with other claims.
#include "daypass/entra/claims_challenge.hpp"

#include "base64.hpp"
#include "target.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace daypass::fuzz {
namespace {

bool occurs_once(std::string_view text, std::string_view part) {
  const auto first = text.find(part);
  return first != std::string_view::npos && text.rfind(part) == first;
}

void require_request(const std::string& challenge) {
  // nlohmann refuses what is no UTF-8, which goes back to where it came from as it is.
  if (std::ranges::any_of(challenge, [](char c) { return (c & 0x80) != 0; })) return;
  const auto asked = nlohmann::json::parse(entra::claims_to_ask(challenge), nullptr, false);
  require(asked.is_object(), "what is asked for is an object");
  // Of a member given twice nlohmann takes the last, and of an escaped name there is no telling.
  if (challenge.contains("xms_cc") || challenge.contains('\\')) return;
  if (challenge.contains("access_token") && !occurs_once(challenge, "access_token")) return;
  const auto token = asked.value("access_token", nlohmann::json());
  require(!token.is_object() || token.contains("xms_cc"), "our capability is told");
}

void read_base64(std::string_view bytes) {
  std::string room(bytes.size(), '\0');
  const auto size = entra::decode_base64(bytes, room);
  if (!size) return;
  require(*size <= bytes.size() * 3 / 4, "what is read takes three quarters");
  const std::string read = room.substr(0, *size);
  std::string written(entra::base64url_size(read.size()), '\0');
  require(entra::encode_base64url(read, written) == written.size(), "the size is as foretold");
  std::string again(written.size(), '\0');
  again.resize(entra::decode_base64(written, again).value_or(0));
  require(again == read, "what is written is read again");
}

}  // namespace

void read_one(std::string_view bytes) {
  const std::string claims = entra::claims_of_challenge(bytes);
  require(claims.empty() || claims.contains('{'), "claims are an object");
  require_request(claims);
  require_request(std::string(bytes));
  read_base64(bytes);
}

}  // namespace daypass::fuzz
