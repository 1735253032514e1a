#include "daypass/entra/token_cache.hpp"

#include <algorithm>

namespace daypass::entra {

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
}

void token_cache::postpone(steady_instant now) {
  refresh_at_ = std::max(refresh_at_, now + seconds{30});
}

void token_cache::drop(const shared_token& refused) {
  if (token_ == refused) token_.reset();
}

void token_cache::keep_failure(error why, steady_instant now) {
  failure_ = std::move(why);
  failed_at_ = now;
}

const error* token_cache::recent_failure(steady_instant now) const {
  return failure_ && now - failed_at_ < seconds{1} ? &*failure_ : nullptr;
}

}  // namespace daypass::entra
