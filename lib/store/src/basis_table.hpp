#pragma once
// The table `basis`: what the schedules of all records rest on, and the time of the latest line
// that any story got since. A clock that reads earlier than that was set back while none ran.

#include "database.hpp"

#include <optional>
#include <string>

namespace daypass::store {

class basis_table {
 public:
  explicit basis_table(database& db);

  /// Whether all were woken for that basis, for no other since, and no line was written later than
  /// `now`, to a minute.
  bool rests_on(const std::string& digest, instant now);
  /// Waking for it begins: until it ends, the records rest on none.
  void begin(const std::string& digest, instant now);
  /// And ends, unless another has begun meanwhile.
  void end(const std::string& digest);
  /// A line was written with this time. Keeps it once a minute: it costs a page of the log.
  void note(instant line_at);
  /// Forgets what a transaction wrote that was undone.
  void forget() { kept_.reset(); }

 private:
  database& db_;
  statement read_;
  statement keep_;
  std::optional<instant> kept_;
};

}  // namespace daypass::store
