#pragma once
// What may be so for a while, but not for long: each condition is counted in calm time, in which a
// daemon runs and no trouble lasts.

#include "daypass/base/time.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>

namespace daypass::simulation {

/// How long a condition may hold: while mishaps go on, and once they have ended.
struct patience {
  duration among_mishaps{};
  duration afterwards{};
};

class conditions {
 public:
  using complaint =
      std::function<void(const std::string& rule, std::uint64_t hire, const std::string& words)>;

  explicit conditions(complaint complain) : complain_(std::move(complain)) {}

  /// Lets time pass for what holds; `calm` or not.
  void pass(duration time, bool calm, bool mishaps_ended);

  /// Begins a look: what is not said again until end_look() holds no more.
  void begin_look() { ++look_; }
  /// It holds. `subject` tells one from another of the same rule.
  void holds(const std::string& rule, std::uint64_t hire, const std::string& subject,
             patience longest);
  void end_look();

 private:
  struct held {
    std::uint64_t hire = 0;
    duration calm_for{};
    patience longest;
    std::uint64_t said_at = 0;
    bool told = false;
  };

  complaint complain_;
  std::map<std::pair<std::string, std::string>, held> all_;
  std::uint64_t look_ = 0;
  bool ended_ = false;
};

}  // namespace daypass::simulation
