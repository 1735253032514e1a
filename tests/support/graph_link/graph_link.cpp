#include "support/graph_link/graph_link.hpp"

#include "daypass/base/assert.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace daypass::support {

namespace asio = boost::asio;
namespace sim = entra_simulator;

namespace {

sim::request translated(const net::http_request& request) {
  auto made = sim::make_request(request.method, request.target, std::string(request.body.view()));
  for (std::size_t i = 0; i < request.headers.size(); ++i) {
    const auto field = request.headers.at(i);
    made.headers.push_back({std::string(field.name), std::string(field.value)});
  }
  if (request.secret) {
    made.headers.push_back({request.secret->name,
                            request.secret->prefix + std::string(request.secret->value->expose())});
  }
  return made;
}

net::http_response translated(const sim::response& answer) {
  net::http_response response;
  response.status = answer.status;
  for (const auto& [name, value] : answer.headers) response.headers.add(name, value);
  response.body = net::wiped_buffer::copy_of(answer.body);
  return response;
}

bool is_harmless(const std::string& method) {
  return method == "GET" || method == "HEAD";
}

/// Nothing was sent.
std::unexpected<error> not_begun(net::net_errc why) {
  const auto kind = why == net::net_errc::deadline ? failure::retryable : failure::cancelled;
  return fail(kind, why, "link: given up before anything was sent");
}

/// Something was sent, and no whole answer came.
std::unexpected<error> not_answered(const std::string& method, net::net_errc why) {
  if (!is_harmless(method)) return fail(failure::unknown_effect, why, "link: no whole answer came");
  const bool given_up = why == net::net_errc::cancelled || why == net::net_errc::pool_closed;
  return fail(given_up ? failure::cancelled : failure::retryable, why,
              "link: no whole answer came");
}

}  // namespace

/// Tells the simulator when the client of a silent request has let go, on every way out.
class graph_link::patience {
 public:
  patience(const graph_link* link, std::uint64_t late_id) : link_(link), late_id_(late_id) {}
  patience(const patience&) = delete;
  patience& operator=(const patience&) = delete;
  ~patience() {
    if (late_id_ != 0) link_->remote_.client_gave_up(late_id_, link_->world_now());
  }

 private:
  const graph_link* link_;
  std::uint64_t late_id_;
};

graph_link::graph_link(asio::any_io_executor executor, simulator::remote& remote, clock& time,
                       link_settings settings)
    : remote_(remote), time_(time), settings_(std::move(settings)), stopping_(executor) {}

instant graph_link::world_now() const {
  return settings_.world_time ? settings_.world_time() : time_.now();
}

void graph_link::stop() {
  stopped_ = true;
  stopping_.set();
}

void graph_link::at_arrival_of(std::string_view method, std::string_view path_end,
                               std::function<void()> change, int nth) {
  on_arrival([method = std::string(method), path_end = std::string(path_end),
              change = std::move(change), left = nth](const sim::request& asked) mutable {
    if (asked.method != method || !asked.path.ends_with(path_end)) return;
    if (--left == 0) change();
  });
}

asio::awaitable<std::optional<net::net_errc>> graph_link::spend(
    duration longest, std::chrono::steady_clock::time_point deadline) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto end = time_.steady_now() + longest;
  while (time_.steady_now() < end) {
    if (stopped_) co_return net::net_errc::pool_closed;
    if (co_await is_cancelled()) co_return net::net_errc::cancelled;
    if (time_.steady_now() >= deadline) co_return net::net_errc::deadline;
    co_await stopping_.wait_until(&time_, std::min(end, deadline));
  }
  co_return std::nullopt;
}

asio::awaitable<result<net::http_response>> graph_link::send(net::http_request request) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (stopped_) co_return not_begun(net::net_errc::pool_closed);
  if (co_await is_cancelled()) co_return not_begun(net::net_errc::cancelled);
  if (time_.steady_now() >= request.deadline) co_return not_begun(net::net_errc::deadline);
  if (time_.steady_now() >= request.send_before) co_return not_begun(net::net_errc::cancelled);

  if (const auto lost = co_await spend(settings_.one_way, request.deadline)) {
    co_return not_answered(request.method, *lost);
  }
  const sim::request asked = translated(request);
  if (on_arrival_) on_arrival_(asked);
  const sim::exchange made = remote_.handle(asked, world_now());
  DAYPASS_ASSERT(made.how.kill == sim::kill_point::none);  // There is no process to kill.

  const patience waiting(this, made.how.late_id);
  const bool silent = made.how.how == sim::ending::silence;
  const duration back = silent ? duration(hours{24 * 365}) : made.how.delay + settings_.one_way;
  if (const auto lost = co_await spend(back, request.deadline)) {
    co_return not_answered(request.method, *lost);
  }
  if (made.how.how != sim::ending::answer) {
    co_return not_answered(request.method, net::net_errc::closed_early);
  }
  co_return translated(made.answer);
}

}  // namespace daypass::support
