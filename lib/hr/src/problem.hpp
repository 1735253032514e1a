#pragma once
// How the steps of decoding fail: with what the record's quarantine row will say.

#include "daypass/hr/event_decoder.hpp"

#include <expected>
#include <string>
#include <utility>

namespace daypass::hr {

template <typename T>
using checked = std::expected<T, unusable>;

[[nodiscard]] inline std::unexpected<unusable> refuse(decode_errc code, std::string what) {
  return std::unexpected(unusable{code, std::move(what)});
}

}  // namespace daypass::hr
