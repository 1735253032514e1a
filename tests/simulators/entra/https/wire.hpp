#pragma once
// Between Beast's messages and the logic's.

#include "simulators/entra/logic/message.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <string>

namespace daypass::entra_simulator {

using wire_request = boost::beast::http::request<boost::beast::http::string_body>;

/// Takes the body out of `from`.
[[nodiscard]] request read_request(wire_request& from);

/// The whole answer as it goes out; `head_size` is where its body starts.
struct wire_answer {
  std::string bytes;
  std::size_t head_size = 0;
};
[[nodiscard]] wire_answer write_answer(const response& from, bool keep_alive);

}  // namespace daypass::entra_simulator
