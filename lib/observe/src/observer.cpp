#include "daypass/observe/observer.hpp"

#include "describe.hpp"
#include "metrics.hpp"
#include "repeats.hpp"

#include "daypass/observe/hire_mask.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

#include <mutex>
#include <utility>

namespace daypass::observe {
namespace {

/// Hands whole lines to whoever asked for them.
class function_sink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit function_sink(std::function<void(std::string_view)> take) : take_(std::move(take)) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    take_({message.payload.data(), message.payload.size()});
  }
  void flush_() override {}

 private:
  std::function<void(std::string_view)> take_;
};

/// Written at once by the thread that reports: an asynchronous logger drops lines or blocks as
/// well, and loses what it holds when the process is killed.
spdlog::logger make_logger(std::function<void(std::string_view)> take) {
  spdlog::sink_ptr sink;
  if (take) {
    sink = std::make_shared<function_sink>(std::move(take));
  } else {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  }
  spdlog::logger logger("daypass", std::move(sink));
  logger.set_pattern("%v");
  logger.set_level(spdlog::level::trace);  // Levels are sorted out before a line is made.
  return logger;
}

class log_and_metrics final : public observer {
 public:
  log_and_metrics(observe_settings settings, const clock* time)
      : form_(settings.form),
        level_(settings.level),
        time_(time),
        mask_(std::move(settings.mask_key)),
        metrics_(settings.version),
        logger_(make_logger(std::move(settings.sink))) {}

  void report(const happening_variant& what) override {
    std::visit(
        [this](const auto& one) {
          metrics_.count(one);
          const log_level level = level_of(one);
          if (level >= level_) write(describe(one), level);
        },
        what);
  }

  void observe(const request_finished& what) override { metrics_.count(what); }
  void observe(const budget_seen& what) override { metrics_.count(what); }

  void observe(const token_fetched& what) override {
    metrics_.count(what);
    if (what.good || level_ > log_level::warning) return;
    write({.event = "token_failed",
           .message = "no access token can be had: " + what.what,
           .likeness = what.what},
          log_level::warning);
  }

  void set_totals(const state_totals& totals, instant now) override { metrics_.set(totals, now); }

  [[nodiscard]] std::string metrics_text() const override { return metrics_.text(); }

 private:
  void write(log_line line, log_level level) {
    if (!line.likeness.empty()) {
      const std::lock_guard lock(repeats_mutex_);
      const auto times = repeats_.admit(line.event, line.likeness, time_->steady_now());
      if (!times) return metrics_.line_left_out();
      if (*times > 1) line.fields.emplace_back("repeated", static_cast<std::int64_t>(*times));
    }
    std::string hire;
    std::string full_name;
    if (line.hire != nullptr) {
      hire = mask_.of(*line.hire);
      if (level == log_level::debug) full_name = to_string(*line.hire);
    }
    const auto write_one = form_ == log_form::json ? write_json : write_text;
    logger_.log(spdlog::level::info,
                spdlog::string_view_t(write_one(line, level, time_->now(), hire, full_name)));
    metrics_.line_written(to_string(level));
  }

  log_form form_;
  log_level level_;
  const clock* time_;
  hire_mask mask_;
  metrics metrics_;
  spdlog::logger logger_;
  std::mutex repeats_mutex_;
  repeats repeats_;
};

}  // namespace

log_form form_for_stderr() {
  return ::isatty(STDERR_FILENO) == 1 ? log_form::text : log_form::json;
}

std::unique_ptr<observer> make_observer(observe_settings settings, const clock* time) {
  return std::make_unique<log_and_metrics>(std::move(settings), time);
}

}  // namespace daypass::observe
