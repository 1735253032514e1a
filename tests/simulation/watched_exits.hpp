#pragma once
// Everything that leaves the daemon where no code may be: logs, metrics, dead letters, records.

#include "simulation/code_watch.hpp"

#include "daypass/observe/observer.hpp"
#include "daypass/ports/state_store.hpp"

#include <set>
#include <string>
#include <string_view>

namespace daypass::simulation {

class watched_exits {
 public:
  /// `inside_codes` stands in every code.
  explicit watched_exits(std::string_view inside_codes) : codes_(inside_codes) {}

  void watch(std::string_view where, std::string_view text);
  void watch(const quarantined_event& letter);

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

  /// Where adapters count their requests.
  [[nodiscard]] request_observer& requests() { return *told_; }

 private:
  watched_exits& exits_;
  std::unique_ptr<observe::observer> told_;
};

}  // namespace daypass::simulation
