#pragma once
// What the server refuses before a handler sees it, and how a reply is written. Does no I/O.

#include "daypass/net/http_server.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::net {

/// The status with which `query` is refused, or nothing: TRACE and CONNECT (405), an Expect
/// header (417), and on TCP a Host that isn't on the list (421).
[[nodiscard]] std::optional<int> refusal_status(const http_query& query,
                                                const tcp_listen* listens_on);

/// Adds status line, headers and body. The body of an answer to HEAD is left out, its length isn't.
void write_reply(wiped_buffer& out, const http_reply& reply, bool head_only, bool keep_alive);

/// A reply without text of its own: the status and its reason.
[[nodiscard]] http_reply plain_reply(int status);

}  // namespace daypass::net
