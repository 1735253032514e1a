#include "cctz_zone.hpp"

#include <cctz/zone_info_source.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>

namespace daypass::calendar {
namespace {

using cctz::ZoneInfoSource;
using fallback_factory = std::function<std::unique_ptr<ZoneInfoSource>(const std::string&)>;

/// Bytes in memory, read as a file would be. They outlive it: cctz reads it inside the load.
class memory_source final : public ZoneInfoSource {
 public:
  explicit memory_source(std::string_view bytes) : rest_(bytes) {}

  std::size_t Read(void* target, std::size_t size) override {
    const auto taken = std::min(size, rest_.size());
    std::memcpy(target, rest_.data(), taken);
    rest_.remove_prefix(taken);
    return taken;
  }

  int Skip(std::size_t offset) override {
    if (offset > rest_.size()) return -1;
    rest_.remove_prefix(offset);
    return 0;
  }

 private:
  std::string_view rest_;
};

// cctz calls the factory from the thread that loads, so this is how the bytes get there, and
// loads by anyone else in the process go on as if we weren't here.
thread_local const std::string* loading = nullptr;

std::unique_ptr<ZoneInfoSource> make_source(const std::string& name,
                                            const fallback_factory& fallback) {
  if (loading == nullptr) return fallback(name);
  return std::make_unique<memory_source>(*loading);
}

/// FNV-1a. It tells apart versions of one zone, not the work of an enemy.
std::uint64_t digest(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  }
  return hash;
}

}  // namespace

std::optional<cctz::time_zone> load_cctz_zone(std::string_view name, const std::string& tzif) {
  static std::once_flag installed;
  std::call_once(installed, [] { cctz_extension::zone_info_source_factory = &make_source; });
  cctz::time_zone zone;
  loading = &tzif;
  const bool loaded =
      cctz::load_time_zone(fmt::format("daypass/{}@{:016x}", name, digest(tzif)), &zone);
  loading = nullptr;
  return loaded ? std::optional(zone) : std::nullopt;
}

}  // namespace daypass::calendar
