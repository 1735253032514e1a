#include "private_heap.hpp"

#include <fmt/format.h>
#include <jemalloc/jemalloc.h>
#include <sys/mman.h>

#include <cstdint>
#include <fstream>
#include <string>

#pragma weak mallctl  // Builds under a sanitizer have no jemalloc.

namespace daypass {
namespace {

// jemalloc keeps the address of its hooks.
extent_hooks_t hooks{};           // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
extent_hooks_t* plain = nullptr;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

bool keep_out(void* pages, std::size_t size) {
  return ::madvise(pages, size, MADV_DONTDUMP) == 0;
}

void* map_private(extent_hooks_t*, void* at, std::size_t size, std::size_t alignment, bool* zero,
                  bool* commit, unsigned arena) {
  void* const pages = plain->alloc(plain, at, size, alignment, zero, commit, arena);
  if (pages != nullptr) static_cast<void>(keep_out(pages, size));
  return pages;
}

bool hook_arena(unsigned arena) {
  const std::string name = fmt::format("arena.{}.extent_hooks", arena);
  extent_hooks_t* mine = &hooks;
  return mallctl(name.c_str(), nullptr, nullptr, static_cast<void*>(&mine),
                 sizeof(extent_hooks_t*)) == 0;
}

/// What was mapped before the hooks were there: all that is anonymous, writable and has no name.
bool keep_present_pages_out() {
  std::ifstream maps("/proc/self/maps");
  if (!maps) return false;
  for (std::string line; std::getline(maps, line);) {
    if (!line.contains(" rw-p 00000000 00:00 0") || line.ends_with(']')) continue;
    std::size_t used = 0;
    const std::uintptr_t start = std::stoull(line, &used, 16);
    const std::uintptr_t end = std::stoull(line.substr(used + 1), nullptr, 16);
    void* const pages = reinterpret_cast<void*>(start);  // NOLINT(performance-no-int-to-ptr)
    if (!keep_out(pages, end - start)) return false;
  }
  return true;
}

}  // namespace

bool keep_heap_out_of_dumps() {
  if (mallctl == nullptr) return true;
  std::size_t size = sizeof(extent_hooks_t*);
  unsigned arenas = 0;
  std::size_t arenas_size = sizeof arenas;
  if (mallctl("arena.0.extent_hooks", static_cast<void*>(&plain), &size, nullptr, 0) != 0 ||
      mallctl("arenas.narenas", &arenas, &arenas_size, nullptr, 0) != 0) {
    return false;
  }
  hooks = *plain;
  hooks.alloc = map_private;
  for (unsigned arena = 0; arena < arenas; ++arena) {
    if (!hook_arena(arena)) return false;
  }
  return keep_present_pages_out();
}

}  // namespace daypass
