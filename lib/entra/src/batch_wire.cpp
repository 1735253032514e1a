#include "batch_wire.hpp"

#include "json_writer.hpp"

#include "daypass/entra/json_view.hpp"

#include <array>
#include <charconv>
#include <string>

namespace daypass::entra {
namespace {

constexpr std::string_view version_prefix = "/v1.0";
// What is read of an answer's headers here; others stay with the batch.
constexpr std::array<std::string_view, 4> headers_read{"Retry-After", "Date", "request-id",
                                                       "x-ms-throttle-limit-percentage"};

void append_headers(net::wiped_buffer& out, const net::http_headers& headers) {
  out.append(R"(,"headers":{)");
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const net::http_field field = headers.at(index);
    if (index > 0) out.append(",");
    append_json_string(out, field.name);
    out.append(":");
    append_json_string(out, field.value);
  }
  out.append("}");
}

void append_request(net::wiped_buffer& out, std::size_t id, const net::http_request& request) {
  out.append(id == 0 ? R"({"id":")" : R"(,{"id":")");
  out.append(std::to_string(id));
  out.append(R"(","method":)");
  append_json_string(out, request.method);
  out.append(R"(,"url":)");
  append_json_string(out, std::string_view(request.target).substr(version_prefix.size()));
  append_headers(out, request.headers);
  if (!request.body.empty()) {
    out.append(R"(,"body":)");
    out.append(request.body.view());
  }
  out.append("}");
}

net::http_response part_of(const json_view& part, const net::http_response& whole) {
  net::http_response made;
  made.status = static_cast<int>(part.member("status").integer().value_or(0));
  const json_view headers = part.member("headers");
  for (const std::string_view name : headers_read) {
    const json_view own = headers.member_ignoring_case(name);
    if (own.present()) {
      made.headers.add(name, own.text());
    } else if (const auto shared = whole.headers.find(name); shared && name != headers_read[0]) {
      made.headers.add(name, *shared);
    }
  }
  const json_view body = part.member("body");
  if (body.present() && !body.is_null()) made.body = net::wiped_buffer::copy_of(body.raw());
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
  made.body.reserve(requests.size() * 512);
  made.body.append(R"({"requests":[)");
  for (std::size_t id = 0; id < requests.size(); ++id) {
    append_request(made.body, id, *requests[id]);
    made.deadline = std::max(made.deadline, requests[id]->deadline);
  }
  made.body.append("]}");
  return made;
}

void read_batch(const net::http_response& answer,
                const std::function<void(std::size_t, net::http_response)>& take) {
  const auto parsed = json_view::parse(answer.body.view());
  if (!parsed) return;
  parsed->member("responses").for_each([&](const json_view& part) {
    const std::string id = part.member("id").text();
    std::size_t place = 0;
    const auto [end, failed] = std::from_chars(id.data(), id.data() + id.size(), place);
    if (failed != std::errc() || end != id.data() + id.size()) return;
    net::http_response one = part_of(part, answer);
    if (one.status > 0) take(place, std::move(one));
  });
}

}  // namespace daypass::entra
