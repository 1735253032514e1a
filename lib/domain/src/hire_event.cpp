#include "daypass/domain/hire_event.hpp"

#include "daypass/base/assert.hpp"

namespace daypass {

std::string to_string(const hire_key& key) {
  return key.population + "/" + key.hire_id;
}

std::string_view to_string(event_kind kind) {
  switch (kind) {
    case event_kind::announced:
      return "announced";
    case event_kind::changed:
      return "changed";
    case event_kind::rescinded:
      return "rescinded";
  }
  assertion_failed("event_kind is one of its enumerators", std::source_location::current());
}

stamp stamp_of(const hire_event& event) {
  return {event.order, event.kind, {event.id.source, event.id.id}};
}

}  // namespace daypass
