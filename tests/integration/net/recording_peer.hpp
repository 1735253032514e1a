#pragma once
// The other end of a connection, good or bad: shows any certificate, speaks any version of TLS or
// none, and keeps every byte that reaches it.

#include "unit/net/test_certificates.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <openssl/ssl.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::net::testing {

/// What a peer does with a connection.
enum class manner : std::uint8_t {
  speaks_tls,
  spells_tls,         ///< One byte now and then.
  says_words,         ///< Writes `words` once something came, and listens on.
  says_without_end,   ///< Writes `words` again and again.
  says_words_closes,  ///< Writes `words` once something came, and closes.
  resets,             ///< RST once something came.
  says_nothing,
};

/// Serves on the test's own io_context until that or the peer ends.
class recording_peer {
 public:
  explicit recording_peer(boost::asio::io_context& context);
  recording_peer(const recording_peer&) = delete;
  recording_peer& operator=(const recording_peer&) = delete;
  ~recording_peer() = default;

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  /// The server's context; without any rule of its own (security level 0).
  [[nodiscard]] SSL_CTX* tls() { return tls_.get(); }

  /// Shows this certificate, and behind it those of `between`.
  void show(const identity& who, const std::vector<identity>& between = {});

  manner how = manner::speaks_tls;
  std::string words;
  std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  std::string answer_behind;  ///< In a TLS record of its own, in the same piece as the answer.

  std::string heard;       ///< All bytes that came, of all connections.
  std::string deciphered;  ///< Those that TLS handed out.
  std::string asked_name;  ///< By name indication (RFC 6066 3).
  int connections = 0;
  int open = 0;

 private:
  struct tls_freeing {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* stream) const { SSL_free(stream); }
  };
  using tls_pointer = std::unique_ptr<SSL, tls_freeing>;
  using socket = boost::asio::ip::tcp::socket;

  static boost::asio::awaitable<void> accept_all(recording_peer* self);
  static boost::asio::awaitable<void> serve(recording_peer* self, socket connection);
  static boost::asio::awaitable<void> talk_tls(recording_peer* self, socket* connection);
  static boost::asio::awaitable<void> say(recording_peer* self, socket* connection);
  static boost::asio::awaitable<std::string> hear(recording_peer* self, socket* connection);
  static boost::asio::awaitable<bool> write(recording_peer* self, socket* connection,
                                            std::string bytes);
  void read_and_answer(SSL* stream, std::string* request);

  std::unique_ptr<SSL_CTX, tls_freeing> tls_;
  boost::asio::ip::tcp::acceptor acceptor_;
};

/// The largest TLS record of application data in `heard` (RFC 8446 5.1), which since TLS 1.3 is
/// also how alerts travel: those have 19 bytes.
[[nodiscard]] std::size_t largest_application_record(std::string_view heard);

}  // namespace daypass::net::testing
