#pragma once
// The composition root: which adapter stands behind which port, in what order they are made, and
// how they end.

#include "configuration.hpp"
#include "graph_watch.hpp"
#include "kept_files.hpp"
#include "sign_in.hpp"
#include "stores.hpp"

#include "daypass/engine/engine.hpp"
#include "daypass/net/http_server.hpp"
#include "daypass/net/https_client.hpp"
#include "daypass/observe/observer.hpp"
#include "daypass/ports/wake_event.hpp"
#include "daypass/vault/manager_folder.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace daypass {

/// Everything that runs, on the one thread of `context`. What is declared later uses what is
/// declared earlier, and ends before it.
class daemon {
 public:
  /// Opens the state, the sealed folder and the Kafka clients; nothing is consumed yet. `zones` and
  /// `context` outlive the daemon. Errors of each part, with its cure.
  [[nodiscard]] static result<std::unique_ptr<daemon>> assemble(boost::asio::io_context& context,
                                                                const configuration& with,
                                                                calendar::zone_database& zones);

  /// Listens, then works until drain(). Ends when everything in flight was answered or given up
  /// and recorded. Errors: the sockets can't be listened on.
  boost::asio::awaitable<result<void>> run();

  /// Takes nothing new and lets what is in flight end.
  void drain();

  /// Gives up what is in flight; after drain().
  void abandon();

  [[nodiscard]] reporter& log() { return *observer_; }

 private:
  daemon(boost::asio::io_context& context, calendar::zone_database& zones);

  result<void> open_parts(const configuration& with);
  result<void> open_kafka(const config::settings& settings);
  void make_engine(const configuration& with);
  void make_servers(const config::settings& settings);

  boost::asio::awaitable<void> chores();
  boost::asio::awaitable<void> count_state();
  void warn_of(const std::optional<busy_day>& busiest);
  boost::asio::awaitable<void> watch_zones();
  boost::asio::awaitable<void> watch_managers();
  boost::asio::awaitable<void> watch_certificate();
  boost::asio::awaitable<void> keep_watchdog();
  boost::asio::awaitable<void> pause(duration longest);

  [[nodiscard]] std::shared_ptr<const interpreter> interpreter_now() const;
  [[nodiscard]] std::vector<std::string> not_ready() const;
  [[nodiscard]] std::vector<std::string> warnings() const;

  boost::asio::any_io_executor executor_;
  calendar::zone_database& zones_;
  config::settings settings_;
  std::string configured_;                         ///< The text of `settings_`.
  std::vector<std::string> recipients_;            ///< Fingerprints.
  std::optional<vault::manager_folder> managers_;  ///< None: no manager becomes a recipient.
  std::unique_ptr<clock> clock_;
  std::unique_ptr<entropy> entropy_;
  std::unique_ptr<observe::observer> observer_;
  std::unique_ptr<lost_events> reports_;
  std::unique_ptr<state_store> state_;
  std::unique_ptr<graph_watch> graph_watch_;
  std::unique_ptr<net::https_client> graph_client_;
  sign_in sign_in_;
  std::unique_ptr<directory> directory_;
  pass_stores stores_;
  std::unique_ptr<event_feed> feed_;
  std::unique_ptr<dead_letters> letters_;
  std::unique_ptr<engine::engine> engine_;
  std::unique_ptr<net::http_server> operators_;
  std::unique_ptr<net::http_server> health_;
  std::optional<happening::day_exceeds_lane> too_busy_;  ///< As last counted.
  std::optional<certificate_trouble> certificate_;       ///< As last looked at.
  wake_event quiet_;                                     ///< Set when draining.
  bool draining_ = false;
};

}  // namespace daypass
