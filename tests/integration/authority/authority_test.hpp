#pragma once
// The words in which the stories of this folder are told.

#include "integration/authority/company.hpp"

#include <gtest/gtest.h>

#include <string>

namespace daypass::integration {

// When things happen to a hire who is announced as usual: 2026-12-14 08:00 in Berlin.
inline constexpr instant activation =
    std::chrono::sys_days{std::chrono::year{2026} / 12 / 14} + hours{7};
inline constexpr instant account_made = activation - days{10};
inline constexpr instant pass_issued = activation - hours{40};
inline constexpr instant pass_usable = activation + minutes{5};
inline constexpr instant window_over = activation + hours{9};

class authority_test : public testing::Test {
 protected:
  /// Opens the company with these wishes; without it, as usual. Before anything else.
  void opens(const company_wishes& wishes) { company_ = std::make_unique<company>(wishes); }
  company& world();

  // HR. A hire's key is its employeeId.

  void announce(const std::string& hire, const json& changes = json::object());
  void change(const std::string& hire, json changes);
  void rescind(const std::string& hire);

  void advance_to(instant when) { world().advance_to(when); }
  void advance(duration by) { world().advance(by); }

  // Administrators and people. `user`: employeeId, UPN or id.

  json act(std::string_view verb, const json& body) { return world().act(verb, body); }
  json act_on(std::string_view verb, const std::string& user) {
    return act(verb, json{{"user", user}});
  }
  /// Somebody who works here and was never a hire of ours.
  void employ(const std::string& upn, const std::string& employee_id,
              json properties = json::object());
  /// Signs in with the readable code and registers a key, as on a first day.
  void start_work(const std::string& hire);

  // What is so.

  /// Nothing when there never was one.
  [[nodiscard]] entra_simulator::user* account(const std::string& user);
  /// Everything there is to say of an account, its history included.
  [[nodiscard]] json portrait(const std::string& user);
  [[nodiscard]] std::size_t accounts_ever();
  /// One that opens the account now or later.
  [[nodiscard]] bool has_pass(const std::string& user);
  [[nodiscard]] std::size_t passes_ever(const std::string& user);
  [[nodiscard]] bool reported_parked(const std::string& hire, reason why);

  void expect_standing(const std::string& hire, standing where, reason why,
                       ending ended = ending::none);
  void expect_parked(const std::string& hire, reason why) {
    expect_standing(hire, standing::parked, why);
  }
  void expect_held(const std::string& hire, reason why) {
    expect_standing(hire, standing::held, why);
  }
  void expect_settled(const std::string& hire, ending ended) {
    expect_standing(hire, standing::settled, reason::none, ended);
  }
  /// One enabled account, one live pass, and a readable code that opens it at its hour.
  void expect_ready(const std::string& hire, instant from = activation);
  /// No live pass and no readable code.
  void expect_no_pass(const std::string& user);
  /// Nobody touched the account since its portrait was taken.
  void expect_untouched(const std::string& user, const json& before);
  void expect_locked_out(const std::string& hire);

 private:
  std::unique_ptr<company> company_;
};

}  // namespace daypass::integration
