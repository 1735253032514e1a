#include "letter.hpp"

#include <array>
#include <optional>

namespace daypass::kafka {
namespace {

void add(rd_kafka_headers_t* headers, const std::string& name, const std::string& value) {
  rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), value.data(),
                      static_cast<ssize_t>(value.size()));
}

rd_headers headers_of(const quarantined_event& event) {
  constexpr std::size_t own = 7;
  rd_headers headers(rd_kafka_headers_new(event.raw.headers.size() + own));
  for (const auto& [name, value] : event.raw.headers) add(headers.get(), name, value);
  add(headers.get(), "daypass-error-code", event.code);
  add(headers.get(), "daypass-error", event.what);
  add(headers.get(), "daypass-origin-topic", event.raw.partition.topic);
  add(headers.get(), "daypass-origin-partition", std::to_string(event.raw.partition.number));
  add(headers.get(), "daypass-origin-offset", std::to_string(event.raw.offset));
  add(headers.get(), "daypass-quarantine-id", std::to_string(event.number));
  if (event.full_digest) add(headers.get(), "daypass-value-sha256", *event.full_digest);
  return headers;
}

/// librdkafka's C interface takes what it only reads without const.
void* bytes_of(const std::optional<std::string>& text) {
  return text ? const_cast<char*>(text->data()) : nullptr;  // NOLINT(*-const-cast)
}

std::size_t size_of(const std::optional<std::string>& text) {
  return text ? text->size() : 0;
}

}  // namespace

rd_kafka_resp_err_t produce_letter(rd_kafka_t* client, const std::string& topic,
                                   const quarantined_event& event, void* opaque) {
  const auto& raw = event.raw;
  auto headers = headers_of(event);
  const auto produced_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(raw.produced_at.time_since_epoch());
  std::array<rd_kafka_vu_t, 7> parts{};
  parts[0].vtype = RD_KAFKA_VTYPE_TOPIC;
  parts[0].u.cstr = topic.c_str();
  parts[1].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  parts[1].u.i = RD_KAFKA_MSG_F_COPY;
  parts[2].vtype = RD_KAFKA_VTYPE_KEY;
  parts[2].u.mem = {bytes_of(raw.key), size_of(raw.key)};
  parts[3].vtype = RD_KAFKA_VTYPE_VALUE;
  parts[3].u.mem = {bytes_of(raw.value), size_of(raw.value)};
  parts[4].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
  parts[4].u.i64 = produced_ms.count();
  parts[5].vtype = RD_KAFKA_VTYPE_HEADERS;
  parts[5].u.headers = headers.get();
  parts[6].vtype = RD_KAFKA_VTYPE_OPAQUE;
  parts[6].u.ptr = opaque;
  const rd_error refused(rd_kafka_produceva(client, parts.data(), parts.size()));
  if (refused != nullptr) return rd_kafka_error_code(refused.get());
  static_cast<void>(headers.release());  // The message owns them now.
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

}  // namespace daypass::kafka
