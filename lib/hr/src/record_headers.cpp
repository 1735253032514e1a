#include "record_headers.hpp"

#include "text.hpp"

#include <fmt/format.h>

namespace daypass::hr {
namespace {

std::optional<std::string_view>* slot_of(record_headers& read, std::string_view name) {
  if (name == "content-type") return &read.content_type;
  if (name == "ce_specversion") return &read.specversion;
  if (name == "ce_id") return &read.id;
  if (name == "ce_source") return &read.source;
  if (name == "ce_type") return &read.type;
  if (name == "ce_time") return &read.time;
  return nullptr;
}

}  // namespace

record_headers read_headers(const raw_event& record) {
  constexpr std::size_t name_max = 64;
  record_headers read;
  for (const auto& [given_name, value] : record.headers) {
    if (given_name.size() > name_max) continue;
    const std::string name = ascii_lower(given_name);
    if (name.starts_with("ce_")) read.any_attribute = true;
    auto* const slot = slot_of(read, name);
    if (slot == nullptr) continue;
    if (slot->has_value() && !read.flaw) {
      read.flaw = unusable{decode_errc::duplicate_header,
                           fmt::format("header {}: is there twice, and nobody can say which one "
                                       "counts: send it once",
                                       name)};
    }
    if (first_bad_utf8(value) && !read.flaw) {
      read.flaw = unusable{decode_errc::invalid_utf8,
                           fmt::format("header {}: is not UTF-8: encode it as UTF-8", name)};
    }
    *slot = value;
  }
  return read;
}

std::string media_type(std::string_view content_type) {
  return ascii_lower(trimmed(content_type.substr(0, content_type.find(';'))));
}

bool is_json(std::string_view media_type) {
  return media_type == "application/json" || media_type == "text/json" ||
         media_type.ends_with("+json");
}

}  // namespace daypass::hr
