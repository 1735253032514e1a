// The answer to a $batch, taken apart.
#include "batch_wire.hpp"
#include "target.hpp"

#include "daypass/entra/json_view.hpp"

#include <string>

namespace daypass::fuzz {

void read_one(std::string_view bytes) {
  net::http_response answer;
  answer.status = 200;
  answer.headers.add("Date", "Sat, 21 Nov 2026 12:00:00 GMT");
  answer.headers.add("Retry-After", "7");
  answer.headers.add("request-id", "6f1c");
  answer.body = net::wiped_buffer::copy_of(bytes);

  std::size_t parts = 0;
  std::size_t held = 0;
  entra::read_batch(answer, [&](std::size_t, const net::http_response& part) {
    ++parts;
    held += part.body.size();
    require(part.status >= 100 && part.status <= 599, "a part has a status of HTTP's");
    require(part.body.empty() || entra::json_view::parse(part.body.view()).has_value(),
            "a part's body is one JSON value");
    require(part.headers.find("Date").has_value(), "a part has an hour: its own or the batch's");
    require(part.headers.find("request-id").has_value(), "a part has an id for support");
    require(part.headers.size() <= 6, "a part has no header but those that are read");
  });
  require(parts <= bytes.size() / 2, "there are no more parts than there is text");
  require(held <= bytes.size(), "parts hold no more than was sent");
}

}  // namespace daypass::fuzz
