// The sign-in service's answer to a request for a token.
#include "daypass/entra/token_reply.hpp"

#include "target.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace daypass::fuzz {
namespace {

/// 2026-11-21T12:00:00Z
constexpr instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + hours{12}};

void require_token(const entra::fresh_token& fresh, std::string_view body) {
  require(fresh.token != nullptr && !fresh.token->empty(), "a token is there");
  require(fresh.lifetime > seconds{0} && fresh.lifetime <= days{2}, "a token lives a while");
  const auto whole = nlohmann::json::parse(body, nullptr, false);
  // Of a member given twice nlohmann takes the last, and of an escaped name there is no telling.
  if (whole.is_discarded() || body.find("access_token") != body.rfind("access_token")) return;
  require(equal_in_constant_time(*fresh.token, whole.value("access_token", "")),
          "the token is the one that was sent");
}

}  // namespace

void read_one(std::string_view bytes) {
  static const bool ready = initialise_secret_memory(1U << 20U).has_value();
  require(ready, "secret memory can be had");
  const auto first = take_byte(bytes);
  const int status = first % 2 == 0 ? 200 : 100 + first * 2;
  const bool of_machine = first % 3 == 0;
  const auto read = of_machine ? entra::read_identity_reply(status, bytes, std::nullopt, now)
                               : entra::read_token_reply(status, bytes, {});
  if (read) {
    require(status >= 200 && status < 300, "only a good answer brings a token");
    require_token(*read, bytes);
    return;
  }
  const error& why = read.error();
  require_words(why.what, 300);
  require(why.scope == failure_scope::lane, "no token is everybody's trouble");
  require(!why.what.contains('@'), "no message shows a person's address");
  require(why.kind != failure::permanent || (status >= 400 && status < 500) || status < 300,
          "only a refusal or an unfit token is for a person to mend");
}

}  // namespace daypass::fuzz
