#include "daypass/calendar/calendar_error.hpp"

namespace daypass::calendar {
namespace {

class category final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "calendar"; }

  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<calendar_errc>(value)) {
      case calendar_errc::empty_zone:
        return "empty time zone: send an IANA name";
      case calendar_errc::zone_too_long:
        return "time zone too long: send an IANA name";
      case calendar_errc::malformed_zone:
        return "malformed time zone: send an IANA name";
      case calendar_errc::abbreviation:
        return "ambiguous abbreviation: send an IANA name";
      case calendar_errc::unknown_zone:
        return "unknown time zone: check the spelling, or update tzdata";
      case calendar_errc::database_missing:
        return "no tz database: install tzdata";
      case calendar_errc::database_damaged:
        return "damaged tz database: reinstall tzdata";
      case calendar_errc::malformed_date:
        return "malformed date: write YYYY-MM-DD";
      case calendar_errc::no_such_date:
        return "no such date: check day and month";
      case calendar_errc::date_out_of_range:
        return "date out of range: use years 1970 to 2199";
      case calendar_errc::malformed_time:
        return "malformed time of day: write HH:MM";
      case calendar_errc::malformed_timestamp:
        return "malformed timestamp: write RFC 3339 with an offset or Z";
    }
    return "unknown calendar error: report it as a bug";
  }
};

}  // namespace

const std::error_category& calendar_category() noexcept {
  static const category instance;
  return instance;
}

std::error_code make_error_code(calendar_errc code) noexcept {
  return {static_cast<int>(code), calendar_category()};
}

}  // namespace daypass::calendar
