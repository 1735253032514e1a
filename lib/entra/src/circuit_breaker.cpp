#include "daypass/entra/circuit_breaker.hpp"

#include <algorithm>

namespace daypass::entra {

std::optional<duration> circuit_breaker::ask(steady_instant now, bool urgent) {
  if (!open_until_ || urgent) return std::nullopt;
  if (now < *open_until_) return std::chrono::ceil<duration>(*open_until_ - now);
  if (probing_) return limits_.pause_min;
  probing_ = true;
  return std::nullopt;
}

void circuit_breaker::on_success() {
  failures_ = 0;
  openings_ = 0;
  probing_ = false;
  open_until_.reset();
}

void circuit_breaker::on_failure(steady_instant now, double jitter) {
  probing_ = false;
  ++failures_;
  if (failures_ < limits_.failures_max) return;
  // What was in flight when it opened must not lengthen the pause.
  if (open_until_ && now < *open_until_) return;
  constexpr int doublings_max = 16;
  const auto doubled = limits_.pause_min * (1 << std::min(openings_, doublings_max));
  const duration pause = std::min<duration>(doubled, limits_.pause_max);
  ++openings_;
  const double share = 0.5 + jitter / 2;
  open_until_ = now + std::chrono::duration_cast<duration>(pause * share);
}

}  // namespace daypass::entra
