#pragma once

#include <cerrno>
#include <string>
#include <system_error>

namespace daypass::net {

/// What errno says, in words. To be called at once after the call that failed.
inline std::string last_error() {
  return std::error_code(errno, std::system_category()).message();
}

}  // namespace daypass::net
