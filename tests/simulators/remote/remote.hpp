#pragma once
// A simulated remote, whatever it simulates: requests in, answers and how to deliver them out. No
// sockets, no clock, no threads.

#include "simulators/remote/message.hpp"

#include <optional>

namespace daypass::simulator {

class remote {
 public:
  virtual ~remote() = default;

  /// Takes one request at `now` (host clock, never going back). What the result's delivery says is
  /// the caller's to carry out; whatever happens to the remote has happened, but for a late effect.
  [[nodiscard]] virtual exchange handle(const request& asked, instant now) = 0;

  /// The client of a `delivery::late_id` has let go: its effect comes late from now on.
  virtual void client_gave_up(std::uint64_t late_id, instant now) = 0;
  /// When the next late effect is due, if one is.
  [[nodiscard]] virtual std::optional<instant> next_late_effect() const = 0;
  /// Runs the late effects that are due. handle() does so by itself.
  virtual void run_late_effects(instant now) = 0;
};

}  // namespace daypass::simulator
