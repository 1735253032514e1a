#include "daypass/net/http_headers.hpp"

#include <algorithm>

namespace daypass::net {
namespace {

constexpr char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

void http_headers::add(std::string_view name, std::string_view value) {
  constexpr std::size_t usual_block = 512;
  if (block_.capacity() == 0) block_.reserve(usual_block);
  const auto at = static_cast<std::uint32_t>(block_.size());
  const auto name_size = static_cast<std::uint32_t>(name.size());
  constexpr std::uint32_t separator_size = 2;  // ": "
  places_.push_back(
      {at, name_size, at + name_size + separator_size, static_cast<std::uint32_t>(value.size())});
  block_.append(name);
  block_.append(": ");
  block_.append(value);
  block_.append("\r\n");
}

std::optional<std::string_view> http_headers::find(std::string_view name) const {
  for (std::size_t index = 0; index < places_.size(); ++index) {
    const auto field = at(index);
    if (equal_ignoring_case(field.name, name)) return field.value;
  }
  return std::nullopt;
}

http_field http_headers::at(std::size_t index) const {
  const auto& place = places_.at(index);
  const auto block = block_.view();
  return {block.substr(place.name_at, place.name_size),
          block.substr(place.value_at, place.value_size)};
}

http_headers http_headers::clone() const {
  http_headers copy;
  copy.block_.append(block_.view());
  copy.places_ = places_;
  return copy;
}

}  // namespace daypass::net
