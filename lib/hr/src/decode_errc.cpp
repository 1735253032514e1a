#include "daypass/hr/decode_errc.hpp"

namespace daypass::hr {
namespace {

constexpr std::array<std::string_view, decode_errc_count> names = {
    "no_value",
    "value_too_large",
    "not_cloudevent",
    "unsupported_content_type",
    "duplicate_header",
    "invalid_utf8",
    "not_json",
    "too_deep",
    "duplicate_member",
    "number_out_of_range",
    "text_too_long",
    "not_an_object",
    "attribute_missing",
    "attribute_malformed",
    "unsupported_specversion",
    "source_not_allowed",
    "data_missing",
    "data_encoded",
    "key_missing",
    "place_missing",
    "member_missing",
    "member_unknown",
    "member_type",
    "member_length",
    "member_blank",
    "member_value",
    "control_character",
    "date_malformed",
    "time_of_day_malformed",
    "zone_unknown",
    "country_malformed",
    "upn_malformed",
    "email_malformed",
    "profile_malformed",
    "revision_missing",
    "time_missing",
    "time_malformed",
    "time_in_future",
};

}  // namespace

std::string_view to_string(decode_errc code) {
  return names[static_cast<std::size_t>(code)];
}

std::array<decode_errc, decode_errc_count> all_decode_errc() {
  static_assert(static_cast<std::size_t>(decode_errc::time_in_future) + 1 == decode_errc_count);
  std::array<decode_errc, decode_errc_count> codes{};
  for (std::size_t index = 0; index < codes.size(); ++index) {
    codes[index] = static_cast<decode_errc>(index);
  }
  return codes;
}

}  // namespace daypass::hr
