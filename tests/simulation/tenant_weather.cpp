#include "simulation/tenant_weather.hpp"

#include "simulators/entra/logic/routes.hpp"

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <vector>

namespace daypass::simulation {
namespace {

namespace asio = boost::asio;
namespace sim = entra_simulator;

/// Nothing sent takes effect later than the design allows for (late_effect_max).
constexpr auto late_at_most = minutes{13};

constexpr std::array weather = {mishap::lost_request, mishap::lost_answer, mishap::late_answer,
                                mishap::late_effect,  mishap::reset,       mishap::stall,
                                mishap::server_error, mishap::throttled,   mishap::throttled_mute,
                                mishap::unauthorized};

sim::fault server_error(chance& luck) {
  static constexpr std::array statuses = {500, 502, 503, 504};
  sim::fault made{.name = "status", .takes_effect = sim::effect::none};
  made.status = statuses[luck.below(statuses.size())];
  made.code = "UnknownError";
  if (luck.happens(300)) made.takes_effect = sim::effect::now;
  if (luck.happens(200)) {
    made.takes_effect = sim::effect::late;
    made.late_by = luck.between(seconds{1}, late_at_most);
  }
  if (luck.happens(300)) made.retry_after = std::to_string(1 + luck.below(60));
  return made;
}

sim::fault fault_of(mishap what, chance luck) {
  sim::fault made{.name = std::string(to_string(what))};
  switch (what) {
    case mishap::lost_request:
      made.takes_effect = sim::effect::none;
      made.how = sim::ending::close;
      break;
    case mishap::lost_answer:
      made.how = sim::ending::close;
      break;
    case mishap::late_answer:
      made.delay = luck.between(seconds{61}, minutes{5});
      break;
    case mishap::late_effect:
      made.takes_effect = sim::effect::late;
      made.how = luck.happens(500) ? sim::ending::silence : sim::ending::close;
      made.late_by = luck.between(seconds{1}, late_at_most);
      break;
    case mishap::reset:
      made.takes_effect = sim::effect::none;
      made.how = sim::ending::reset;
      break;
    case mishap::stall:
      made.how = sim::ending::silence;
      break;
    case mishap::server_error:
      return server_error(luck);
    case mishap::unauthorized:
      made.takes_effect = sim::effect::none;
      made.status = 401;
      made.code = "InvalidAuthenticationToken";
      break;
    default:
      made.takes_effect = sim::effect::none;
      made.status = 429;
      made.code = "TooManyRequests";
      if (what == mishap::throttled) made.retry_after = std::to_string(1 + luck.below(40));
      break;
  }
  return made;
}

/// The words of a text that may be object ids, each once.
std::set<std::string_view> ids_in(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef-";
  constexpr std::size_t length = 36;
  std::set<std::string_view> found;
  while (true) {
    const std::size_t first = text.find_first_of(digits);
    if (first == std::string_view::npos) return found;
    text.remove_prefix(first);
    const std::size_t end = std::min(text.find_first_not_of(digits), text.size());
    if (end == length) found.insert(text.substr(0, end));
    text.remove_prefix(end);
  }
}

constexpr std::string_view says_disabled = R"("accountEnabled":false)";

/// The ids of the accounts that an answer shows disabled, whatever it wraps them in.
void find_disabled(const nlohmann::json& in, std::set<std::string>& found) {
  if (in.is_object() && in.value("accountEnabled", true) == false && in.contains("id"))
    found.insert(in["id"].get<std::string>());
  if (!in.is_structured()) return;
  for (const nlohmann::json& part : in) find_disabled(part, found);
}

class watched_client final : public net::https_client {
 public:
  watched_client(net::https_client& below, world& of, pause wait)
      : below_(below), of_(of), wait_(std::move(wait)) {}

  asio::awaitable<result<net::http_response>> send(net::http_request request) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    const std::string kind(kind_of(request.method, request.target));
    const std::string target = request.target;
    // Of a batch the target says nothing.
    std::string asked = request.method + " " + target;
    if (kind == "batch") asked.append(" ").append(request.body.view());
    notice_haste(asked, request.urgent);
    note_named(asked);
    if (request.body.view().find(says_disabled) != std::string_view::npos) note_disabling(asked);
    std::string told = target;
    told.append(request.body.view());
    co_await wait_("before " + kind);
    auto answer = co_await below_.send(std::move(request));
    ++of_.changes;
    if (answer && answer->status == 404) notice_ignorance(target);
    co_await wait_("after " + kind);
    if (answer) note_wait(asked, *answer);
    if (answer && answer->status / 100 == 2) {
      note_disabled(answer->body.view());
      note_enabled(told.append(answer->body.view()));
    }
    co_return answer;
  }

  void stop() override { below_.stop(); }

 private:
  /// Until when the same thing is not to be asked for again, in one life. Whatever is said last
  /// holds.
  struct told_to_wait {
    instant until{};
    instant urgent_until{};
  };

  void notice_haste(const std::string& asked, bool urgent) {
    const told_to_wait& told = told_[asked];
    if (of_.now() < (urgent ? told.urgent_until : told.until))
      of_.hasty.insert(asked.substr(0, asked.find(" {")));
  }

  /// A lock-out obeys a 429 for a minute at most, and its own backoff otherwise.
  void note_wait(const std::string& asked, const net::http_response& answer) {
    constexpr int too_many = 429;
    const auto text = answer.headers.find("Retry-After");
    unsigned wait_s = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), wait_s);
    const unsigned urgent_wait_s = answer.status == too_many ? std::min(wait_s, 60U) : 0;
    told_[asked] = {of_.now() + seconds{wait_s}, of_.now() + seconds{urgent_wait_s}};
  }

  /// What the daemon names, its record knows.
  void note_named(std::string_view asked) {
    for (const sim::user* whom : accounts_in(asked)) of_.named_at.try_emplace(whom->id, of_.now());
  }

  void note_disabling(std::string_view asked) {
    for (const sim::user* whom : accounts_in(asked))
      of_.disabling_sent[whom->id].push_back(of_.now());
  }

  void note_disabled(std::string_view told) {
    if (told.find(says_disabled) == std::string_view::npos) return;
    std::set<std::string> found;
    find_disabled(nlohmann::json::parse(told, nullptr, false), found);
    for (const std::string& id : found) of_.heard_disabled[id].push_back(of_.now());
  }

  void note_enabled(std::string_view told) {
    if (told.find(R"("accountEnabled":true)") == std::string_view::npos) return;
    for (const sim::user* whom : accounts_in(told))
      of_.heard_enabled[whom->id].push_back(of_.now());
  }

  /// Those whose ids a text holds.
  [[nodiscard]] std::vector<const sim::user*> accounts_in(std::string_view text) const {
    std::vector<const sim::user*> found;
    for (const std::string_view id : ids_in(text)) {
      const sim::user* whom = of_.graph.state().world.find_ever(id);
      if (whom != nullptr) found.push_back(whom);
    }
    return found;
  }

  /// /v1.0/users/{id or UPN}/...: a 404 about one that is there.
  void notice_ignorance(std::string_view target) {
    constexpr std::string_view users = "/v1.0/users/";
    if (!target.starts_with(users)) return;
    const std::string_view rest = target.substr(users.size());
    const auto* whom = of_.graph.state().world.find(rest.substr(0, rest.find_first_of("/?")));
    if (whom == nullptr) return;
    const bool known =
        rest.find("/authentication") != std::string_view::npos
            ? whom->visible_at[static_cast<std::size_t>(sim::replica::authentication)] <= of_.now()
            : whom->visible_at[static_cast<std::size_t>(sim::replica::directory)] <= of_.now();
    of_.decides.noticed(known ? mishap::flapping : mishap::not_replicated, std::string(rest));
  }

  net::https_client& below_;
  world& of_;
  pause wait_;
  std::map<std::string, told_to_wait> told_;  ///< By what was asked.
};

}  // namespace

std::string_view kind_of(std::string_view method, std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  if (path == "/v1.0/$batch") return "batch";
  const sim::routed found = sim::find_route(method, path);
  return found.found != nullptr ? found.found->kind : std::string_view("unknown");
}

/// Whether a pass is asked for whose hour does not exist, or exists twice.
void notice_odd_night(world& of, const sim::request& asked) {
  if (asked.method != "POST" || !asked.path.ends_with("/temporaryAccessPassMethods")) return;
  constexpr std::string_view users = "/v1.0/users/";
  const std::string_view rest = std::string_view(asked.path).substr(users.size());
  const auto* whom = of.graph.state().world.find(rest.substr(0, rest.find('/')));
  if (whom == nullptr) return;
  const auto hire = std::ranges::find(of.plan.hires, whom->values.text("employeeId"),
                                      [](const hire_plan& one) { return one.who.hire_id; });
  if (hire == of.plan.hires.end()) return;
  const auto start = of.truth(*hire).start;
  if (!start) return;
  const auto odd = odd_nights(of.zones);
  const bool is_odd = std::ranges::any_of(odd, [&](const odd_night& one) {
    return one.zone == start->zone && one.date == start->date &&
           one.time_of_day == start->time_of_day;
  });
  if (is_odd) of.decides.noticed(mishap::dst_night, hire->who.hire_id);
}

void draw_weather(world& of, const sim::request& asked) {
  ++of.changes;
  notice_odd_night(of, asked);
  of.graph.state().faults.clear();
  if (of.on_request) {
    if (const auto fault = of.on_request(asked)) of.graph.state().faults.add({.what = *fault});
  }
  for (const mishap what : weather) {
    const bool sign_in = asked.path.ends_with("/token");
    if (sign_in && what == mishap::unauthorized) continue;
    if (!of.decides.strikes(what, fmt::format("{} {}", asked.method, asked.path))) continue;
    of.graph.state().faults.add({.what = fault_of(what, of.decides.particulars(what))});
    return;
  }
}

std::unique_ptr<net::https_client> make_watched_client(net::https_client& below, world& of,
                                                       pause wait) {
  return std::make_unique<watched_client>(below, of, std::move(wait));
}

}  // namespace daypass::simulation
