// HTTP/1.1 answers and queries as bytes come in: whole, and in pieces.
#include "http_parser.hpp"
#include "target.hpp"

#include <optional>
#include <string>

namespace daypass::fuzz {
namespace {

using namespace net;

constexpr message_limits limits{200, 300};

template <typename Message>
struct outcome {
  Message message;
  bool refused = false;
  bool done = false;
  bool keeps_alive = false;
  std::size_t left = 0;
};

/// As a session reads: what wasn't used is given again, with what came behind it.
template <typename Message>
outcome<Message> read_in_pieces(std::string_view bytes, std::size_t piece, bool without_body) {
  outcome<Message> out;
  http_parser<Message> parser(limits);
  parser.start(out.message, without_body);
  std::string pending;
  while (!parser.done() && !bytes.empty()) {
    pending += bytes.substr(0, piece);
    bytes.remove_prefix(std::min(piece, bytes.size()));
    const auto used = parser.feed(pending);
    out.refused = !used;
    if (out.refused) return out;
    require(*used <= pending.size(), "no more is used than was given");
    pending.erase(0, *used);
  }
  if (!parser.done()) out.refused = !parser.feed_end();
  out.done = parser.done();
  out.keeps_alive = out.done && parser.keeps_alive();
  out.left = out.done ? pending.size() + bytes.size() : 0;
  return out;
}

void require_same_start(const http_response& one, const http_response& other) {
  require(one.status == other.status, "the status is the same in pieces");
  require(one.status >= 200 && one.status <= 599, "a status is one that ends a message");
}

void require_same_start(const http_query& one, const http_query& other) {
  require(one.method == other.method && one.target == other.target,
          "the request's line is the same in pieces");
}

template <typename Message>
void require_whole(const outcome<Message>& whole) {
  const Message& message = whole.message;
  require(message.headers.wire_form().size() <= limits.max_header_bytes * 2,
          "headers keep to their limit");
  require(message.body.size() <= limits.max_body_bytes, "a body keeps to its limit");
  require(message.body.capacity() <= 2 * limits.max_body_bytes, "no more room is taken");
  for (std::size_t at = 0; at < message.headers.size(); ++at) {
    const http_field field = message.headers.at(at);
    require(!field.name.empty() && !field.name.contains(':') &&
                field.value.find_first_of(std::string_view("\r\n\0", 3)) == field.value.npos,
            "a header is one line");
    require(message.headers.find(field.name).has_value(), "a header is found by its name");
  }
}

template <typename Message>
void read_both_ways(std::string_view bytes, std::size_t piece, bool without_body) {
  const auto whole = read_in_pieces<Message>(bytes, bytes.size() + 1, without_body);
  const auto pieces = read_in_pieces<Message>(bytes, piece, without_body);
  require_whole(whole);
  require_whole(pieces);
  require(whole.refused == pieces.refused && whole.done == pieces.done,
          "the verdict is the same in pieces");
  if (!whole.done) return;
  require_same_start(whole.message, pieces.message);
  require(whole.message.headers.wire_form() == pieces.message.headers.wire_form() &&
              whole.message.body.view() == pieces.message.body.view(),
          "the message is the same in pieces");
  require(whole.keeps_alive == pieces.keeps_alive && whole.left == pieces.left,
          "what follows begins at the same byte");
}

}  // namespace

void read_one(std::string_view bytes) {
  const auto how = take_byte(bytes);
  const std::size_t piece = 1 + how % 16;
  const bool without_body = how % 64 >= 48;
  if (how >= 128) {
    read_both_ways<http_query>(bytes, piece, false);
  } else {
    read_both_ways<http_response>(bytes, piece, without_body);
  }
}

}  // namespace daypass::fuzz
