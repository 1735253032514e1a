#include "daypass/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace daypass {

void assertion_failed(std::string_view condition, std::source_location where) {
  std::fprintf(stderr, "daypass: assertion failed: %.*s (%s:%u, %s)\n",
               static_cast<int>(condition.size()), condition.data(), where.file_name(),
               static_cast<unsigned>(where.line()), where.function_name());
  std::abort();
}

}  // namespace daypass
