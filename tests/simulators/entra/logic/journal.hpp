#pragma once
// What was asked and answered: counters, a bounded log without bodies, and whether the client kept
// to the Retry-After it was given.

#include "simulators/entra/logic/json.hpp"
#include "simulators/entra/logic/message.hpp"
#include "simulators/entra/logic/throttle.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

namespace daypass::entra_simulator {

struct journal_entry {
  instant at;  ///< Host clock.
  std::string_view kind;
  std::string_view method;
  std::string_view path;  ///< The route's template, never what stood in it.
  int status = 0;         ///< 0: no answer was made.
  std::string fault;
  std::string client_request_id;
};

class journal {
 public:
  void record(journal_entry entry);
  void remember(std::size_t entries_max) { entries_max_ = entries_max; }
  /// The last `count` entries of a kind (or of any), oldest first.
  [[nodiscard]] json entries(std::string_view kind, std::size_t count) const;
  /// Requests by kind and status, and what became of Retry-After.
  [[nodiscard]] json counters() const;
  [[nodiscard]] std::uint64_t count(std::string_view kind, int status) const;
  [[nodiscard]] std::uint64_t count(std::string_view kind) const;
  void forget();

  /// A request arrives; counted when it comes inside a Retry-After that its budget or kind gave.
  void arrived(std::string_view kind, lane which, bool write, duration grace, instant now);
  /// A 429 with Retry-After goes out, from the budget of that name or injected for a kind.
  void told_to_wait(std::string_view whom, bool injected, duration wait, instant now);
  void throttled(std::string_view kind) { ++throttled_[std::string(kind)]; }
  [[nodiscard]] std::uint64_t inside_retry_after() const { return inside_; }
  [[nodiscard]] std::uint64_t inside_injected_retry_after() const { return inside_injected_; }

 private:
  struct wait {
    instant from;
    instant until;
  };
  bool inside(std::string_view whom, duration grace, instant now) const;

  std::size_t entries_max_ = 200'000;
  std::deque<journal_entry> entries_;
  std::map<std::string_view, std::map<int, std::uint64_t>> counts_;
  std::map<std::string, std::uint64_t, std::less<>> throttled_;
  std::map<std::string, wait, std::less<>> waits_;
  std::map<std::string, wait, std::less<>> injected_waits_;
  std::uint64_t inside_ = 0;
  std::uint64_t inside_injected_ = 0;
};

}  // namespace daypass::entra_simulator
