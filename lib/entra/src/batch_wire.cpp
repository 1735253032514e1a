#include "batch_wire.hpp"

#include "daypass/entra/json_view.hpp"
#include "daypass/net/json_string.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <string>

namespace daypass::entra {
namespace {

constexpr std::string_view version_prefix = "/v1.0";
// What is read of an answer's headers here; others stay with the batch. The first four are the
// part's own or none.
constexpr std::array<std::string_view, 7> headers_read{
    "Retry-After", "x-ms-throttle-scope", "x-ms-throttle-information",     "WWW-Authenticate",
    "Date",        "request-id",          "x-ms-throttle-limit-percentage"};
constexpr std::size_t own_or_none = 4;

void append_headers(net::wiped_buffer& out, const net::http_headers& headers) {
  out.append(R"(,"headers":{)");
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const net::http_field field = headers.at(index);
    if (index > 0) out.append(",");
    net::append_json_string(out, field.name);
    out.append(":");
    net::append_json_string(out, field.value);
  }
  out.append("}");
}

void append_request(net::wiped_buffer& out, std::size_t id, const net::http_request& request) {
  out.append(id == 0 ? R"({"id":")" : R"(,{"id":")");
  out.append(std::to_string(id));
  out.append(R"(","method":)");
  net::append_json_string(out, request.method);
  out.append(R"(,"url":)");
  net::append_json_string(out, std::string_view(request.target).substr(version_prefix.size()));
  append_headers(out, request.headers);
  if (!request.body.empty()) {
    out.append(R"(,"body":)");
    out.append(request.body.view());
  }
  out.append("}");
}

/// What of the part's own headers is read, and the batch's where it has none.
void read_headers(const json_view& own, const net::http_response& whole, net::http_headers& into) {
  std::array<bool, headers_read.size()> found{};
  own.for_each_member([&](std::string_view name, const json_view& value) {
    for (std::size_t place = 0; place < headers_read.size(); ++place) {
      if (found[place] || !net::equal_ignoring_case(name, headers_read[place])) continue;
      found[place] = true;
      into.add(headers_read[place], value.text());
    }
  });
  for (std::size_t place = own_or_none; place < headers_read.size(); ++place) {
    if (found[place]) continue;
    const auto shared = whole.headers.find(headers_read[place]);
    if (shared) into.add(headers_read[place], *shared);
  }
}

/// A status of HTTP's (RFC 9110 15), or 0: that part was not answered.
int status_of(const json_view& value) {
  constexpr std::int64_t first = 100;
  constexpr std::int64_t last = 599;
  const auto given = value.integer().value_or(0);
  return given < first || given > last ? 0 : static_cast<int>(given);
}

struct answered_part {
  std::string id;
  net::http_response answer;
};

answered_part part_of(const json_view& part, const net::http_response& whole) {
  answered_part made;
  json_view headers;
  part.for_each_member([&](std::string_view name, const json_view& value) {
    if (name == "id") made.id = value.text();
    if (name == "status") made.answer.status = status_of(value);
    if (name == "headers") headers = value;
    if (name == "body" && !value.is_null()) {
      made.answer.body = net::wiped_buffer::copy_of(value.raw());
    }
  });
  read_headers(headers, whole, made.answer.headers);
  return made;
}

}  // namespace

bool may_be_batched(const net::http_request& request) {
  const bool bodiless_post = request.method == "POST" && request.body.empty();
  return request.target.starts_with(version_prefix) && request.secret.has_value() && !bodiless_post;
}

net::http_request write_batch(std::span<const net::http_request* const> requests) {
  net::http_request made;
  made.method = "POST";
  made.target = "/v1.0/$batch";
  made.headers.add("Accept", "application/json");
  made.headers.add("Content-Type", "application/json");
  made.secret = requests.front()->secret;
  made.deadline = requests.front()->deadline;
  made.send_before = requests.front()->send_before;
  made.body.reserve(requests.size() * 512);
  made.body.append(R"({"requests":[)");
  for (std::size_t id = 0; id < requests.size(); ++id) {
    append_request(made.body, id, *requests[id]);
    made.deadline = std::max(made.deadline, requests[id]->deadline);
    made.send_before = std::min(made.send_before, requests[id]->send_before);
  }
  made.body.append("]}");
  return made;
}

void read_batch(const net::http_response& answer,
                const std::function<void(std::size_t, net::http_response)>& take) {
  const auto parsed = json_view::parse(answer.body.view());
  if (!parsed) return;
  parsed->member("responses").for_each([&](const json_view& part) {
    answered_part one = part_of(part, answer);
    std::size_t place = 0;
    const char* last = one.id.data() + one.id.size();
    const auto [end, failed] = std::from_chars(one.id.data(), last, place);
    if (failed != std::errc() || end != last) return;
    if (one.answer.status > 0) take(place, std::move(one.answer));
  });
}

}  // namespace daypass::entra
