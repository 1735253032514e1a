#pragma once
// A request in its wire form.

#include "daypass/base/error.hpp"
#include "daypass/net/http_message.hpp"

#include <string_view>

namespace daypass::net {

/// Whether the request can be written without changing its meaning: a token as method, a target of
/// visible ASCII that begins with a slash, fields without line breaks and not one that is the
/// client's to write (RFC 9110 5.1, 5.5; RFC 9112 3.2). Fails with bad_request, permanent; the
/// text names what is wrong and never quotes a value.
[[nodiscard]] result<void> check_request(const http_request& request);

/// Adds the whole request to `out`, secrets included. `authority` is the Host header's value.
void write_request(wiped_buffer& out, const http_request& request, std::string_view authority);

/// GET and HEAD: a repeat changes nothing, and nothing took effect (RFC 9110 9.2.1).
[[nodiscard]] bool has_no_effect(const http_request& request);

}  // namespace daypass::net
