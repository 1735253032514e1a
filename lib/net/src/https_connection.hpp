#pragma once
// One connection to the host: opened once, then one exchange after another.

#include "deadline_watch.hpp"
#include "http_parser.hpp"
#include "name_lookup.hpp"
#include "wake_signal.hpp"

#include "daypass/base/error.hpp"
#include "daypass/net/https_client.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>

namespace daypass::net {

/// What all connections of one client share.
struct https_host {
  boost::asio::any_io_executor executor;
  https_client_settings settings;
  std::string authority;                           ///< The Host header's value.
  std::string label;                               ///< For error texts: https://host:port.
  std::shared_ptr<boost::asio::ssl::context> tls;  ///< Null: plain HTTP.
  std::shared_ptr<deadline_watch> watch;
  name_lookup lookup;
  bool stopped = false;
};

class https_connection final : public deadline_target {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit https_connection(std::shared_ptr<https_host> host);

  /// Finds the address, connects and (unless it is plain HTTP) shakes hands, by the earlier of
  /// `deadline` and the settings' connect_timeout. Once. Every failure is retryable (or cancelled):
  /// nothing was sent.
  [[nodiscard]] boost::asio::awaitable<result<void>> open(time_point deadline);

  /// Sends `*request`, which outlives the call, and reads the answer. After a failure the
  /// connection is of no more use.
  [[nodiscard]] boost::asio::awaitable<result<http_response>> exchange(const http_request* request);

  /// May carry another exchange, as far as the last one showed.
  [[nodiscard]] bool is_reusable() const { return reusable_; }

  /// Nothing came in since the last exchange: neither the end nor unasked-for bytes. Costs one
  /// system call.
  [[nodiscard]] bool is_quiet();

  /// The exchange that failed met the end of the connection before any byte of an answer, which is
  /// what an idle connection closed by the other side looks like.
  [[nodiscard]] bool ended_without_answer() const { return ended_without_answer_; }

  time_point idle_since;

 private:
  using tls_stream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

  void give_up(net_errc reason) override;
  boost::asio::awaitable<result<void>> connect(time_point until);
  boost::asio::awaitable<boost::system::error_code> connect_to(
      boost::asio::ip::tcp::endpoint endpoint, time_point until);
  boost::asio::awaitable<result<void>> shake_hands(time_point until);
  boost::asio::awaitable<std::optional<error>> read_answer(const http_request* request);
  /// Writes all of `out_`.
  boost::asio::awaitable<boost::system::error_code> write_out();
  boost::asio::awaitable<std::tuple<boost::system::error_code, std::size_t>> read_some(
      std::span<char> room);
  [[nodiscard]] boost::asio::ip::tcp::socket::lowest_layer_type& wire();
  [[nodiscard]] boost::asio::awaitable<std::optional<net_errc>> interruption() const;
  [[nodiscard]] error not_opened(net_errc code, const std::string& why) const;
  [[nodiscard]] error not_answered(const http_request& request, net_errc code,
                                   const std::string& why) const;

  std::shared_ptr<https_host> host_;
  boost::asio::ip::tcp::socket socket_;
  std::optional<tls_stream> stream_;  // over socket_, which is empty then
  wake_signal interrupted_;
  std::optional<net_errc> given_up_;
  wiped_buffer out_;
  wiped_buffer in_;
  reply_parser parser_;
  bool reusable_ = false;
  bool ended_without_answer_ = false;
};

}  // namespace daypass::net
