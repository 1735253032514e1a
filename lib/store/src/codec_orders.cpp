// An array of orders, oldest first.
#include "archive.hpp"
#include "codec.hpp"

namespace daypass::store {

std::string encode(const orders& ordered) {
  json_writer out;
  put(out, ordered);
  return out.take();
}

std::optional<orders> decode_orders(std::string_view text) {
  orders ordered;
  if (text == "[]") return ordered;
  const json in = json::parse(text, nullptr, false);
  if (!in.is_array()) return std::nullopt;
  get(in, ordered);
  return ordered;
}

}  // namespace daypass::store
