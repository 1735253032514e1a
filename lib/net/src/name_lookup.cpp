#include "name_lookup.hpp"

#include <boost/asio/ip/address.hpp>

#include <utility>

namespace daypass::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// In the answer's list as long as the coroutine waits.
class enlisted {
 public:
  enlisted(std::shared_ptr<lookup_answer> answer, wake_signal* signal)
      : answer_(std::move(answer)), signal_(signal) {
    answer_->waiters.push_back(signal_);
  }
  enlisted(const enlisted&) = delete;
  enlisted& operator=(const enlisted&) = delete;
  ~enlisted() { std::erase(answer_->waiters, signal_); }

 private:
  std::shared_ptr<lookup_answer> answer_;
  wake_signal* signal_;
};

}  // namespace

name_lookup::name_lookup(const asio::any_io_executor& executor, std::string host,
                         std::uint16_t port)
    : resolver_(executor), host_(std::move(host)), port_(port) {}

asio::awaitable<std::shared_ptr<const lookup_answer>> name_lookup::ask(wake_signal* signal) {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto answer = running_.lock();
  if (!answer || answer->arrived) answer = begin();
  if (answer->arrived) co_return answer;
  const enlisted listed(answer, signal);
  co_await signal->wait();
  co_return answer;
}

std::shared_ptr<lookup_answer> name_lookup::begin() {
  auto answer = std::make_shared<lookup_answer>();
  boost::system::error_code not_an_address;
  const auto address = asio::ip::make_address(host_, not_an_address);
  if (!not_an_address) {
    answer->arrived = true;
    answer->endpoints.emplace_back(address, port_);
    return answer;
  }
  running_ = answer;
  resolver_.async_resolve(
      host_, std::to_string(port_), tcp::resolver::numeric_service,
      [answer](const boost::system::error_code& problem, const tcp::resolver::results_type& found) {
        answer->arrived = true;
        answer->problem = problem;
        for (const auto& entry : found) answer->endpoints.push_back(entry.endpoint());
        for (auto* waiter : answer->waiters) waiter->set();
      });
  return answer;
}

}  // namespace daypass::net
