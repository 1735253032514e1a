#pragma once
// Faults by order: "the n-th request that matches gets this", or each with a probability.

#include "simulators/remote/json.hpp"
#include "simulators/remote/message.hpp"
#include "simulators/remote/random_source.hpp"

#include <cstdint>
#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace daypass::simulator {

/// What becomes of the request on the remote's side.
enum class effect : std::uint8_t {
  now,   ///< The request takes effect as it would.
  none,  ///< It never does.
  late,  ///< It does later; see fault::late_by.
};

/// What a fault does to one request.
struct fault {
  std::string name;  ///< As it was asked for: lost_answer, status, ...
  effect takes_effect = effect::now;
  ending how = ending::answer;
  duration delay{0};    ///< Before the ending.
  duration late_by{0};  ///< For effect::late, counted from when the client was given up on.
  int status = 0;       ///< Not 0: answer this instead, by default without effect.
  std::string code;     ///< Of the error body that goes with `status`; a throttling and an
  std::string message;  ///< unauthorized one have the remote's own words where these are empty.
  std::optional<std::string> retry_after;
  std::optional<std::string> body;  ///< Sent instead of the body, whatever the status.
  std::vector<header> headers;      ///< Added to the answer.
  kill_point kill = kill_point::none;
  int kill_pid = 0;
};

/// Which requests a rule is about, and when it strikes.
struct fault_rule {
  std::uint64_t id = 0;
  std::string kind;         ///< "pass.create", "pass.*", or empty for any.
  std::string method;       ///< Empty for any.
  std::string path;         ///< A regular expression searched in the path; empty for any.
  std::uint64_t from = 1;   ///< Strikes first at this match.
  std::uint64_t times = 1;  ///< How often; 0 is without end.
  std::uint64_t every = 1;  ///< At every how-manieth match from `from` on.
  double probability = 1;   ///< Drawn at each match that would strike.
  fault what;
  std::uint64_t matched = 0;
  std::uint64_t fired = 0;
};

/// Reads a rule as the control API takes it; says what was wrong, or nothing.
[[nodiscard]] std::string read_rule(const json& from, fault_rule& into);
[[nodiscard]] json to_json(const fault_rule& rule);

class fault_plan {
 public:
  /// Adds a rule and returns its number. Throws std::regex_error for a bad path.
  std::uint64_t add(fault_rule rule);
  /// False when there is no such rule.
  bool remove(std::uint64_t id);
  void clear() { rules_.clear(); }
  [[nodiscard]] std::vector<fault_rule> rules() const;
  /// Faults that struck so far.
  [[nodiscard]] std::uint64_t fired() const { return fired_; }

  /// Counts a request at every rule that matches; the first rule that strikes decides.
  [[nodiscard]] std::optional<fault> draw(std::string_view kind, std::string_view method,
                                          const std::string& path, random_source& random);

 private:
  struct armed {
    fault_rule rule;
    std::optional<std::regex> path;
  };
  std::vector<armed> rules_;
  std::uint64_t last_id_ = 0;
  std::uint64_t fired_ = 0;
};

}  // namespace daypass::simulator
