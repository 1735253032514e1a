#pragma once
// What HR says in a simulated world: each word as the checker knows it, and as the bytes that the
// daemon reads. And what all words so far amount to, by the design's rules (5.1) alone: nothing of
// the daemon's own is used to say what is right.

#include "daypass/ports/event_feed.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace daypass::simulation {

enum class word_kind : std::uint8_t { announced, changed, rescinded };

/// When and where a hire starts: the fields that HR always gives together here.
struct start_words {
  std::chrono::year_month_day date;
  std::optional<minutes> time_of_day;  ///< None: the profile's.
  std::string zone;                    ///< As HR writes it.

  friend bool operator==(const start_words&, const start_words&) = default;
};

/// One event of one hire.
struct hr_word {
  word_kind kind{};
  std::int64_t order = 0;  ///< Revision, or microseconds since 1970.
  std::optional<start_words> start;
  std::optional<std::string> department;
};

/// One record of the topic and when it is written.
struct told_record {
  instant at{};
  std::int32_t partition = 0;
  raw_event record;             ///< Without offset and arrival.
  std::optional<hr_word> word;  ///< None: poison, or of no concern.
  std::uint64_t hire = 0;       ///< Whose, by number; 0: nobody's.
};

/// How the source of a hire orders its events.
enum class source_order : std::uint8_t { revision, time };

/// Names in a hire's events that never change.
struct hire_names {
  std::string hire_id;  ///< Also the employeeId.
  std::string given_name;
  std::string surname;
  std::string manager;  ///< employeeId; empty: none.
  source_order order = source_order::revision;
};

/// The record of a word: a CloudEvent in structured or, where `binary`, in binary mode.
[[nodiscard]] raw_event record_of(const hire_names& who, const hr_word& word, const std::string& id,
                                  bool binary);

/// What HR's words amount to.
struct hr_truth {
  bool announced = false;
  bool rescinded = false;
  bool reopen_unconfirmed = false;  ///< Announced again after a rescission, ordered by time.
  std::optional<start_words> start;
  std::string department;
  instant start_told_at{};              ///< When the start that holds came to hold.
  std::optional<instant> closed_at;     ///< When the hire came to be rescinded or unconfirmed.
  std::optional<instant> rescinded_at;  ///< When the rescission was told that stands, or stood.

  [[nodiscard]] bool wants_lockout() const { return rescinded || reopen_unconfirmed; }
};

/// Of the words told until `now`, in any order: the highest order wins, field by field.
[[nodiscard]] hr_truth truth_of(const std::vector<const told_record*>& told, source_order order,
                                instant now);

}  // namespace daypass::simulation
