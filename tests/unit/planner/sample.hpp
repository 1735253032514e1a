#pragma once
// A representative hire for every class, and variants of those that hide a rule.

#include "daypass/planner/classes.hpp"
#include "daypass/planner/decide.hpp"
#include "daypass/planner/situation.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::planner {

/// The hour of every sample.
inline constexpr instant noon =
    std::chrono::sys_days(std::chrono::year{2026} / 11 / 2) + std::chrono::hours{12};

/// The least difference between two instants.
inline constexpr duration tick{1};

/// A situation with all that it borrows.
struct sample {
  onboarding record;
  derived facts;
  policy rules;
  instant now = noon;
  std::vector<running_step> running;
  bool code_in_hand = false;
  std::optional<duration> graph_ahead = duration{0};

  [[nodiscard]] situation at() const {
    return {.record = record,
            .facts = facts,
            .rules = rules,
            .now = now,
            .running = running,
            .code_in_hand = code_in_hand,
            .fresh_name = "fresh",
            .graph_ahead = graph_ahead};
  }
  [[nodiscard]] actual& is() { return record.is; }
  [[nodiscard]] profile& how() { return rules.profiles.at("default"); }
  [[nodiscard]] appointment& when() { return *facts.when; }
  [[nodiscard]] retry_state& retry(step_kind kind) {
    return record.is.retries.edit()[static_cast<std::size_t>(kind)];
  }
  /// An order of the next number, given now.
  void order_now(order_kind kind);
  /// Moves the wanted activation, and with it HR's words.
  void move_start(instant to);
};

/// A hire of this class of wanted, of which nothing is known yet.
[[nodiscard]] sample sample_of(wanted_class wants);

/// Gives the order that makes the class.
void give_order(sample& of, orders_class ordered);

/// Makes so what the row names: a class of actual, or `class+variant`.
void make_so(sample& of, std::string_view row);

/// sample_of and make_so in one.
[[nodiscard]] sample sample_of(wanted_class wants, std::string_view row);

/// Of a rescinded hire.
[[nodiscard]] sample rescinded(std::string_view row);

/// Rescinded, and all four effects confirmed a minute ago.
[[nodiscard]] sample locked_out();

/// A pass as Entra lists the current one of the sample.
[[nodiscard]] listed_pass listed(const sample& of);

/// An account as the directory shows the sample's own.
[[nodiscard]] account_view own_account(const sample& of);

/// Reconciles and decides, as a visit does.
[[nodiscard]] decision decide_when_due(sample of);

/// In words: "start issue_pass", "wait", "sleep", "park too_late", "urgent disable_account", ...
[[nodiscard]] std::string in_words(const decision& verdict);

/// What a due visit decides, in words.
[[nodiscard]] inline std::string verdict_of(const sample& of) {
  return in_words(decide_when_due(of));
}

}  // namespace daypass::planner
