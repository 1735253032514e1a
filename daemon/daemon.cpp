#include "daemon.hpp"

#include "connections.hpp"
#include "decoding.hpp"
#include "meaning.hpp"
#include "readiness.hpp"
#include "service_manager.hpp"
#include "system_clock.hpp"
#include "version.hpp"

#include "daypass/admin/health.hpp"
#include "daypass/admin/operators.hpp"
#include "daypass/kafka/kafka_dead_letters.hpp"
#include "daypass/kafka/kafka_feed.hpp"
#include "daypass/store/sqlite_store.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace daypass {
namespace {

namespace asio = boost::asio;

std::vector<std::string> populations_of(const config::settings& settings) {
  std::set<std::string> names;
  for (const auto& [source, rules] : settings.sources) names.insert(rules.population);
  return {names.begin(), names.end()};
}

/// Moves the value of a result into place.
template <typename T>
result<void> put(result<T> made, T& into) {
  if (!made) return std::unexpected(std::move(made.error()));
  into = std::move(*made);
  return {};
}

}  // namespace

daemon::daemon(asio::io_context& context, calendar::zone_database& zones)
    : executor_(context.get_executor()), zones_(zones), quiet_(executor_) {}

result<std::unique_ptr<daemon>> daemon::assemble(asio::io_context& context,
                                                 const configuration& with,
                                                 calendar::zone_database& zones) {
  std::unique_ptr<daemon> made(new daemon(context, zones));
  if (auto opened = made->open_parts(with); !opened) return std::unexpected(opened.error());
  made->make_engine(with);
  made->make_servers(made->settings_);
  return made;
}

result<void> daemon::open_parts(const configuration& with) {
  settings_ = with.loaded.values;
  configured_ = with.loaded.text;
  for (const vault::recipient& one : with.recipients) recipients_.push_back(one.fingerprint);
  clock_ = make_system_clock(executor_);
  entropy_ = make_system_entropy();

  // The state first: its lock says that no other daemon runs on these files.
  auto opened = put(store::make_sqlite_state(executor_, state_settings_of(settings_)), state_);
  if (!opened) return opened;
  const std::filesystem::path folder = settings_.state.path.parent_path();
  auto mask_key = keep_mask_key(folder / "log-mask.key");
  if (!mask_key) return std::unexpected(std::move(mask_key.error()));
  observe::observe_settings observing = observe_settings_of(settings_);
  observing.mask_key = std::move(*mask_key);
  observer_ = observe::make_observer(std::move(observing), clock_.get());
  reports_ = std::make_unique<lost_events>(folder / "events-lost", *observer_);

  graph_watch_ = std::make_unique<graph_watch>(*observer_);
  opened = put(net::make_https_client(executor_, graph_client_of(settings_)), graph_client_);
  if (!opened) return opened;
  opened = put(make_sign_in(executor_, settings_, *clock_, *entropy_), sign_in_);
  if (!opened) return opened;
  entra::graph_settings to_graph = graph_settings_of(settings_);
  to_graph.sign_in = sign_in_.credential;
  directory_ = entra::make_graph_directory(executor_, std::move(to_graph), *graph_client_, *clock_,
                                           *entropy_, *graph_watch_);

  if (!settings_.sealed.managers.empty()) {
    managers_.emplace(settings_.sealed.managers);
    if (const auto read = managers_->refresh(clock_->now()); !read) {
      return std::unexpected(read.error());
    }
  }
  // Before anything is done in a folder that may be another installation's; what is wrong with one
  // that can't be used at all is the store's to say.
  std::error_code unknown;
  if (settings_.seals && std::filesystem::is_directory(settings_.sealed.folder, unknown)) {
    opened = keep_folder_mark(folder / "sealed-folder", settings_.sealed.folder);
    if (!opened) return opened;
  }
  opened = put(pass_stores::open(settings_, {.executor = executor_,
                                             .credential = sign_in_.credential,
                                             .time = *clock_,
                                             .random = *entropy_,
                                             .tokens = *graph_watch_,
                                             .reports = observer_.get()}),
               stores_);
  if (!opened) return opened;
  return open_kafka(settings_);
}

result<void> daemon::open_kafka(const config::settings& settings) {
  const auto connection = kafka_connection_of(settings);
  if (!connection) return std::unexpected(connection.error());
  auto opened = put(kafka::make_kafka_feed(
                        executor_, feed_settings_of(settings, *connection),
                        [this] { return state_->positions(); }, *reports_, *clock_),
                    feed_);
  if (!opened || settings.kafka.dead_letter_topic.empty()) return opened;
  return put(kafka::make_kafka_dead_letters(
                 executor_, {.connection = *connection, .topic = settings.kafka.dead_letter_topic}),
             letters_);
}

std::shared_ptr<const interpreter> daemon::interpreter_now() const {
  return std::make_shared<meaning>(settings_, recipients_, zones_.snapshot(),
                                   managers_ ? managers_->book() : vault::address_book{},
                                   configured_);
}

void daemon::make_engine(const configuration& with) {
  engine_ = std::make_unique<engine::engine>(
      engine::parts{.executor = executor_,
                    .time = *clock_,
                    .randomness = *entropy_,
                    .state = *state_,
                    .entra = *directory_,
                    .secrets = stores_.port(),
                    .feed = *feed_,
                    .letters = letters_.get(),
                    .reports = *reports_,
                    .decoder = make_event_decoder(with.loaded.values, zones_),
                    .meaning = interpreter_now(),
                    .rules = config::make_policy(settings_, recipients_),
                    .room = capacity_of(settings_)});
}

void daemon::make_servers(const config::settings& settings) {
  const auto why_not = [this] { return not_ready(); };
  operators_ = net::make_http_server(
      executor_, operators_server_of(settings),
      admin::make_operators({.state = *state_,
                             .time = *clock_,
                             .reports = *reports_,
                             .nudge = [this](hire_key key) { engine_->nudge(std::move(key)); },
                             .not_ready = why_not,
                             .acknowledge_events_lost = [this] { return reports_->acknowledge(); },
                             .user_name = admin::user_name_of,
                             .populations = populations_of(settings)}));
  health_ = net::make_http_server(
      executor_, metrics_server_of(settings),
      admin::make_health({.not_ready = why_not,
                          .warnings = [this] { return warnings(); },
                          .metrics = [this] { return observer_->metrics_text(); }}));
}

std::vector<std::string> daemon::not_ready() const {
  return why_not_ready({.engine = engine_->look(),
                        .draining = draining_,
                        .feed_connected = !feed_->cluster().empty(),
                        .events_lost = reports_->not_acknowledged()});
}

std::vector<std::string> daemon::warnings() const {
  std::vector<std::string> all;
  if (too_busy_) all.push_back(words_of(*too_busy_));
  if (certificate_) all.push_back("graph.certificate " + certificate_->what);
  return all;
}

asio::awaitable<result<void>> daemon::run() {
  result<void> listening = operators_->start();
  if (listening) listening = health_->start();
  if (listening) {
    reports_->report(happening::lifecycle{fmt::format("daypassd {} started", version)});
    service_manager::tell_ready();
    co_await chores();
  }
  for (net::http_server* server : {operators_.get(), health_.get()}) {
    co_await server->stop(seconds{1});
  }
  graph_client_->stop();
  sign_in_.client->stop();
  if (listening) reports_->report(happening::lifecycle{"stopped"});
  co_return listening;
}

void daemon::drain() {
  if (draining_) return;
  draining_ = true;
  service_manager::tell_stopping();
  reports_->report(happening::lifecycle{"draining"});
  engine_->stop();
  quiet_.set();
}

void daemon::abandon() {
  reports_->report(happening::lifecycle{"grace period over: what is in flight is given up"});
  engine_->abandon();
}

}  // namespace daypass
