#include "batching_client.hpp"

#include "daypass/ports/wake_event.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace daypass::entra {
namespace {

namespace asio = boost::asio;
using answer_of_http = result<net::http_response>;

constexpr int http_ok = 200;

/// A refusal of the whole that means each part just as much: who asks, how often, or a server that
/// fails. Another one is about the batch, or about a part that it doesn't name.
bool is_refusal_of_each(int status) {
  return status == 401 || status == 403 || status == 429 || status >= 500;
}

bool has_no_effect(const net::http_request& request) {
  return request.method == "GET";
}

/// One request that waits, or is part of a batch under way. Shared, because who asked may give up.
struct ticket {
  ticket(net::http_request request, std::function<bool()> still,
         const asio::any_io_executor& executor)
      : asked(std::move(request)), may_go(std::move(still)), news(executor) {}

  net::http_request asked;
  std::function<bool()> may_go;
  std::optional<answer_of_http> answer;
  bool leads = false;  ///< Its turn has come: sends the batch.
  bool sent = false;   ///< Part of a batch that another sends.
  wake_event news;
};

using shared_ticket = std::shared_ptr<ticket>;

error lost(const net::http_request& request, net::net_errc code, const std::string& why) {
  const bool ours = code == net::net_errc::cancelled;
  auto kind = failure::unknown_effect;
  if (has_no_effect(request)) kind = ours ? failure::cancelled : failure::retryable;
  return {kind, failure_scope::hire, code, "batch: " + why, std::nullopt};
}

/// What a failure of the whole means for one part.
error failure_of_part(const net::http_request& request, const error& whole) {
  error own = whole;
  if (own.kind == failure::unknown_effect && has_no_effect(request)) own.kind = failure::retryable;
  return own;
}

net::http_response copy_of(const net::http_response& from) {
  return {from.status, from.headers.clone(), net::wiped_buffer::copy_of(from.body.view())};
}

class batch_sender final : public batching_client {
 public:
  batch_sender(asio::any_io_executor executor, net::https_client& below, clock& time, batching how)
      : executor_(std::move(executor)), below_(below), time_(time), how_(how) {}

  asio::awaitable<answer_of_http> send(net::http_request request) override {
    return send_if(std::move(request), [] { return true; });
  }

  asio::awaitable<answer_of_http> send_if(net::http_request request,
                                          std::function<bool()> may_go) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    if (request.urgent || request.fresh_connection || !may_be_batched(request)) {
      co_return co_await below_.send(std::move(request));
    }
    if (under_way_ < how_.exchanges_max) {
      ++under_way_;
      const turn held(this);
      co_return co_await below_.send(std::move(request));
    }
    auto mine = std::make_shared<ticket>(std::move(request), std::move(may_go), executor_);
    waiting_.push_back(mine);
    for (;;) {
      if (mine->answer) co_return std::move(*mine->answer);
      const bool cancelled = co_await is_cancelled();
      if (cancelled || time_.steady_now() >= mine->asked.deadline) {
        co_return given_up(mine, cancelled);
      }
      if (mine->leads) co_return co_await lead(mine);
      co_await mine->news.wait_until(&time_, mine->asked.deadline);
    }
  }

  void stop() override { below_.stop(); }

 private:
  /// The right to one exchange, which is passed on when it goes.
  class turn {
   public:
    explicit turn(batch_sender* from) : from_(from) {}
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;
    ~turn() { from_->pass_on(); }

   private:
    batch_sender* from_;
  };

  void pass_on() {
    if (waiting_.empty()) {
      --under_way_;
      return;
    }
    const shared_ticket next = std::move(waiting_.front());
    waiting_.pop_front();
    next->leads = true;
    next->news.set();
  }

  static answer_of_http turned_away() {
    return fail(failure::throttled, net::net_errc::cancelled,
                "batch: not to be sent any more when its turn came");
  }

  /// The answers that came meanwhile may have stopped some of those who wait.
  void turn_away() {
    std::erase_if(waiting_, [](const shared_ticket& one) {
      if (one->may_go()) return false;
      one->answer.emplace(turned_away());
      one->news.set();
      return true;
    });
  }

  answer_of_http given_up(const shared_ticket& mine, bool cancelled) {
    const auto code = cancelled ? net::net_errc::cancelled : net::net_errc::deadline;
    if (mine->sent) return std::unexpected(lost(mine->asked, code, "gave up waiting for it"));
    if (mine->leads) {
      pass_on();
    } else {
      std::erase(waiting_, mine);
    }
    return fail(cancelled ? failure::cancelled : failure::retryable, code,
                "batch: gave up before its turn");
  }

  std::vector<shared_ticket> gather(const shared_ticket& mine) {
    std::vector<shared_ticket> group{mine};
    while (!waiting_.empty() && group.size() < how_.requests_max) {
      const shared_ticket& next = waiting_.front();
      if (next->asked.secret->value != mine->asked.secret->value) break;
      next->sent = true;
      group.push_back(next);
      waiting_.pop_front();
    }
    return group;
  }

  asio::awaitable<answer_of_http> lead(shared_ticket mine) {
    co_await asio::this_coro::throw_if_cancelled(false);
    const turn held(this);
    turn_away();
    if (!mine->may_go()) co_return turned_away();
    const std::vector<shared_ticket> group = gather(mine);
    if (group.size() == 1) co_return co_await below_.send(std::move(mine->asked));
    std::vector<const net::http_request*> requests;
    requests.reserve(group.size());
    for (const shared_ticket& one : group) requests.push_back(&one->asked);
    const answer_of_http answer = co_await below_.send(write_batch(requests));
    give_out(group, answer);
    co_return std::move(*mine->answer);
  }

  static void give_out(const std::vector<shared_ticket>& group, const answer_of_http& whole) {
    if (whole && whole->status == http_ok) {
      read_batch(*whole, [&](std::size_t place, net::http_response part) {
        if (place < group.size()) group[place]->answer.emplace(std::move(part));
      });
    }
    for (const shared_ticket& one : group) {
      if (!one->answer) one->answer.emplace(unread(one->asked, whole));
      one->news.set();
    }
  }

  /// What a part is told that found no answer of its own.
  static answer_of_http unread(const net::http_request& part, const answer_of_http& whole) {
    if (!whole) return std::unexpected(failure_of_part(part, whole.error()));
    if (is_refusal_of_each(whole->status)) return copy_of(*whole);
    const std::string status = "the whole was answered with " + std::to_string(whole->status);
    if (whole->status >= 400) {
      // Nothing of it was done. The lane rests; what tries it then goes alone.
      return fail(failure::retryable, net::net_errc::bad_reply, "batch: " + status,
                  failure_scope::lane);
    }
    return std::unexpected(lost(part, net::net_errc::closed_early,
                                whole->status == http_ok ? "the answer has no such part" : status));
  }

  asio::any_io_executor executor_;
  net::https_client& below_;
  clock& time_;
  batching how_;
  std::deque<shared_ticket> waiting_;
  std::size_t under_way_ = 0;
};

}  // namespace

std::unique_ptr<batching_client> make_batching_client(asio::any_io_executor executor,
                                                      net::https_client& below, clock& time,
                                                      batching how) {
  return std::make_unique<batch_sender>(std::move(executor), below, time, how);
}

}  // namespace daypass::entra
