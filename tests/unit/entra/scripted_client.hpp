#pragma once
// An https_client that answers from a script and keeps what it was asked.

#include "daypass/net/https_client.hpp"
#include "daypass/ports/clock.hpp"

#include <chrono>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace daypass::entra {

struct scripted_answer {
  int status = 200;
  std::string body{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::optional<error> failed{};  ///< Instead of an answer.
  duration delay{0};              ///< On the clock, before it.
};

struct seen_request {
  std::string method;
  std::string target;
  std::string headers;  ///< In wire form.
  std::string token;
  std::string body{};
  bool urgent = false;
  bool fresh_connection = false;
  std::chrono::steady_clock::time_point deadline{};
};

class scripted_client final : public net::https_client {
 public:
  explicit scripted_client(clock& time) : time_(time) {}

  [[nodiscard]] boost::asio::awaitable<result<net::http_response>> send(
      net::http_request request) override;
  void stop() override {}

  std::deque<scripted_answer> script;  ///< Used up from the front; the last one stays.
  std::vector<seen_request> seen;

 private:
  clock& time_;
};

}  // namespace daypass::entra
