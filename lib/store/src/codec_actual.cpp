// {"v":1, then the members of `actual`}; retries by the name of their step.
#include "archive.hpp"
#include "codec.hpp"

namespace daypass::store {

void put(json_writer& out, const retry_states& retries) {
  static const retry_state untried{};
  out.begin_object();
  for (std::size_t index = 0; index < retries.size(); ++index) {
    if (retries[index] == untried) continue;
    out.key(to_string(static_cast<step_kind>(index)));
    put(out, retries[index]);
  }
  out.end_object();
}

void get(const json& in, retry_states& retries) {
  if (!in.is_object()) return;
  for (const auto& [name, value] : in.items()) {
    const auto kind = step_kind_named(name);
    if (kind) get(value, retries[static_cast<std::size_t>(*kind)]);
  }
}

std::string encode(const actual& is) {
  json_writer out;
  out.begin_object();
  out.key("v");
  out.number(std::int64_t{1});
  put_members(out, is);
  out.end_object();
  return out.take();
}

std::optional<actual> decode_actual(std::string_view text) {
  const json in = json::parse(text, nullptr, false);
  if (!in.is_object()) return std::nullopt;
  actual is;
  get(in, is);
  return is;
}

}  // namespace daypass::store
