#include "simulation/chance.hpp"

namespace daypass::simulation {

std::uint64_t chance::next() {
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
  return mixed ^ (mixed >> 31);
}

duration chance::between(duration least, duration most) {
  const auto width = static_cast<std::uint64_t>((most - least).count()) + 1;
  return least + duration(static_cast<std::int64_t>(below(width)));
}

chance chance::stream(std::string_view name, std::uint64_t number) const {
  std::uint64_t hash = state_ ^ 0xCBF29CE484222325ULL;  // FNV-1a
  for (const char letter : name)
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3ULL;
  chance made(hash ^ (number * 0xD6E8FEB86659FD93ULL));
  static_cast<void>(made.next());
  return made;
}

}  // namespace daypass::simulation
