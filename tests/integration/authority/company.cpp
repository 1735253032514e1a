#include "integration/authority/company.hpp"

#include "decoding.hpp"
#include "meaning.hpp"
#include "support/credentials/scratch_folder.hpp"
#include "support/run_awaitable.hpp"

#include "daypass/base/assert.hpp"
#include "daypass/base/secret_text.hpp"
#include "daypass/config/load.hpp"
#include "daypass/entra/graph_directory.hpp"
#include "daypass/store/sqlite_store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <exception>

namespace daypass::integration {

namespace asio = boost::asio;
namespace sim = entra_simulator;

namespace {

const std::string before_profile = R"(default_profile = "standard"
[kafka]
brokers = ["localhost:9092"]
topics = ["hires"]
[sources."/hr"]
[sources."/timed"]
order = "time"
[graph]
tenant_id = "11111111-2222-3333-4444-555555555555"
client_id = "66666666-7777-8888-9999-aaaaaaaaaaaa"
client_secret = "file:/run/secret"
domains = ["contoso.example"]
reserved_names = ["ceo"]
[sealed]
recipients = ["/etc/daypass/it.pem"]
signing_key = "file:/run/key"
signing_certificate = "/etc/daypass/signer.pem"
[profiles.nameable]
nameable_by_event = true
lifetime = "2h"
upn_domain = "contoso.example"
[profiles.standard]
upn_domain = "contoso.example"
)";

/// The tz database is read once for all tests.
const calendar::zone_database& zones() {
  static const auto opened = [] {
    auto made = calendar::zone_database::open();
    DAYPASS_ASSERT(made.has_value());
    return std::move(*made);
  }();
  return *opened;
}

config::settings settings_of(const company_wishes& wishes) {
  const std::string text = before_profile + wishes.standard_profile + "\n" + wishes.more;
  const config::loaded read = config::load_text(text, "test.toml", *zones().snapshot());
  for (const config::problem& one : read.problems) ADD_FAILURE() << to_string(one);
  return read.values;
}

class silent_observer final : public entra::request_observer {
 public:
  void on_request(const entra::request_made&) override {}
  void on_token(const error*) override {}
};

sim::switches with_pass_policy_and_lags() {
  sim::switches set;
  set.directory_lag = {seconds{1}, seconds{5}};
  set.index_lag = {seconds{5}, seconds{60}};
  set.authentication_lag = {seconds{2}, seconds{40}};
  return set;
}

}  // namespace

class company::listener final : public reporter {
 public:
  void report(const happening_variant& what) override { heard.push_back(what); }
  std::vector<happening_variant> heard;
};

struct company::machinery {
  explicit machinery(const config::settings& from) : settings(from) {}

  config::settings settings;
  support::scratch_folder scratch;
  listener reports;
  silent_observer observer;
  std::unique_ptr<state_store> state;
  std::unique_ptr<directory> entra;
  std::unique_ptr<engine::engine> works;
  bool ended = false;
};

company::company(const company_wishes& wishes)
    : graph_(sim::identity{}, with_pass_policy_and_lags(), 7),
      link_(context_.get_executor(), graph_, time_, {.one_way = milliseconds{30}}),
      topic_(context_.get_executor(), time_),
      daemon_(std::make_unique<machinery>(settings_of(wishes))) {
  static const auto secret_memory = initialise_secret_memory(1 << 20);
  DAYPASS_ASSERT(secret_memory.has_value());
  graph_.state().world.policy.enabled = true;

  store::sqlite_settings file;
  file.file = daemon_->scratch.path() / "state.db";
  auto state = store::make_inline_sqlite_state(file);
  DAYPASS_ASSERT(state.has_value());
  daemon_->state = std::move(*state);

  const sim::identity who;
  entra::graph_settings to_graph;
  to_graph.sign_in = entra::make_client_secret_credential(
      {who.tenant_id, who.client_id},
      [secret = who.client_secret] { return secret_text::copy_of(secret); }, link_, time_);
  daemon_->entra = entra::make_graph_directory(context_.get_executor(), std::move(to_graph), link_,
                                               time_, random_, daemon_->observer);

  const config::settings& settings = daemon_->settings;
  const std::vector<std::string> recipients{"recipient"};
  engine::parts parts{
      .executor = context_.get_executor(),
      .time = time_,
      .randomness = random_,
      .state = *daemon_->state,
      .entra = *daemon_->entra,
      .secrets = secrets_,
      .feed = topic_,
      .reports = daemon_->reports,
      .decoder = make_event_decoder(settings, zones()),
      .meaning = std::make_shared<meaning>(settings, recipients, zones().snapshot()),
      .rules = config::make_policy(settings, recipients),
      .room = {
          .look_interval = hours{24}, .policy_interval = hours{12}, .purge_interval = hours{24}}};
  parts.room.creations_per_hour_max = wishes.creations_per_hour_max;
  daemon_->works = std::make_unique<engine::engine>(std::move(parts));
  asio::co_spawn(context_, daemon_->works->run(), [this](const std::exception_ptr& bug) {
    DAYPASS_ASSERT(!bug);
    daemon_->ended = true;
  });
  advance(minutes{1});
}

company::~company() {
  daemon_->works->stop();
  for (int minute = 0; minute < 10 && !daemon_->ended; ++minute) advance(minutes{1});
  EXPECT_TRUE(daemon_->ended) << "the engine never stopped";
}

void company::publish(std::string_view kind, json data, std::string_view source) {
  const std::int64_t revision = ++revision_;
  data["revision"] = revision;
  const auto at = std::chrono::floor<seconds>(now()) - seconds{1};
  const json event{{"specversion", "1.0"},
                   {"id", "event-" + std::to_string(revision)},
                   {"source", source},
                   {"type", "hr.hire." + std::string(kind) + ".v1"},
                   {"time", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", at)},
                   {"data", std::move(data)}};
  topic_.append(event.dump());
  advance(minutes{2});
}

void company::advance_to(instant when) {
  for (;;) {
    context_.restart();
    if (context_.poll() > 0) continue;
    const auto sleep = time_.until_next();
    if (!sleep || now() + *sleep > when) break;
    time_.step(*sleep);
  }
  time_.step(when - now());
  graph_.run_late_effects(now());
}

template <typename T>
T company::ask(asio::awaitable<result<T>> call) {
  auto said = support::run(context_, std::move(call));
  DAYPASS_ASSERT(said.has_value());
  return std::move(*said);
}

void company::order(const std::string& hire, order_kind kind) {
  const hire_key key{"default", hire};
  ask(daemon_->state->add_order(key,
                                {.kind = kind, .who = "operator", .why = "because", .at = now()}));
  daemon_->works->nudge(key);
  advance(minutes{2});
}

json company::act(std::string_view verb, const json& body) {
  sim::control_service control(graph_);
  const auto made = control.handle(
      sim::make_request("POST", "/actions/" + std::string(verb), body.dump()), now());
  EXPECT_EQ(made.status, 200) << verb << ": " << made.body;
  return json::parse(made.body);
}

std::optional<onboarding> company::find(const std::string& hire) {
  return ask(daemon_->state->find({"default", hire}));
}

std::string company::story_of(const std::string& hire) {
  std::string told;
  for (const history_entry& line : ask(daemon_->state->history({"default", hire}))) {
    told += fmt::format("  {:%m-%d %H:%M:%S} {}: {} (x{})\n", std::chrono::floor<seconds>(line.at),
                        line.what, line.detail, line.count);
  }
  return told;
}

std::vector<quarantined_event> company::quarantine() {
  return ask(daemon_->state->quarantine(100));
}

const std::vector<happening_variant>& company::reported() const {
  return daemon_->reports.heard;
}

}  // namespace daypass::integration
