#pragma once
// JSON strings straight into wiped memory: a JSON library keeps copies that nobody wipes.

#include "daypass/net/wiped_buffer.hpp"

#include <string_view>

namespace daypass::net {

/// Appends `text`, which is UTF-8, as a JSON string, quoted and escaped (RFC 8259 7).
void append_json_string(wiped_buffer& out, std::string_view text);

}  // namespace daypass::net
