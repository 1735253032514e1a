#pragma once
// Turns what happened into log lines and metrics (README.md lists both).

#include "daypass/ports/clock.hpp"
#include "daypass/ports/reporter.hpp"
#include "daypass/ports/request_observer.hpp"
#include "daypass/ports/state_store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace daypass::observe {

enum class log_level : std::uint8_t {
  debug,    ///< Every step and event; names hires in full.
  info,     ///< Lifecycle of the process and of hires.
  warning,  ///< Healed itself, or will.
  error,    ///< A person must act; the line has a `cure`.
};

enum class log_form : std::uint8_t {
  json,  ///< One JSON object a line.
  text,  ///< For a person at a terminal.
};

/// Text when stderr is a terminal, else JSON.
[[nodiscard]] log_form form_for_stderr();

struct observe_settings {
  log_form form = log_form::json;
  log_level level = log_level::info;
  std::string mask_key;                        ///< Of hire_mask.
  std::string version;                         ///< For daypass_build_info.
  std::function<void(std::string_view)> sink;  ///< Takes whole lines, one at a time; none: stderr.
};

/// Any thread.
class observer : public reporter, public request_observer {
 public:
  /// Sets the gauges that come from the state. Call it now and then, and before a scrape.
  virtual void set_totals(const state_totals& totals, instant now) = 0;

  /// All metrics in Prometheus' text format 0.0.4.
  [[nodiscard]] virtual std::string metrics_text() const = 0;
};

/// `time` must outlive the observer. Lines are written at once, by the reporting thread.
[[nodiscard]] std::unique_ptr<observer> make_observer(observe_settings settings, const clock* time);

}  // namespace daypass::observe
