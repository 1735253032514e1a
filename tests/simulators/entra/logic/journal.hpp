#pragma once
// What was asked and answered, and whether the client kept to the Retry-After it was given.

#include "simulators/entra/logic/json.hpp"
#include "simulators/entra/logic/message.hpp"
#include "simulators/entra/logic/throttle.hpp"
#include "simulators/remote/request_log.hpp"
#include "simulators/remote/wait_book.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace daypass::entra_simulator {

using simulator::journal_entry;

class journal {
 public:
  void record(journal_entry entry) { requests_.record(std::move(entry)); }
  void remember(std::size_t entries_max) { requests_.remember(entries_max); }
  /// The last `count` entries of a kind (or of any), oldest first.
  [[nodiscard]] json entries(std::string_view kind, std::size_t count) const {
    return requests_.entries(kind, count);
  }
  /// Requests by kind and status, and what became of Retry-After.
  [[nodiscard]] json counters() const;
  [[nodiscard]] std::uint64_t count(std::string_view kind, int status) const {
    return requests_.count(kind, status);
  }
  [[nodiscard]] std::uint64_t count(std::string_view kind) const { return requests_.count(kind); }
  void forget();

  /// A request arrives; counted when it comes inside a Retry-After that its budget or kind gave.
  void arrived(std::string_view kind, lane which, bool write, duration grace, instant now);
  /// A 429 with Retry-After goes out, from the budget of that name or injected for a kind.
  void told_to_wait(std::string_view whom, bool injected, duration wait, instant now);
  void throttled(std::string_view kind) { ++throttled_[std::string(kind)]; }
  [[nodiscard]] std::uint64_t inside_retry_after() const { return inside_; }
  [[nodiscard]] std::uint64_t inside_injected_retry_after() const { return inside_injected_; }

 private:
  simulator::request_log requests_;
  std::map<std::string, std::uint64_t, std::less<>> throttled_;
  simulator::wait_book waits_;
  simulator::wait_book injected_waits_;
  std::uint64_t inside_ = 0;
  std::uint64_t inside_injected_ = 0;
};

}  // namespace daypass::entra_simulator
