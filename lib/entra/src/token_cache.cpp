#include "daypass/entra/token_cache.hpp"

#include <algorithm>

namespace daypass::entra {
namespace {

constexpr auto shortest_quiet = seconds{1};
/// As at a lane: one refusal more costs less than an account that stays open for long.
constexpr duration longest_urgent_quiet = minutes{1};

}  // namespace

token_need token_cache::need(steady_instant now) const {
  if (!token_ || now >= unusable_at_) return token_need::fetch;
  return now >= refresh_at_ ? token_need::refresh : token_need::none;
}

void token_cache::keep(fresh_token fetched, steady_instant now, double jitter) {
  using span = std::chrono::duration<double>;
  const span lifetime = fetched.lifetime;
  const auto after = [now](span offset) {
    return now + std::chrono::duration_cast<std::chrono::steady_clock::duration>(offset);
  };
  refresh_at_ = after(lifetime * (0.8 + 0.1 * jitter));
  unusable_at_ = after(std::max(lifetime - span(minutes{1}), lifetime * 0.95));
  token_ = std::move(fetched.token);
  failure_.reset();
  quiet_until_ = urgent_quiet_until_ = {};
}

void token_cache::postpone(steady_instant now) {
  refresh_at_ = std::max(refresh_at_, now + seconds{30});
}

void token_cache::drop(const shared_token& refused) {
  if (token_ == refused) token_.reset();
}

void token_cache::keep_failure(error why, steady_instant now) {
  const duration told = why.retry_after.value_or(duration{0});
  const auto later = [now](steady_instant until, duration wait) {
    return std::max<steady_instant>(until, now + std::max<duration>(wait, shortest_quiet));
  };
  quiet_until_ = later(quiet_until_, told);
  urgent_quiet_until_ = later(urgent_quiet_until_, std::min(told, longest_urgent_quiet));
  failure_ = std::move(why);
  failed_at_ = now;
}

std::optional<error> token_cache::recent_failure(steady_instant now, bool urgent) const {
  const steady_instant until = urgent ? urgent_quiet_until_ : quiet_until_;
  if (!failure_ || now >= until) return std::nullopt;
  error told = *failure_;
  if (until > failed_at_ + shortest_quiet) {
    told.retry_after = std::chrono::ceil<duration>(until - now);
  }
  return told;
}

}  // namespace daypass::entra
