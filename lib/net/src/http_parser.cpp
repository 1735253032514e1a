#include "http_parser.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <optional>
#include <type_traits>

namespace daypass::net {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using text = boost::beast::string_view;

std::string_view view_of(text from) {
  return {from.data(), from.size()};
}

template <typename Message>
class beast_parser final : public http::basic_parser<std::is_same_v<Message, http_query>> {
 public:
  static constexpr bool is_request = std::is_same_v<Message, http_query>;

  // Not eager: a put that ends a header then reads nothing of the body, so sizes can be told apart.
  beast_parser(Message* into, std::size_t max_body_bytes)
      : into_(into), max_body_bytes_(max_body_bytes) {
    this->eager(false);
  }

  [[nodiscard]] bool reads_chunks() const { return chunked_; }

 private:
  void on_request_impl(http::verb, text method, text target, int, error_code&) override {
    if constexpr (is_request) {
      into_->method = std::string(view_of(method));
      into_->target = std::string(view_of(target));
    }
  }

  void on_response_impl(int code, text, int, error_code& problem) override {
    if constexpr (!is_request) {
      // No class of status begins with another digit (RFC 9110 15), and nobody asked to switch:
      // what follows a 101 is no HTTP.
      constexpr int switching_protocols = 101;
      const bool known = code >= 100 && code < 600 && code != switching_protocols;
      if (!known) problem = http::error::bad_status;
      into_->status = code;
    }
  }

  void on_field_impl(http::field name, text name_text, text value, error_code& problem) override {
    if (header_done_) return;  // trailers say nothing that is used here
    if (name == http::field::transfer_encoding) {
      // Any other coding is one that wasn't asked for, and hides where the body ends.
      if (!equal_ignoring_case(view_of(value), "chunked")) {
        problem = http::error::bad_transfer_encoding;
      }
      chunked_ = true;
    }
    into_->headers.add(view_of(name_text), view_of(value));
  }

  void on_header_impl(error_code&) override { header_done_ = true; }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    if (length) into_->body.reserve(static_cast<std::size_t>(*length));
  }

  std::size_t on_body_impl(text body, error_code&) override { return keep(view_of(body)); }

  void on_chunk_header_impl(std::uint64_t, text, error_code&) override {}

  std::size_t on_chunk_body_impl(std::uint64_t, text body, error_code&) override {
    return keep(view_of(body));
  }

  void on_finish_impl(error_code&) override {}

  // Doubles the room as need be, but never takes more than the largest body needs.
  std::size_t keep(std::string_view part) {
    auto& body = into_->body;
    const auto needed = body.size() + part.size();
    if (needed > body.capacity()) {
      body.reserve(std::max(needed, std::min(2 * body.capacity(), max_body_bytes_)));
    }
    body.append(part);
    return part.size();
  }

  Message* into_;
  std::size_t max_body_bytes_;
  bool header_done_ = false;
  bool chunked_ = false;
};

net_errc meaning_of(const error_code& problem) {
  if (problem == http::error::header_limit) return net_errc::header_too_large;
  if (problem == http::error::body_limit) return net_errc::body_too_large;
  if (problem == http::error::partial_message) return net_errc::closed_early;
  return net_errc::bad_reply;
}

}  // namespace

template <typename Message>
struct http_parser<Message>::implementation {
  message_limits limits;
  Message* into = nullptr;
  bool without_body = false;
  std::size_t header_used = 0;
  std::optional<beast_parser<Message>> parser;

  void restart() {
    parser.emplace(into, limits.max_body_bytes);
    parser->header_limit(static_cast<std::uint32_t>(limits.max_header_bytes));
    parser->body_limit(limits.max_body_bytes);
    parser->skip(without_body);
    header_used = 0;
  }

  // An interim answer (100 Continue, 103 Early Hints) goes before the answer itself.
  [[nodiscard]] bool drop_interim() {
    if constexpr (std::is_same_v<Message, http_response>) {
      if (into->status / 100 != 1) return false;
      *into = {};
      const auto used = header_used;
      restart();
      header_used = used;
      return true;
    }
    return false;
  }
};

template <typename Message>
http_parser<Message>::http_parser(message_limits limits)
    : implementation_(std::make_unique<implementation>()) {
  implementation_->limits = limits;
}

template <typename Message>
http_parser<Message>::~http_parser() = default;

template <typename Message>
void http_parser<Message>::start(Message& into, bool without_body) {
  implementation_->into = &into;
  implementation_->without_body = without_body;
  implementation_->restart();
}

template <typename Message>
std::expected<std::size_t, net_errc> http_parser<Message>::feed(std::string_view bytes) {
  auto& self = *implementation_;
  std::size_t used = 0;
  while (!self.parser->is_done() && used < bytes.size()) {
    const auto rest = bytes.substr(used);
    const bool in_header = !self.parser->is_header_done();
    // Beast asserts that a last chunk it has begun to read has five bytes; whatever is still to
    // come in a chunked body is at least as long ("0\r\n\r\n"), so waiting for them is safe.
    constexpr std::size_t shortest_last_chunk = 5;
    if (!in_header && self.parser->reads_chunks() && rest.size() < shortest_last_chunk) break;
    error_code problem;
    const auto read = self.parser->put({rest.data(), rest.size()}, problem);
    used += read;
    if (in_header) {
      // Beast's own limit holds for what is left of a header, not for the whole of it.
      self.header_used += read;
      const auto header_left = self.parser->is_header_done() ? 0 : rest.size() - read;
      if (self.header_used + header_left > self.limits.max_header_bytes) {
        return std::unexpected(net_errc::header_too_large);
      }
    }
    if (problem == http::error::need_more) break;
    if (problem) return std::unexpected(meaning_of(problem));
    if (self.parser->is_done() && self.drop_interim()) continue;
    if (read == 0) break;
  }
  // A line of a chunk's extension or of trailers that never ends.
  if (bytes.size() - used > self.limits.max_header_bytes && !self.parser->is_done()) {
    return std::unexpected(net_errc::header_too_large);
  }
  return used;
}

template <typename Message>
std::expected<void, net_errc> http_parser<Message>::feed_end() {
  auto& self = *implementation_;
  if (self.parser->is_done()) return {};
  if (!self.parser->got_some()) return std::unexpected(net_errc::closed_early);
  error_code problem;
  self.parser->put_eof(problem);
  if (problem) return std::unexpected(meaning_of(problem));
  return {};
}

template <typename Message>
bool http_parser<Message>::done() const {
  return implementation_->parser->is_done();
}

template <typename Message>
bool http_parser<Message>::keeps_alive() const {
  return implementation_->parser->keep_alive();
}

template class http_parser<http_response>;
template class http_parser<http_query>;

}  // namespace daypass::net
