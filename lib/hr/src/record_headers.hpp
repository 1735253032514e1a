#pragma once
// The headers of a record that CloudEvents defines, by lower-case name.

#include "problem.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace daypass::hr {

struct record_headers {
  std::optional<std::string_view> content_type;  ///< Views into the record.
  std::optional<std::string_view> specversion;
  std::optional<std::string_view> id;
  std::optional<std::string_view> source;
  std::optional<std::string_view> type;
  std::optional<std::string_view> time;
  bool any_attribute = false;    ///< Whether any ce_ header is there at all.
  std::optional<unusable> flaw;  ///< The first header that came twice or isn't UTF-8.
};

/// Reads them; names are compared without regard to case.
[[nodiscard]] record_headers read_headers(const raw_event& record);

/// The media type of a content-type header: lower case, without parameters.
[[nodiscard]] std::string media_type(std::string_view content_type);

/// `application/json`, `text/json` or anything ending in `+json` (RFC 6839 3.1).
[[nodiscard]] bool is_json(std::string_view media_type);

}  // namespace daypass::hr
