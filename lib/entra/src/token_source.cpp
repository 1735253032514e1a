#include "daypass/entra/token_source.hpp"

#include "uniform.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/net/http_date.hpp"
#include "daypass/net/percent_encoding.hpp"
#include "daypass/ports/wake_event.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::entra {
namespace {

std::unexpected<error> given_up() {
  return fail(failure::cancelled, refusal::given_up, "sign-in: given up");
}

/// A token request changes nothing: whatever became of it, it may be made again.
error not_answered(const error& sent) {
  if (sent.kind == failure::cancelled) return given_up().error();
  return {failure::retryable, failure_scope::lane, refusal::unavailable, "sign-in: " + sent.what,
          std::nullopt};
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

token_source::token_source(boost::asio::any_io_executor executor, token_settings settings,
                           net::https_client& login, clock& time, entropy& random,
                           request_observer& observer)
    : settings_(std::move(settings)),
      login_(login),
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

boost::asio::awaitable<result<void>> token_source::fetch(steady_instant deadline, bool urgent) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  const flight under_way(this, urgent);
  auto fresh = co_await ask(deadline, urgent);
  const auto now = time_.steady_now();
  observer_.on_token(fresh ? nullptr : &fresh.error());
  if (fresh) {
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

result<net::http_request> token_source::make_request(steady_instant deadline, bool urgent) const {
  auto secret = settings_.client_secret();
  if (!secret) {
    error failed = std::move(secret.error());
    failed.scope = failure_scope::lane;
    failed.code = refusal::unauthorised;
    return std::unexpected(std::move(failed));
  }
  net::http_request request;
  request.method = "POST";
  request.target = "/" + net::encode_path_segment(settings_.tenant) + "/oauth2/v2.0/token";
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.headers.add("Accept", "application/json");
  net::append_form_field(request.body, "grant_type", "client_credentials");
  net::append_form_field(request.body, "client_id", settings_.client_id);
  net::append_form_field(request.body, "scope", settings_.scope);
  net::append_form_field(request.body, "client_secret", *secret);
  request.deadline = deadline;
  request.urgent = urgent;
  return request;
}

boost::asio::awaitable<result<fresh_token>> token_source::ask(steady_instant deadline,
                                                              bool urgent) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  auto request = make_request(deadline, urgent);
  if (!request) co_return std::unexpected(std::move(request.error()));
  auto response = co_await login_.send(std::move(*request));
  if (!response) co_return std::unexpected(not_answered(response.error()));
  std::optional<duration> retry_after;
  if (const auto text = response->headers.find("Retry-After")) {
    retry_after = net::parse_retry_after(*text, time_.now(), hours{1});
  }
  co_return read_token_reply(response->status, response->body.view(), retry_after);
}

}  // namespace daypass::entra
