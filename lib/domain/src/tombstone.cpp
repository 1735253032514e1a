#include "daypass/domain/tombstone.hpp"

namespace daypass {
namespace {

/// U+10FFFF: no text of valid UTF-8 is greater, compared byte by byte.
constexpr const char* highest_text = "\xF4\x8F\xBF\xBF";

std::optional<stamp> nameless(const std::optional<stamp>& known) {
  if (!known) return std::nullopt;
  return stamp{known->order, known->kind, {highest_text, highest_text}};
}

}  // namespace

wanted tombstone_of(const wanted& wants) {
  wanted left = wants;
  for (stamped_value& field : left.fields.edit()) field = {std::nullopt, nameless(field.set_by)};
  left.announced_by = nameless(wants.announced_by);
  left.rescinded_by = nameless(wants.rescinded_by);
  return left;
}

}  // namespace daypass
