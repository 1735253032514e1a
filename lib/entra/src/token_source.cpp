#include "daypass/entra/token_source.hpp"

#include "uniform.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/entra/claims_challenge.hpp"
#include "daypass/ports/wake_event.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::entra {
namespace {

std::unexpected<error> given_up() {
  return fail(failure::cancelled, refusal::given_up, "sign-in: given up");
}

}  // namespace

struct token_source::signal {
  wake_event event;
};

constexpr auto refresh_patience = seconds{5};
constexpr auto refresh_patience_urgent = seconds{1};

/// Marks the fetch as under way, and wakes those who wait for it on every way out.
class token_source::flight {
 public:
  flight(token_source* source, bool urgent)
      : source_(source), mark_(urgent ? source->urgent_in_flight_ : source->in_flight_) {
    mark_ = true;
  }
  flight(const flight&) = delete;
  flight& operator=(const flight&) = delete;
  ~flight() {
    mark_ = false;
    source_->landed_->event.set();
  }

 private:
  token_source* source_;
  bool& mark_;
};

token_source::token_source(boost::asio::any_io_executor executor,
                           std::shared_ptr<credential> signs_in, std::string audience, clock& time,
                           entropy& random, token_observer& observer)
    : credential_(std::move(signs_in)),
      wanted_{std::move(audience)},
      time_(time),
      random_(random),
      observer_(observer),
      landed_(std::make_unique<signal>(wake_event(executor))) {}

token_source::~token_source() = default;

boost::asio::awaitable<result<shared_token>> token_source::get(steady_instant deadline,
                                                               bool urgent) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  for (;;) {
    const auto now = time_.steady_now();
    const token_need need = cache_.need(now);
    const bool any_in_flight = in_flight_ || urgent_in_flight_;
    if (need == token_need::none || (need == token_need::refresh && any_in_flight)) {
      co_return cache_.token();
    }
    if (auto failed = cache_.recent_failure(now, urgent)) {
      if (need == token_need::fetch) co_return std::unexpected(std::move(*failed));
      co_return cache_.token();
    }
    if (co_await is_cancelled()) co_return given_up();
    if (now >= deadline) {
      co_return fail(failure::retryable, refusal::unavailable,
                     "sign-in: no token before the deadline", failure_scope::lane);
    }
    if (urgent ? urgent_in_flight_ : any_in_flight) {
      co_await landed_->event.wait_until(&time_, deadline);
      continue;
    }
    // The old token still does: a sign-in that hangs keeps nobody for long.
    const auto patience = urgent ? refresh_patience_urgent : refresh_patience;
    const auto ends = need == token_need::refresh ? std::min(deadline, now + patience) : deadline;
    auto fetched = co_await fetch(ends, urgent);
    if (!fetched && need == token_need::fetch) co_return std::unexpected(fetched.error());
  }
}

void token_source::drop(const shared_token& refused, std::string_view challenge) {
  // What was fetched meanwhile may have answered the challenge already.
  if (refused != cache_.token()) return;
  cache_.drop(refused);
  wanted_.claims = claims_of_challenge(challenge);
}

boost::asio::awaitable<result<void>> token_source::fetch(steady_instant deadline, bool urgent) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  const flight under_way(this, urgent);
  const token_demand wanted = wanted_;
  auto fresh = co_await credential_->sign_in(wanted, deadline, urgent);
  const auto now = time_.steady_now();
  observer_.on_token(fresh ? nullptr : &fresh.error());
  if (fresh) {
    if (wanted_.claims == wanted.claims) wanted_.claims.clear();
    cache_.keep(std::move(*fresh), now, uniform(random_));
    co_return result<void>{};
  }
  cache_.postpone(now);
  // One caller's own end, by its deadline or its cancellation, says nothing to the others; what was
  // answered does, however late.
  const bool own_end = fresh.error().kind == failure::cancelled || now >= deadline;
  if (!own_end || fresh.error().retry_after) {
    cache_.keep_failure(fresh.error(), now);
  }
  co_return std::unexpected(std::move(fresh.error()));
}

}  // namespace daypass::entra
