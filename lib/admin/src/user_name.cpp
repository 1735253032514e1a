#include "daypass/admin/operators.hpp"

#include <pwd.h>

#include <string>
#include <vector>

namespace daypass::admin {

std::string user_name_of(uid_t uid) {
  std::vector<char> room(16'384);
  struct passwd entry{};
  struct passwd* found = nullptr;
  if (::getpwuid_r(uid, &entry, room.data(), room.size(), &found) == 0 && found != nullptr) {
    return entry.pw_name;
  }
  return "uid:" + std::to_string(uid);
}

}  // namespace daypass::admin
