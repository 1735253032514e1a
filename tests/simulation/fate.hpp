#pragma once
// Decides what goes wrong in one world, and remembers it. Each seed draws its own mix: which
// mishaps there are and how often (swarm testing). Each decision has a name of its own, (mishap,
// how-manieth chance of it), so that a run can be repeated with some of them left out.

#include "simulation/chance.hpp"
#include "simulation/mishaps.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace daypass::simulation {

/// One decision: the `nth` chance of a mishap, counted from 1.
using mishap_id = std::pair<mishap, std::uint64_t>;

struct struck {
  mishap_id id;
  instant at{};  ///< True time.
  std::string detail;
  bool in_flight = false;     ///< A hire was on its way.
  bool before_crash = false;  ///< The process ended within a second.
};

struct mishap_counts {
  std::uint64_t fired = 0;
  std::uint64_t in_flight = 0;
  std::uint64_t before_crash = 0;
};
using mishap_tally = std::array<mishap_counts, mishap_count>;

/// What a run leaves out; nothing: all of it is played.
struct allowance {
  std::optional<std::set<mishap_id>> mishaps;    ///< These alone.
  std::optional<std::set<std::uint64_t>> hires;  ///< These numbers alone.
};

class fate {
 public:
  /// `now` tells true time; `in_flight` whether a hire is on its way.
  fate(const chance& seed, allowance allowed, std::function<instant()> now,
       std::function<bool()> in_flight);

  /// One that strikes nothing of its own accord; orders() and noticed() are all that happens.
  fate(std::function<instant()> now, std::function<bool()> in_flight);

  /// The `nth` chance of a mishap drawn at calls strikes, whatever the seed says.
  void orders(mishap_id which) { ordered_.insert(which); }
  [[nodiscard]] std::uint64_t chances(mishap what) const {
    return chances_[static_cast<std::size_t>(what)];
  }

  /// Draws at a call. It counts as struck when `happened` is told; most callers do both at once.
  [[nodiscard]] bool draws(mishap what);

  /// draws() and happened().
  [[nodiscard]] bool strikes(mishap what, std::string_view detail = {});

  /// One that comes at a time of its own: whether it is played.
  [[nodiscard]] bool plays(mishap_id which) const;

  /// Whether this world has that mishap at all; and how often, per mille of the usual.
  [[nodiscard]] bool has(mishap what) const { return intensity(what) > 0; }
  [[nodiscard]] std::uint64_t intensity(mishap what) const {
    return intensity_[static_cast<std::size_t>(what)];
  }

  void happened(mishap_id which, std::string detail);
  /// A mishap that nobody decided: it is only counted.
  void noticed(mishap what, std::string detail);

  /// The stream from which the latest chance of this mishap draws its particulars.
  [[nodiscard]] chance particulars(mishap what) const;

  /// The process ended now.
  void crashed();
  /// From now on nothing strikes any more.
  void end() { ended_ = true; }
  [[nodiscard]] bool ended() const { return ended_; }

  /// When the process shall end, because something struck; at most a second later.
  [[nodiscard]] std::optional<instant> crash_at() const { return crash_at_; }

  [[nodiscard]] const std::vector<struck>& all() const { return struck_; }
  [[nodiscard]] mishap_tally tally() const;

 private:
  [[nodiscard]] std::uint64_t rate_per_million(mishap what) const;
  void note(mishap_id which, std::string detail);
  void crash_perhaps(chance luck, std::uint64_t often);

  chance seed_;
  allowance allowed_;
  std::function<instant()> now_;
  std::function<bool()> in_flight_;
  std::array<std::uint64_t, mishap_count> intensity_{};
  std::array<std::uint64_t, mishap_count> chances_{};
  std::set<mishap_id> ordered_;
  std::uint64_t noticed_ = 0;
  std::uint64_t crash_per_mille_ = 0;  ///< Of what strikes: the process ends right after.
  std::vector<struck> struck_;
  std::optional<instant> crash_at_;
  bool ended_ = false;
};

/// "lost_answer:17", and back.
[[nodiscard]] std::string to_string(const mishap_id& which);
[[nodiscard]] std::optional<mishap_id> mishap_named(std::string_view text);

}  // namespace daypass::simulation
