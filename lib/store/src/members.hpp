#pragma once
// The members of every stored struct and their names in JSON, listed once for writing and reading.
// A member that equals its default is not written, and one that is absent reads as its default: so
// a default must never change. Names are never used again for something else.

#include "daypass/domain/actual.hpp"
#include "daypass/domain/order.hpp"

namespace daypass::store {

template <typename T>
struct members_of;  // specialised for every stored struct: static void visit(Visit)

template <>
struct members_of<member_attributes> {
  static void visit(auto on) {
    on("upn", &member_attributes::user_principal_name);
    on("nickname", &member_attributes::mail_nickname);
    on("display", &member_attributes::display_name);
    on("given", &member_attributes::given_name);
    on("surname", &member_attributes::surname);
    on("employee", &member_attributes::employee_id);
    on("type", &member_attributes::employee_type);
    on("department", &member_attributes::department);
    on("title", &member_attributes::job_title);
    on("company", &member_attributes::company_name);
    on("country", &member_attributes::country);
    on("usage", &member_attributes::usage_location);
    on("hired", &member_attributes::hire_date);
  }
};

template <>
struct members_of<account_view> {
  static void visit(auto on) {
    on("id", &account_view::id);
    on("upn", &account_view::user_principal_name);
    on("employee", &account_view::employee_id);
    on("enabled", &account_view::enabled);
    on("member", &account_view::member);
    on("synchronised", &account_view::synchronised);
    on("deleted", &account_view::soft_deleted);
    on("created_at", &account_view::created_at);
  }
};

template <>
struct members_of<adoption_evidence> {
  static void visit(auto on) {
    on("account", &adoption_evidence::account);
    on("role", &adoption_evidence::has_role);
    on("only_password", &adoption_evidence::only_password);
  }
};

template <>
struct members_of<account_state> {
  static void visit(auto on) {
    on("reserved", &account_state::reserved);
    on("upn_number", &account_state::upn_number);
    on("id", &account_state::id);
    on("origin", &account_state::origin);
    on("enabled", &account_state::enabled);
    on("disabled_by_us", &account_state::disabled_by_us);
    on("enabled_at", &account_state::enabled_written_at);
    on("created_at", &account_state::created_at);
    on("looked_at", &account_state::looked_at);
    on("attempted_at", &account_state::attempted_at);
    on("attempt_until", &account_state::attempt_until);
    on("holders", &account_state::holders);
    on("evidence", &account_state::evidence);
    on("evidence_at", &account_state::evidence_at);
    on("gone_at", &account_state::gone_at);
    on("restored", &account_state::restored);
    on("written", &account_state::written);
    on("manager", &account_state::manager_wanted);
    on("manager_linked", &account_state::manager_linked);
    on("manager_tried_at", &account_state::manager_tried_at);
    on("groups_joined", &account_state::groups_joined);
    on("manager_address", &account_state::manager_address);
    on("manager_enabled", &account_state::manager_enabled);
    on("manager_looked_at", &account_state::manager_looked_at);
  }
};

template <>
struct members_of<pass_plan> {
  static void visit(auto on) {
    on("start_at", &pass_plan::start_at);
    on("lifetime", &pass_plan::lifetime);
    on("one_time", &pass_plan::one_time);
    on("at_once", &pass_plan::starts_at_once);
    on("secret", &pass_plan::secret);
    on("recipients", &pass_plan::recipients);
    on("zone", &pass_plan::zone);
    on("seen_before", &pass_plan::seen_before);
  }
};

template <>
struct members_of<listed_pass> {
  static void visit(auto on) {
    on("id", &listed_pass::id);
    on("created_at", &listed_pass::created_at);
    on("start_at", &listed_pass::start_at);
    on("lifetime", &listed_pass::lifetime);
    on("one_time", &listed_pass::one_time);
    on("usability", &listed_pass::usability);
  }
};

template <>
struct members_of<pass_state> {
  static void visit(auto on) {
    on("plan", &pass_state::plan);
    on("id", &pass_state::id);
    on("attempted_at", &pass_state::attempted_at);
    on("attempt_until", &pass_state::attempt_until);
    on("created_at", &pass_state::created_at);
    on("start_at", &pass_state::start_at);
    on("end_at", &pass_state::end_at);
    on("deleted", &pass_state::deleted);
    on("secret", &pass_state::secret);
    on("usability", &pass_state::usability);
    on("published_at", &pass_state::published_at);
    on("verified_at", &pass_state::verified_at);
    on("missed_at", &pass_state::missed_at);
    on("listed_at", &pass_state::listed_at);
    on("listed", &pass_state::listed);
    on("replaced", &pass_state::replaced_after_loss);
    on("replace", &pass_state::replace);
    on("displayed", &pass_state::displayed_digest);
  }
};

template <>
struct members_of<lockout_state> {
  static void visit(auto on) {
    on("begun_at", &lockout_state::begun_at);
    on("withdrawn_at", &lockout_state::withdrawn_at);
    on("pass_deleted_at", &lockout_state::pass_deleted_at);
    on("disabled_at", &lockout_state::disabled_at);
    on("sessions_at", &lockout_state::sessions_revoked_at);
  }
};

template <>
struct members_of<attempt> {
  static void visit(auto on) {
    on("id", &attempt::id);
    on("kind", &attempt::kind);
    on("intended_at", &attempt::intended_at);
    on("open_until", &attempt::open_until);
    on("open_until_there", &attempt::open_until_there);
  }
};

template <>
struct members_of<retry_state> {
  static void visit(auto on) {
    on("failures", &retry_state::failures);
    on("not_before", &retry_state::not_before);
    on("permanent", &retry_state::permanent);
    on("refusal", &retry_state::last_refusal);
    on("error", &retry_state::last_error);
  }
};

template <>
struct members_of<standing_state> {
  static void visit(auto on) {
    on("where", &standing_state::where);
    on("why", &standing_state::why);
    on("since", &standing_state::since);
    on("wanted", &standing_state::wanted_version);
    on("order", &standing_state::order_number);
  }
};

template <>
struct members_of<actual> {
  static void visit(auto on) {
    on("account", &actual::account);
    on("pass", &actual::pass);
    on("lockout", &actual::lockout);
    on("attempts", &actual::attempts);
    on("retries", &actual::retries);
    on("stands", &actual::stands);
    on("ended", &actual::ended);
    on("strong_method_at", &actual::strong_method_at);
    on("used_at", &actual::used_at);
    on("first_usable_at", &actual::first_usable_at);
    on("expected_start_at", &actual::expected_start_at);
    on("account_checked_at", &actual::account_checked_at);
    on("purged_at", &actual::purged_at);
    on("late_told", &actual::late_told);
    on("stuck_told", &actual::stuck_told);
    on("reissue_heeded", &actual::reissue_heeded);
    on("adopt_heeded", &actual::adopt_heeded);
    on("next_step", &actual::next_step);
    on("version", &actual::version);
  }
};

template <>
struct members_of<order> {
  static void visit(auto on) {
    on("number", &order::number);
    on("kind", &order::kind);
    on("who", &order::who);
    on("why", &order::why);
    on("at", &order::at);
  }
};

}  // namespace daypass::store
