// Graph's answers other than 2xx: what they mean, and what they may not say.
#include "error_body.hpp"
#include "target.hpp"

#include "daypass/entra/graph_error.hpp"

#include <string>

namespace daypass::fuzz {
namespace {

using namespace entra;

/// An operation, a status from 300 to 599, whether Retry-After came, and a request id.
struct asked {
  operation which;
  graph_reply reply;
};

asked read_asked(std::string_view bytes) {
  asked made{static_cast<operation>(take_byte(bytes) % operation_count), {}};
  const unsigned status = take_byte(bytes) * 256U + take_byte(bytes);
  made.reply.status = static_cast<int>(300 + status % 300);
  if (const auto pause = take_byte(bytes); pause % 4 != 0) made.reply.retry_after = seconds{pause};
  made.reply.request_id = take_line(bytes);
  made.reply.body = bytes;
  return made;
}

void require_meaning(const asked& one, const error& meaning) {
  const int status = one.reply.status;
  const bool present = read_error_body(one.reply.body).present;
  const bool absent = meaning.code == refusal::not_found;
  require(!absent || present, "only Graph itself says that something is not there");
  require(meaning.kind != failure::defect && meaning.kind != failure::cancelled,
          "an answer is no defect of ours");
  require(status != 429 || meaning.kind == failure::throttled, "429 is for pace");
  const bool may_have_worked =
      has_effect(one.which) && status >= 500 && status != 501 && status != 505 && status != 509;
  require(!may_have_worked || meaning.kind == failure::unknown_effect,
          "a request that may have worked is one of unknown effect");
  require(meaning.kind != failure::unknown_effect || has_effect(one.which), "a look has no effect");
}

}  // namespace

void read_one(std::string_view bytes) {
  const asked one = read_asked(bytes);
  const error meaning = classify(one.which, one.reply);
  require_words(meaning.what, 320);
  require(!meaning.what.contains('@'), "no message shows a person's address");
  require(std::ranges::all_of(meaning.what, [](char c) { return c >= ' ' && c <= '~'; }),
          "a message is plain ASCII");
  require(meaning.retry_after == one.reply.retry_after, "the pause asked for is handed on");
  require_meaning(one, meaning);
  if (says_already_member(one.reply)) require(one.reply.status == 400, "only a 400 says so");
  const auto limits = limits_told_by(one.reply);
  if (!limits) return;
  for (const auto& limit : {limits->lifetime_min, limits->lifetime_max}) {
    require(!limit || (*limit >= minutes{1} && *limit <= minutes{43200}),
            "a limit is one that a pass can have");
  }
}

}  // namespace daypass::fuzz
