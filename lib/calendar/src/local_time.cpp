#include "daypass/calendar/local_time.hpp"

#include "daypass/base/assert.hpp"

namespace daypass::calendar {

std::string_view to_string(resolution how) {
  switch (how) {
    case resolution::plain:
      return "plain";
    case resolution::shifted_forward:
      return "shifted_forward";
    case resolution::earlier_of_two:
      return "earlier_of_two";
  }
  assertion_failed("resolution is one of its enumerators", std::source_location::current());
}

}  // namespace daypass::calendar
