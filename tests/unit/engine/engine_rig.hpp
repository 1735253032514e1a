#pragma once
// The engine over ports in memory and a clock that a test moves.

#include "simulation/chance.hpp"
#include "simulation/delayed_state.hpp"
#include "simulation/virtual_time.hpp"
#include "story_feed.hpp"
#include "support/fakes/memory_directory.hpp"
#include "support/fakes/memory_secrets.hpp"
#include "support/fakes/memory_state.hpp"

#include "daypass/engine/engine.hpp"

#include <exception>
#include <memory>
#include <string>
#include <vector>

namespace daypass::engine::testing {

inline constexpr instant monday = std::chrono::sys_days(std::chrono::year{2026} / 11 / 2);

/// Keeps what happened.
class listener final : public reporter {
 public:
  void report(const happening_variant& what) override { heard.push_back(what); }

  template <typename Happening>
  [[nodiscard]] std::vector<Happening> all() const {
    std::vector<Happening> found;
    for (const happening_variant& one : heard) {
      if (const auto* told = std::get_if<Happening>(&one)) found.push_back(*told);
    }
    return found;
  }

  std::vector<happening_variant> heard;
};

/// Fingerprints by address.
using certificates = std::map<std::string, std::vector<std::string>>;

/// The story's interpreter, with managers that operators serve.
class served_managers final : public interpreter {
 public:
  testing::certificates certificates;

  [[nodiscard]] derived interpret(const hire_key& key, const wanted& wants) const override;
  [[nodiscard]] std::string basis() const override;
  [[nodiscard]] std::string local_text(instant at, const std::string& zone) const override {
    return below_.local_text(at, zone);
  }

 private:
  story_interpreter below_;
};

/// The dead-letter topic, which may be away.
class letter_box final : public dead_letters {
 public:
  explicit letter_box(clock& time) : time_(time) {}
  boost::asio::awaitable<result<void>> deliver(quarantined_event event) override;

  std::vector<instant> tried_at;
  std::vector<std::string> delivered;  ///< The codes of the copies.
  bool away = false;
  std::size_t refuses = 0;  ///< How many of the next it refuses for good.

 private:
  clock& time_;
};

/// Others who share the state, as far as a test wants any.
class company final : public membership {
 public:
  explicit company(const boost::asio::any_io_executor& executor) : news_(executor) {}

  [[nodiscard]] std::chrono::steady_clock::time_point leases_hold_until() const override {
    return hold_until;
  }
  [[nodiscard]] std::size_t members() const override { return 2; }
  boost::asio::awaitable<std::vector<hire_key>> changed_elsewhere() override;
  void stop_telling() override;

  /// Another process changed what is wanted or ordered of this hire.
  void tell(const hire_key& key);

  std::chrono::steady_clock::time_point hold_until = std::chrono::steady_clock::time_point::max();

 private:
  std::vector<hire_key> changed_;
  bool silent_ = false;
  wake_event news_;
};

class engine_rig {
 public:
  /// Looks are rarer than in earnest, and authority ends after two days, so that weeks are short.
  explicit engine_rig(duration retention = days{180});
  ~engine_rig();

  /// HR tells an event, now or at `at`; before start().
  void tell(hire_event event, instant at = monday);
  /// Somebody puts a record on the topic that nobody can read; before start().
  void tell_poison(instant at);
  /// Somebody puts an event of another type on the topic; before start().
  void tell_other(instant at);
  /// The feed is away until then; before start().
  void break_feed(instant until) { feed_away_until_ = until; }
  /// What the operators' folder holds at first. May be called again once the engine has ended.
  void start(certificates served = {});
  void stop() { engine_->stop(); }
  void abandon();
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] condition look() const { return engine_->look(); }
  /// Up to where the feed was told that records are durable.
  [[nodiscard]] std::int64_t committed() const { return feed_->committed(); }
  void run_until(instant when);

  /// What the operators' folder holds from now on.
  void serve(certificates served);
  void order(const hire_key& key, order_kind kind);
  /// How many accounts may be made in an hour; before start().
  void allow_creations(std::uint64_t in_an_hour) { room_.creations_per_hour_max = in_an_hour; }
  /// Every look at what is due takes this long from now on, before it sees anything.
  void slow_looks(duration each) { look_takes_ = each; }
  /// Whatever is recorded of a hire takes this long from now on.
  void slow_updates(duration each) { update_takes_ = each; }
  /// The state is shared from the start on.
  company& share_state();
  /// Another process adds an order.
  void order_elsewhere(const hire_key& key, order_kind kind);
  /// Makes the engine look at what is due.
  void nudge() { engine_->nudge({}); }

  [[nodiscard]] const fakes::memory_record& record(const hire_key& key) const {
    return state.records().at(key);
  }

  simulation::virtual_clock time{monday};
  fakes::memory_world tenant{time};
  fakes::memory_directory entra{tenant};
  fakes::memory_secrets secrets{&time};
  fakes::memory_state state;
  letter_box letters{time};
  listener reports;
  planner::policy rules;

 private:
  template <typename T>
  void finish(boost::asio::awaitable<T> call);

  boost::asio::awaitable<void> pause_at(std::string point);

  capacity room_;
  duration look_takes_{};
  instant feed_away_until_{};
  duration update_takes_{};
  simulation::chance luck_{1};
  story tale_;
  simulation::crashable_context context_;
  simulation::delayed_state slow_state_{
      state, [this](std::string point) { return pause_at(std::move(point)); },
      [](transition change) { return change; }};
  std::unique_ptr<story_feed> feed_;
  std::unique_ptr<company> others_;
  std::unique_ptr<engine> engine_;
  bool ended_ = false;
};

inline const hire_key ada{"default", "E1"};
/// Her pass may be issued from then on.
inline constexpr instant issue_at = monday + hours{24 + 8};

/// An event of Ada's. An announced one starts on 2026-11-05 at 08:00 UTC.
[[nodiscard]] hire_event event_of(event_kind kind, std::int64_t revision);

/// The announcement of one of many colleagues who start with her.
[[nodiscard]] hire_event announced_of(std::size_t number);

}  // namespace daypass::engine::testing
