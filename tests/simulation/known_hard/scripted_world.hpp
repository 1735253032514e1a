#pragma once
// A world whose story a test tells line by line: nothing goes wrong in it but what the test says.
// The daemon is the real one, and the promises are checked at every step as in every other world.

#include "simulation/player.hpp"
#include "simulation/readable.hpp"

#include <deque>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::simulation {

/// Monday at 00:00 UTC, when every scripted world begins.
inline constexpr instant monday = std::chrono::sys_days(std::chrono::year{2026} / 11 / 2);

/// A plan of so many hires, numbered from 1, of whom nothing has been said yet.
[[nodiscard]] world_plan quiet_plan(std::uint64_t hires = 1);

// What befalls one request.

/// It takes effect, and the connection closes without an answer.
[[nodiscard]] entra_simulator::fault lost_answer();
/// Not a word; it takes effect so long after the daemon gave up.
[[nodiscard]] entra_simulator::fault late_effect(duration late_by);
/// An error answer, and nothing else comes of it.
[[nodiscard]] entra_simulator::fault refusal_of(int status, std::string code);

class scripted_world : private player {
 public:
  explicit scripted_world(world_plan plan = quiet_plan(), planted_bug* planted = nullptr);

  [[nodiscard]] world& of() { return world_; }
  [[nodiscard]] instant now() const { return world_.now(); }

  // What HR says, now.
  void announce(instant activation, std::uint64_t hire = 1);
  void move_start(instant activation, std::uint64_t hire = 1);
  /// The same instant elsewhere, in one of three zones: what stands beside the sealed pass changes.
  void move_place(instant activation, std::size_t zone, std::uint64_t hire = 1);
  void rescind(std::uint64_t hire = 1);

  /// An operator's order, which the daemon takes.
  void give_order(order_kind kind, std::uint64_t hire = 1);

  /// What an administrator does to the hire's account, by the control API's verb.
  void administrator(std::string_view verb, std::uint64_t hire = 1);
  /// An administrator purges every deleted account.
  void purge_deleted();
  /// Removes the hire's sealed file; false: there is none.
  [[nodiscard]] bool remove_sealed_file(std::uint64_t hire = 1);

  /// The `nth` request of that kind (`logic/routes.cpp`) from now on meets this.
  void strike(std::string kind, int nth, entra_simulator::fault what);
  /// Every request meets this from now on, until the world is calm again.
  void strike_all(entra_simulator::fault what);
  void strike_none() { of().on_request = nullptr; }
  /// Requests that met what they should.
  [[nodiscard]] int struck() const { return struck_; }

  /// The process is killed at the `nth` of this await from now on, and down for so long.
  void kill_at(std::string point, int nth, duration down_for);
  /// It is killed now.
  void kill(duration down_for);
  /// The next file operation takes longer than the daemon waits.
  void slow_store();
  /// The machine's clock is set by so much, until mishaps are over.
  void step_clock(duration by);
  /// Graph's clock is so far ahead of the machine's, until mishaps are over.
  void set_tenants_clock(duration ahead);

  void run_until(instant when);
  void run_for(duration how_long) { run_until(now() + how_long); }
  /// Until it holds, at most so long. Whether it came to hold.
  [[nodiscard]] bool run_until(const std::function<bool()>& holds, duration at_most);
  /// As run_until, but promises are looked at only after each `look_interval`.
  void run_coarsely_until(instant when, duration look_interval);

  /// Nothing goes wrong any more: from now on it is the daemon's own affair.
  void mishaps_are_over();
  /// Looks at all once more. To be called at the end.
  [[nodiscard]] verdict finish();

  // What is so.

  /// The hire's accounts of the daemon's making, live or not.
  [[nodiscard]] std::vector<entra_simulator::user*> accounts(std::uint64_t hire = 1);
  /// The one account, which must be there.
  [[nodiscard]] entra_simulator::user& account(std::uint64_t hire = 1);
  [[nodiscard]] bool has_pass(std::uint64_t hire = 1);
  /// How many passes were ever made on the hire's accounts.
  [[nodiscard]] std::size_t passes_made(std::uint64_t hire = 1);
  [[nodiscard]] std::vector<readable_pass> readable(std::uint64_t hire = 1);
  /// What is readable opens the current pass of an enabled account, which starts at that hour.
  [[nodiscard]] bool ready_for(instant activation, std::uint64_t hire = 1);
  /// As ready_for, of a pass that is usable already.
  [[nodiscard]] bool usable_now(std::uint64_t hire = 1);
  /// No pass, no secret, no enabled account, no session.
  [[nodiscard]] bool locked_out(std::uint64_t hire = 1);
  /// As operators see it: "parked too_late".
  [[nodiscard]] std::string shown(std::uint64_t hire = 1);
  /// How often the history has a line that begins so, repetitions counted.
  [[nodiscard]] std::uint64_t told_of(std::string_view what, std::string_view detail,
                                      std::uint64_t hire = 1);
  /// All that happened to a hire, for a failure's words.
  [[nodiscard]] std::string story(std::uint64_t hire = 1);
  [[nodiscard]] std::uint64_t steps() const { return told_.steps; }

 private:
  [[nodiscard]] const hire_plan& plan_of(std::uint64_t hire) const;
  void say(hr_word word, std::uint64_t hire);

  std::deque<told_record> said_;
  std::map<std::uint64_t, std::int64_t> revisions_;
  folder_reader folder_;
  int struck_ = 0;
};

/// Every promise was kept; otherwise what was broken, and the story.
[[nodiscard]] std::string troubles_of(const verdict& told);

}  // namespace daypass::simulation
