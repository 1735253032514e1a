// The three parts of a stored record.
#include "codec.hpp"
#include "target.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace daypass::fuzz {
namespace {

/// What was read is written so that it is read again, and written alike.
template <typename Part, typename Decode>
void read_part(std::string_view text, Decode decode) {
  const std::optional<Part> read = decode(text);
  if (!read) return;
  const std::string written = store::encode(*read);
  const std::optional<Part> again = decode(written);
  require(again.has_value(), "what was written is read");
  require(*again == *read, "what was written is what was read");
  require(store::encode(*again) == written, "it is written alike");
  require(nlohmann::json::accept(written), "it is JSON");
}

}  // namespace

void read_one(std::string_view bytes) {
  read_part<wanted>(bytes, store::decode_wanted);
  read_part<orders>(bytes, store::decode_orders);
  read_part<actual>(bytes, store::decode_actual);
}

}  // namespace daypass::fuzz
