#include "cloud_event.hpp"

#include "bounded_json.hpp"
#include "record_headers.hpp"
#include "text.hpp"

#include "daypass/hr/large_value.hpp"

#include <fmt/format.h>

#include <utility>

namespace daypass::hr {
namespace {

using nlohmann::json;

constexpr std::size_t attribute_bytes_max = 1024;

/// A CloudEvents attribute and where it stands.
struct attribute {
  std::string_view name;
  std::string place;
  std::optional<std::string_view> value;
  bool is_text = true;
};

checked<std::string> required(const attribute& given) {
  if (!given.is_text) {
    return refuse(decode_errc::attribute_malformed,
                  fmt::format("{}: is not a text: send a JSON string", given.place));
  }
  if (!given.value) {
    return refuse(decode_errc::attribute_missing,
                  fmt::format("{}: is missing: CloudEvents 1.0 requires it", given.place));
  }
  if (given.value->empty() || given.value->size() > attribute_bytes_max) {
    return refuse(decode_errc::attribute_malformed,
                  fmt::format("{}: has {} bytes: send 1 to {}", given.place, given.value->size(),
                              attribute_bytes_max));
  }
  if (has_controls(*given.value)) {
    return refuse(decode_errc::attribute_malformed,
                  fmt::format("{}: has control characters: remove them", given.place));
  }
  return std::string(*given.value);
}

/// What both modes have in common once the attributes are found.
struct attributes {
  attribute specversion;
  attribute id;
  attribute source;
  attribute time;
};

checked<cloud_event> read_attributes(event_kind kind, const attributes& given) {
  const auto version = required(given.specversion);
  if (!version) return std::unexpected(version.error());
  if (*version != "1.0") {
    return refuse(decode_errc::unsupported_specversion,
                  fmt::format("{}: is not 1.0: send CloudEvents 1.0", given.specversion.place));
  }
  auto id = required(given.id);
  if (!id) return std::unexpected(id.error());
  auto source = required(given.source);
  if (!source) return std::unexpected(source.error());
  cloud_event event;
  event.kind = kind;
  event.id = {std::move(*source), std::move(*id)};
  // An absent time is fine, a time that is no text is not one: the order of the source decides.
  if (given.time.value) event.time = std::string(*given.time.value);
  if (!given.time.is_text) event.time = "";
  event.time_place = given.time.place;
  return event;
}

attribute member_of(const json& event, std::string_view name) {
  attribute found{name, fmt::format("/{}", name), std::nullopt, true};
  const auto member = event.find(name);
  if (member == event.end() || member->is_null()) return found;
  found.is_text = member->is_string();
  if (found.is_text) found.value = member->get_ref<const std::string&>();
  return found;
}

attribute header_of(std::string_view name, std::optional<std::string_view> value) {
  return {name, fmt::format("header ce_{}", name), value, true};
}

std::unexpected<unusable> refuse_size(std::size_t bytes) {
  return refuse(decode_errc::value_too_large,
                fmt::format("value: has {} bytes, and a hire event has at most {}: send what the "
                            "contract names",
                            bytes, value_bytes_max));
}

/// Parses the value, and says first what is wrong with it as a whole.
checked<bounded_json> parse_value(std::string_view value) {
  const bool large = value.size() > value_bytes_max;
  if (const auto bad = first_bad_utf8(value)) {
    if (large) return refuse_size(value.size());
    return refuse(decode_errc::invalid_utf8,
                  fmt::format("value: is not UTF-8 at byte {}: encode it as UTF-8", *bad + 1));
  }
  auto parsed = parse_bounded(value, "value");
  if (!parsed && large) return refuse_size(value.size());
  return parsed;
}

std::unexpected<unusable> refuse_data(std::string_view place) {
  return refuse(decode_errc::not_an_object,
                fmt::format("{}: is not a JSON object: send the members of the contract",
                            place.empty() ? "value" : place));
}

checked<std::optional<cloud_event>> read_structured(std::string_view value) {
  auto parsed = parse_value(value);
  if (!parsed) return std::unexpected(parsed.error());
  json& root = parsed->root;
  if (!root.is_object()) {
    if (parsed->flaw) return std::unexpected(*parsed->flaw);
    return refuse(decode_errc::not_an_object,
                  "value: is not a JSON object: send one CloudEvents 1.0 event");
  }
  const auto type = member_of(root, "type");
  const auto kind = type.value ? kind_of_type(*type.value) : std::nullopt;
  if (type.value && !type.value->empty() && !kind) return std::nullopt;
  if (value.size() > value_bytes_max) return refuse_size(value.size());
  if (parsed->flaw) return std::unexpected(*parsed->flaw);
  if (const auto checked_type = required(type); !checked_type) {
    return std::unexpected(checked_type.error());
  }
  auto event = read_attributes(*kind, {member_of(root, "specversion"), member_of(root, "id"),
                                       member_of(root, "source"), member_of(root, "time")});
  if (!event) return std::unexpected(event.error());
  if (root.contains("data_base64")) {
    return refuse(decode_errc::data_encoded,
                  "/data_base64: encoded data is not read: send a JSON object as data");
  }
  const auto content = member_of(root, "datacontenttype");
  if (!content.is_text || (content.value && !is_json(media_type(*content.value)))) {
    return refuse(decode_errc::unsupported_content_type,
                  "/datacontenttype: is not application/json: send data as JSON");
  }
  const auto data = root.find("data");
  if (data == root.end()) {
    return refuse(decode_errc::data_missing, "/data: is missing: send what the contract names");
  }
  if (!data->is_object()) return refuse_data("/data");
  event->data = std::move(*data);
  event->data_place = "/data";
  return std::move(*event);
}

checked<std::optional<cloud_event>> read_binary(const record_headers& headers,
                                                const raw_event& record) {
  const auto type = header_of("type", headers.type);
  const auto kind = headers.type ? kind_of_type(*headers.type) : std::nullopt;
  if (headers.type && !headers.type->empty() && !kind) return std::nullopt;
  if (headers.flaw) return std::unexpected(*headers.flaw);
  if (const auto checked_type = required(type); !checked_type) {
    return std::unexpected(checked_type.error());
  }
  auto event = read_attributes(
      *kind, {header_of("specversion", headers.specversion), header_of("id", headers.id),
              header_of("source", headers.source), header_of("time", headers.time)});
  if (!event) return std::unexpected(event.error());
  if (headers.content_type && !is_json(media_type(*headers.content_type))) {
    return refuse(decode_errc::unsupported_content_type,
                  "header content-type: is not application/json: send data as JSON");
  }
  if (!record.value) {
    return refuse(decode_errc::no_value,
                  "value: is absent (a tombstone): to take a hire back send hr.hire.rescinded.v1");
  }
  if (trimmed(*record.value).empty()) {
    return refuse(decode_errc::data_missing, "value: is empty: send what the contract names");
  }
  auto parsed = parse_value(*record.value);
  if (!parsed) return std::unexpected(parsed.error());
  if (record.value->size() > value_bytes_max) return refuse_size(record.value->size());
  if (parsed->flaw) return std::unexpected(*parsed->flaw);
  if (!parsed->root.is_object()) return refuse_data("");
  event->data = std::move(parsed->root);
  return std::move(*event);
}

}  // namespace

std::optional<event_kind> kind_of_type(std::string_view type) {
  if (type == "hr.hire.announced.v1") return event_kind::announced;
  if (type == "hr.hire.changed.v1") return event_kind::changed;
  if (type == "hr.hire.rescinded.v1") return event_kind::rescinded;
  return std::nullopt;
}

checked<std::optional<cloud_event>> read_cloud_event(const raw_event& record) {
  const auto headers = read_headers(record);
  const std::string media = headers.content_type ? media_type(*headers.content_type) : "";
  if (!media.starts_with("application/cloudevents")) {
    if (headers.any_attribute) return read_binary(headers, record);
    if (!record.value) {
      return refuse(decode_errc::no_value,
                    "value: is absent (a tombstone): to take a hire back send "
                    "hr.hire.rescinded.v1");
    }
    return refuse(decode_errc::not_cloudevent,
                  "header content-type: says no CloudEvents, and there are no ce_ headers: send "
                  "application/cloudevents+json, or ce_ headers");
  }
  if (media != "application/cloudevents+json") {
    return refuse(decode_errc::unsupported_content_type,
                  "header content-type: is a CloudEvents form that is not read: send "
                  "application/cloudevents+json, one event a record");
  }
  if (headers.flaw) return std::unexpected(*headers.flaw);
  if (!record.value) {
    return refuse(decode_errc::no_value,
                  "value: is absent (a tombstone): to take a hire back send hr.hire.rescinded.v1");
  }
  return read_structured(*record.value);
}

}  // namespace daypass::hr
