#pragma once
// Requests whose client is gone before they take effect.

#include "simulators/remote/message.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace daypass::simulator {

class late_queue {
 public:
  struct taken_request {
    request asked;
    instant due;
  };

  /// Keeps a request that takes effect `late_by` after its client has let go. Without `silence` the
  /// client lets go at `closes_at`; with it, when client_gave_up() names the id that is returned.
  std::uint64_t keep(const request& asked, duration late_by, bool silence, instant closes_at);
  void client_gave_up(std::uint64_t id, instant now);
  /// When the next one is due, if one is.
  [[nodiscard]] std::optional<instant> next() const;
  /// Takes the earliest that is due at `now` out of the queue.
  [[nodiscard]] std::optional<taken_request> take(instant now);

 private:
  struct kept_request {
    request asked;
    duration late_by{0};
    instant due = never;
  };
  std::map<std::uint64_t, kept_request> kept_;
  std::uint64_t last_id_ = 0;
};

}  // namespace daypass::simulator
