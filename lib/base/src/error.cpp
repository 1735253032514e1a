#include "daypass/base/error.hpp"

#include "daypass/base/assert.hpp"

namespace daypass {

std::string_view to_string(failure kind) {
  switch (kind) {
    case failure::retryable:
      return "retryable";
    case failure::throttled:
      return "throttled";
    case failure::permanent:
      return "permanent";
    case failure::unknown_effect:
      return "unknown_effect";
    case failure::cancelled:
      return "cancelled";
    case failure::defect:
      return "defect";
  }
  assertion_failed("failure is one of its enumerators", std::source_location::current());
}

std::string_view to_string(failure_scope scope) {
  return scope == failure_scope::hire ? "hire" : "lane";
}

}  // namespace daypass
