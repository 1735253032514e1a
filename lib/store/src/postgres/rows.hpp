#pragma once
// Records and their stories as rows of `hires`, `schedules` and `history`.

#include "connection.hpp"
#include "stored_record.hpp"
#include "story.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace daypass::store::postgres {

/// The columns of a record, in the order in which record_in() reads them, of h and s.
#define DAYPASS_RECORD_COLUMNS                                                           \
  "h.number, h.population, h.hire_id, h.wanted, h.orders, h.actual, s.due_at, s.urgent," \
  " s.lane, s.activation_at"
inline constexpr int record_columns = 10;

/// Error: damaged.
[[nodiscard]] outcome<stored_record> record_in(const reply& from, int row);

/// The last line of each story, by the hire's number: hire, line, at, what, detail, count.
[[nodiscard]] std::map<std::int64_t, story_line> last_lines_in(const reply& from);

/// A record in a transaction's hands.
struct record_in_hand {
  stored_record now;
  schedule due_before;
  bool added = false;             ///< It has no row yet.
  story_line last;                ///< Of its story, as it grows.
  std::int64_t told = 0;          ///< Lines that the table has.
  std::vector<story_line> lines;  ///< To be written, one for each place.

  void tell(const std::vector<history_entry>& entries);
};

/// What is to be written for many records, in as few statements.
class record_writes {
 public:
  void add_new(const record_in_hand& one);
  void add_wanted(const record_in_hand& one);
  void add_orders(const record_in_hand& one);
  void add_actual(const record_in_hand& one);
  /// Its schedule, also if nothing changed in it: so that no lease is given out meanwhile.
  void add_schedule(const record_in_hand& one);
  void add_story(const record_in_hand& one);

  [[nodiscard]] questions take();
  /// The latest time that any line was written with.
  [[nodiscard]] std::optional<instant> latest_line_at() const { return latest_line_at_; }

 private:
  using enum element;
  struct hire_columns {
    column number{integer}, population{text}, hire_id{text}, wanted{text}, orders{text};
    column standing{text}, reason{text}, ending{text}, since{integer}, verified{boolean};
    column upn{text}, wanted_version{integer}, version{integer}, actual{text};
  };
  struct schedule_columns {
    column hire{integer}, due_at{integer}, urgent{boolean}, lane{text}, activation_at{integer};
  };
  struct line_columns {
    column hire{integer}, line{integer}, at{integer}, what{text}, detail{text}, count{integer};
  };

  static void put_standing(hire_columns& into, const actual& is);
  static void put(schedule_columns& into, const stored_record& record);

  hire_columns added_;
  hire_columns wanted_;
  hire_columns ordered_;
  hire_columns actual_;
  schedule_columns added_schedules_;
  schedule_columns schedules_;
  line_columns added_lines_;
  line_columns lines_;
  std::optional<instant> latest_line_at_;
};

}  // namespace daypass::store::postgres
