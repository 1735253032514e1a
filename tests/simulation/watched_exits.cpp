#include "simulation/watched_exits.hpp"

#include <fmt/format.h>

namespace daypass::simulation {

void watched_exits::watch(std::string_view where, std::string_view text) {
  if (const auto spelled = codes_.found_in(text)) {
    met_.insert(fmt::format("a code, {}, in {}", *spelled, where));
  }
}

void watched_exits::watch(const quarantined_event& letter) {
  watch("a dead letter", letter.raw.value.value_or("") + letter.what);
}

watched_reporter::watched_reporter(watched_exits& exits, const clock& time) : exits_(exits) {
  told_ = observe::make_observer(
      {.form = observe::log_form::json,
       .level = observe::log_level::debug,
       .mask_key = "key",
       .version = "simulated",
       .sink = [this](std::string_view line) { exits_.watch("a log line", line); }},
      &time);
}

watched_reporter::~watched_reporter() {
  exits_.watch("the metrics", told_->metrics_text());
}

}  // namespace daypass::simulation
