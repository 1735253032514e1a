// libFuzzer's entry, and what a target does when a property doesn't hold.
#include "target.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace daypass::fuzz {

void require(bool holds, std::string_view property) {
  if (holds) return;
  std::fprintf(stderr, "broken property: %.*s\n", static_cast<int>(property.size()),
               property.data());
  std::abort();
}

void require_words(std::string_view line, std::size_t most) {
  require(!line.empty(), "a refusal has words");
  const auto is_control = [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte < 0x20 || byte == 0x7F;
  };
  if (line.size() <= most && std::ranges::none_of(line, is_control)) return;
  std::fprintf(stderr, "broken property: one line of at most %zu bytes, but: %.*s\n", most,
               static_cast<int>(line.size()), line.data());
  std::abort();
}

}  // namespace daypass::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  daypass::fuzz::read_one({reinterpret_cast<const char*>(data), size});
  return 0;
}
