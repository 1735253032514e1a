#pragma once
// Everything that leaves the daemon where no code may be: logs, metrics, dead letters, records.

#include "simulation/code_watch.hpp"
#include "support/fakes/memory_state.hpp"

#include "daypass/observe/observer.hpp"

#include <set>
#include <string>
#include <string_view>

namespace daypass::simulation {

class watched_exits {
 public:
  /// `canary` stands in every code.
  explicit watched_exits(std::string_view canary) : codes_(canary) {}

  void watch(std::string_view where, std::string_view text);
  void watch(const quarantined_event& letter);
  /// As the state would write it, with its history.
  void watch(const fakes::memory_record& held);

  /// "a code, SPELLING, in PLACE", each once.
  [[nodiscard]] const std::set<std::string>& met() const { return met_; }

 private:
  code_watch codes_;
  std::set<std::string> met_;
};

/// The daemon's own logs, with every line in which a code could stand, and its metrics, which are
/// looked at when it ends.
class watched_reporter final : public reporter {
 public:
  /// Both must outlive it.
  watched_reporter(watched_exits& exits, const clock& time);
  ~watched_reporter() override;
  watched_reporter(const watched_reporter&) = delete;
  watched_reporter& operator=(const watched_reporter&) = delete;

  void report(const happening_variant& what) override { told_->report(what); }

 private:
  watched_exits& exits_;
  std::unique_ptr<observe::observer> told_;
};

}  // namespace daypass::simulation
