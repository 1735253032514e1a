#pragma once
// Bytes to hire events: CloudEvents 1.0 (structured and binary mode, Kafka protocol binding), the
// contract of config/schemas, canonical forms.

#include "daypass/base/error.hpp"
#include "daypass/calendar/zone_database.hpp"
#include "daypass/domain/hire_event.hpp"
#include "daypass/hr/decode_errc.hpp"
#include "daypass/ports/event_feed.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>

namespace daypass::hr {

/// Which member of the data is the hire's key (design 5.1).
enum class hire_id_member : std::uint8_t {
  hire_id_or_employee_id,  ///< hireId where the event has one, else employeeId.
  employee_id,             ///< Always employeeId; a hireId is not read.
  hire_id,                 ///< Always hireId.
};

/// What the operators say of one CloudEvents source.
struct source_settings {
  std::string population = "default";  ///< Part of the hire key.
  event_order order = event_order::revision;
  hire_id_member key = hire_id_member::hire_id_or_employee_id;
};

struct decoder_settings {
  /// Allowed sources, by the exact text of the CloudEvents attribute.
  std::map<std::string, source_settings, std::less<>> sources;
};

/// The event is of a type that isn't ours: nothing is wrong, nothing is to be done.
struct passed_over {};

/// The record can't be used and needs a person.
struct unusable {
  decode_errc code{};
  /// The place (a JSON pointer or a header) and the cure, in a line of at most 300 characters.
  /// Never repeats a value of the event's.
  std::string what;
};

using decoded = std::variant<hire_event, passed_over, unusable>;

/// Decodes records. Pure but for the tz database in force; a repeat gives the same. One call at a
/// time (the schema validator keeps a cache); about 10 microseconds a plain event.
class event_decoder {
 public:
  /// `zones` outlives the decoder. Compiles the schemas.
  event_decoder(decoder_settings settings, const calendar::zone_database& zones);
  ~event_decoder();

  /// What `record` says. Its `received_at` is the moment of arrival. Never throws for anything a
  /// record holds; the stack and the time taken are bounded by its size.
  [[nodiscard]] decoded decode(const raw_event& record);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace daypass::hr
