#pragma once
// Several requests as one POST of $batch, and its answer as theirs (Graph: json-batching).

#include "daypass/net/http_message.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>

namespace daypass::entra {

inline constexpr std::size_t batch_requests_max = 20;

/// Whether a request may be part of a batch: it is one of v1.0's, and a POST has a body, as Graph
/// demands of a part (json-batching).
[[nodiscard]] bool may_be_batched(const net::http_request& request);

/// The batch of these, with the first one's token and the latest deadline; their ids are "0", "1"
/// and so on. What they carry goes from wiped buffers into a wiped buffer.
[[nodiscard]] net::http_request write_batch(std::span<const net::http_request* const> requests);

/// Calls `take` for each part of a batch's answer that can be read, with the place of its request.
/// A part brings its own status, Retry-After and body; what it doesn't say of the hour and of the
/// request's id is the batch's.
void read_batch(const net::http_response& answer,
                const std::function<void(std::size_t, net::http_response)>& take);

}  // namespace daypass::entra
