#pragma once
// What was asked and answered: counters, and a bounded log without bodies.

#include "simulators/remote/json.hpp"
#include "simulators/remote/message.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

namespace daypass::simulator {

struct journal_entry {
  instant at;  ///< Host clock.
  std::string_view kind;
  std::string_view method;
  std::string_view path;  ///< The route's template, never what stood in it.
  int status = 0;         ///< 0: no answer was made.
  std::string fault;
  std::string client_request_id;
};

class request_log {
 public:
  void record(journal_entry entry);
  void remember(std::size_t entries_max) { entries_max_ = entries_max; }
  /// The last `count` entries of a kind (or of any), oldest first.
  [[nodiscard]] json entries(std::string_view kind, std::size_t count) const;
  /// {"kind": {"status": number}}.
  [[nodiscard]] json counts() const;
  [[nodiscard]] std::uint64_t total() const;
  [[nodiscard]] std::uint64_t count(std::string_view kind, int status) const;
  [[nodiscard]] std::uint64_t count(std::string_view kind) const;
  void forget();

 private:
  std::size_t entries_max_ = 200'000;
  std::deque<journal_entry> entries_;
  std::map<std::string_view, std::map<int, std::uint64_t>> counts_;
};

}  // namespace daypass::simulator
