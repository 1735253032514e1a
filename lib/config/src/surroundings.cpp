#include "daypass/config/surroundings.hpp"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace daypass::config {
namespace {

file_facts look(const std::filesystem::path& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) return {};
  file_facts facts;
  const bool folder = S_ISDIR(found.st_mode);
  facts.kind = folder                   ? file_kind::folder
               : S_ISREG(found.st_mode) ? file_kind::file
                                        : file_kind::other;
  facts.accessible = ::access(path.c_str(), folder ? R_OK | X_OK : R_OK) == 0;
  facts.writable = ::access(path.c_str(), W_OK) == 0;
  facts.open_to_others = (found.st_mode & S_IROTH) != 0;
  facts.size = folder ? 0 : static_cast<std::uintmax_t>(found.st_size);
  return facts;
}

std::optional<std::string> variable(const std::string& name) {
  // Nobody in this process changes the environment.
  const char* const value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

bool has_group(const std::string& name) {
  std::vector<char> room(16'384);
  struct group entry{};
  struct group* found = nullptr;
  return ::getgrnam_r(name.c_str(), &entry, room.data(), room.size(), &found) == 0 &&
         found != nullptr;
}

}  // namespace

surroundings this_machine() {
  return {look, variable, has_group};
}

}  // namespace daypass::config
