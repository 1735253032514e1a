#pragma once
// The tables of what was read from the feed: event ids seen, and positions.

#include "database.hpp"

#include "daypass/domain/hire_event.hpp"
#include "daypass/ports/event_feed.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace daypass::store {

class seen_table {
 public:
  explicit seen_table(database& db);

  enum class verdict : std::uint8_t {
    fresh,      ///< Not seen before.
    duplicate,  ///< Seen with the same digest.
    reused,     ///< The id was seen, with other digests only.
  };

  /// What is known of the event's id.
  verdict look(const hire_event& event);
  /// Notes the id and digest as seen.
  void add(const hire_event& event);
  /// Takes away ids received before, the oldest first; how many.
  std::uint64_t purge(instant before, std::size_t max);
  /// Forgets numbers of sources learnt in a transaction that was undone.
  void forget() { sources_.clear(); }

 private:
  std::int64_t number_of(const std::string& source);

  database& db_;
  statement find_source_;
  statement add_source_;
  statement find_;
  statement add_;
  std::unordered_map<std::string, std::int64_t> sources_;
};

void write_positions(database& db, const std::vector<position>& positions);
[[nodiscard]] std::vector<position> read_positions(database& db);

}  // namespace daypass::store
