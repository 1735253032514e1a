#pragma once
// One connection to PostgreSQL, by libpq's non-blocking calls on the io_context.

#include "sql_failure.hpp"
#include "values.hpp"

#include "daypass/store/postgres_settings.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct pg_conn;

namespace daypass::store::postgres {

/// SQL of ours, a constant: known by its address, and prepared once on each connection.
struct statement {
  const char* sql;
};

/// A statement and what stands for its parameters.
struct question {
  const statement* what;
  parameters with;
};
using questions = std::vector<question>;
using replies = std::vector<reply>;

/// Where a server may be: a host as its certificate has it, and one of its addresses.
struct server_place {
  std::string host;
  std::string address;  ///< Empty for a Unix socket.
  std::uint16_t port = 0;
};

struct connection_closer {
  void operator()(pg_conn* handle) const;
};

/// What a connection is for.
enum class purpose : std::uint8_t {
  work,  ///< Short statements whose plans must not depend on what the statistics say today.
  look,  ///< Lists and counts.
};

/// On the executor's thread; one caller at a time. Held by shared_ptr, because its timer's handler
/// may outlive its owner.
class connection : public std::enable_shared_from_this<connection> {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  connection(const boost::asio::any_io_executor& executor,
             std::shared_ptr<const postgres_settings> settings, purpose why);
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  /// Connects to a server that can be written, anew if it was connected.
  boost::asio::awaitable<outcome<void>> open();
  [[nodiscard]] bool is_open() const { return handle_ != nullptr; }
  void close();

  /// Ends whatever waits, now and later, as lost. For stopping.
  void abandon();

  /// Runs statements in one round trip, as one transaction unless there is one (libpq: "Pipeline
  /// Mode"). After the first failure none of the others has run. A connection that was lost is
  /// closed; then the last of them may have taken effect.
  boost::asio::awaitable<outcome<replies>> run(questions asked);

  /// Runs SQL without parameters, any number of statements, in one transaction.
  boost::asio::awaitable<outcome<void>> script(std::string sql);

  /// Waits for something to be told to one who LISTENs, until then at the latest.
  boost::asio::awaitable<outcome<void>> wait_for_news(time_point until);
  /// Ends that wait.
  void interrupt_listening();
  /// The payloads that came.
  [[nodiscard]] std::vector<std::string> take_news();

 private:
  enum class event : std::uint8_t { readable, writable };
  struct step {
    const statement* what;
    bool prepares;
  };

  boost::asio::awaitable<std::string> connect_to(server_place place, time_point until);
  boost::asio::awaitable<std::string> shake_hands();
  [[nodiscard]] std::string start(const server_place& place);

  void set_deadline(time_point until);
  void clear_deadline();
  [[nodiscard]] time_point statement_deadline() const;
  boost::asio::awaitable<bool> wait_for(event what);
  boost::asio::awaitable<bool> flush();
  boost::asio::awaitable<bool> read_on();
  boost::asio::awaitable<outcome<result_handle>> next_result();

  outcome<std::vector<step>> send(const questions& asked);
  boost::asio::awaitable<outcome<replies>> collect(std::vector<step> steps);
  [[nodiscard]] sql_failure give_up(const std::string& what);
  [[nodiscard]] std::string last_words() const;

  boost::asio::any_io_executor executor_;
  std::shared_ptr<const postgres_settings> settings_;
  purpose why_;
  std::unique_ptr<pg_conn, connection_closer> handle_;
  boost::asio::posix::stream_descriptor descriptor_;  ///< libpq's socket, which libpq closes.
  boost::asio::steady_timer timer_;
  std::uint64_t deadline_ = 0;  ///< Which one the timer is set to.
  bool late_ = false;
  bool abandoned_ = false;
  bool listening_ = false;
  std::size_t last_good_ = 0;                         ///< The server that was found last.
  std::map<const statement*, std::string> prepared_;  ///< And their names at the server.
  std::uint64_t names_ = 0;
};

}  // namespace daypass::store::postgres
