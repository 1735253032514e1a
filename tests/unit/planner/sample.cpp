#include "unit/planner/sample.hpp"

#include "daypass/planner/absorb.hpp"
#include "daypass/planner/fold.hpp"

#include <algorithm>
#include <array>

namespace daypass::planner {
namespace {

hire_event event_of(event_kind kind, std::int64_t order, instant at) {
  hire_event event;
  event.key = {"default", "E1"};
  event.id = {"hr", std::to_string(order)};
  event.kind = kind;
  event.order = order;
  event.received_at = at;
  return event;
}

void fold_in(sample& of, const hire_event& event) {
  of.record.wants = fold(of.record.wants, event);
  of.is().stands.wanted_version = of.record.wants.version;
}

profile usual_profile() {
  return {.name = "default",
          .pass_lifetime = days{10},
          .one_time = true,
          .recipients = {"recipient"},
          .upn_domain = "x.example"};
}

member_attributes ann() {
  member_attributes who;
  who.user_principal_name = "ann.lee@x.example";
  who.mail_nickname = "ann.lee";
  who.display_name = "Ann Lee";
  who.employee_id = "E1";
  return who;
}

instant activation_for(wanted_class wants) {
  switch (wants) {
    case wanted_class::implausible:
      return noon + days{500};
    case wanted_class::distant:
      return noon + days{30};
    case wanted_class::near:
      return noon + days{5};
    case wanted_class::started:
      return noon - hours{2};
    case wanted_class::overdue:
      return noon - days{6};
    default:
      return noon + hours{24};
  }
}

/// The start of a pass whose window is to come: the wanted one where that can be.
instant coming_start(const sample& of) {
  const instant wanted = of.facts.when ? of.facts.when->activation_at : noon + hours{24};
  if (wanted <= noon) return noon + hours{1};
  return wanted <= noon + hours{48} ? wanted : noon + hours{24};
}

/// The start of a pass whose window runs: the wanted one where that can be.
instant past_start(const sample& of) {
  const instant latest = noon - hours{2};
  return of.facts.when ? std::min(of.facts.when->activation_at, latest) : latest;
}

/// The start of a pass that may be on either side: the wanted one where that can be.
instant natural_start(const sample& of) {
  return of.facts.when && of.facts.when->activation_at <= noon ? past_start(of) : coming_start(of);
}

void own_account_found(sample& of, bool enabled) {
  account_state& account = of.is().account;
  account.id = user_id("user");
  account.origin = account_origin::created;
  account.reserved = account.written = ann();
  account.created_at = noon - days{1};
  account.looked_at = of.is().account_checked_at = noon - hours{1};
  account.enabled = enabled;
  account.disabled_by_us = !enabled;
  if (of.facts.when) of.is().expected_start_at = of.facts.when->activation_at;
}

void planned(sample& of, instant start_at) {
  own_account_found(of, true);
  pass_plan plan;
  plan.start_at = start_at;
  plan.lifetime = of.how().pass_lifetime;
  plan.one_time = of.how().one_time;
  plan.secret = secret_name("secret");
  plan.recipients = of.facts.recipients;
  plan.zone = "Europe/Berlin";
  of.is().pass.plan = plan;
  of.is().pass.attempted_at = noon - minutes{5};
}

void issued(sample& of, instant start_at) {
  planned(of, start_at);
  pass_state& pass = of.is().pass;
  pass.id = pass_id("pass");
  pass.created_at = noon - days{1};
  pass.start_at = start_at;
  pass.end_at = start_at + pass.plan->lifetime;
  pass.usability = start_at > noon ? pass_usability::not_yet_valid : pass_usability::enabled;
}

void published(sample& of, instant start_at, secret_state secret) {
  issued(of, start_at);
  pass_state& pass = of.is().pass;
  pass.secret = secret;
  pass.published_at = noon - days{1} + minutes{1};
  pass.verified_at = pass.listed_at = noon - hours{1};
  pass.listed = {listed(of)};
  pass.displayed_digest = label_key(of.at());
  const bool compared = secret != secret_state::unverified;
  if (compared && start_at <= noon) of.is().first_usable_at = start_at;
}

void missed(sample& of, instant start_at, instant at) {
  published(of, start_at, secret_state::verified);
  of.is().pass.missed_at = at;
  of.is().pass.listed_at = std::max(at, noon - minutes{10});
  of.is().pass.listed.clear();
}

void used(sample& of, secret_state secret) {
  published(of, past_start(of), secret);
  of.is().pass.usability = pass_usability::one_time_used;
  of.is().used_at = noon - hours{1};
  of.is().pass.listed_at = noon - minutes{10};
}

void attempted(sample& of, step_kind kind) {
  of.is().attempts.push_back({step_id{1}, kind, noon - minutes{5}, noon + minutes{10}});
  of.is().next_step = 2;
}

void make_blocked(sample& of, bool deleted) {
  account_view holder = own_account(of);
  holder.id = user_id("other");
  holder.soft_deleted = deleted;
  of.is().account.holders = {holder};
  of.is().account.looked_at = noon - minutes{1};
}

void make_account(sample& of, std::string_view row) {
  account_state& account = of.is().account;
  if (row == "looked") account.looked_at = noon - minutes{1};
  if (row == "creating") {
    account.reserved = ann();
    account.looked_at = noon - minutes{6};
    account.attempted_at = noon - minutes{5};
    account.attempt_until = noon + minutes{10};
    attempted(of, step_kind::create_account);
  }
  if (row == "blocked") make_blocked(of, false);
  if (row == "blocked+deleted") make_blocked(of, true);
  if (row == "gone" || row == "disabled" || row == "enabling") own_account_found(of, false);
  if (row == "gone+secret") published(of, natural_start(of), secret_state::verified);
  if (row == "gone+issuing" || row == "disabled_by+issuing") {
    planned(of, natural_start(of));
    attempted(of, step_kind::issue_pass);
    account.enabled = false;
  }
  if (row.starts_with("gone")) account.gone_at = noon - minutes{1};
  if (row == "disabled_by_other") own_account_found(of, false);
  if (row == "disabled_by+pass") {
    published(of, natural_start(of), secret_state::verified);
    account.enabled = false;
  }
  if (row.starts_with("disabled_by")) account.disabled_by_us = false;
  if (row == "enabling") attempted(of, step_kind::enable_account);
  if (row.starts_with("enabled")) own_account_found(of, true);
  if (row == "established" && of.record.wants.announced()) own_account_found(of, true);
  if (row == "enabled+looked") of.is().pass.listed_at = noon - seconds{10};
  const bool heir =
      row == "established" && !of.record.wants.announced() && !of.record.wants.rescinded();
  if (heir || row == "established+purged") of.is().purged_at = noon - days{9};
  if (row == "established" && !heir) of.is().strong_method_at = noon - minutes{1};
}

void make_pass(sample& of, std::string_view row) {
  pass_state& pass = of.is().pass;
  if (row.starts_with("issuing") || row == "issue_lost") planned(of, natural_start(of));
  if (row.starts_with("issuing")) {
    attempted(of, step_kind::issue_pass);
    pass.attempt_until = noon + minutes{10};
  }
  if (row == "issuing+listed") pass.listed_at = noon - seconds{30};
  if (row.starts_with("issued")) issued(of, natural_start(of));
  of.code_in_hand = row == "issued+code";
  if (row.starts_with("unverified")) {
    published(of, natural_start(of), secret_state::unverified);
    pass.listed_at.reset();
  }
  if (row == "unverified+torn") pass.published_at.reset();
  if (row == "ready") published(of, coming_start(of), secret_state::verified);
  if (row == "usable") published(of, past_start(of), secret_state::verified);
  if (row == "missing") missed(of, natural_start(of), noon - hours{1});
  if (row == "missing+new") missed(of, natural_start(of), noon - seconds{5});
  if (row == "over") used(of, secret_state::verified);
  if (row == "retired") published(of, natural_start(of), secret_state::withdrawn);
  if (row == "retired+over" || row == "retired+ended") used(of, secret_state::withdrawn);
  if (row == "retired+ended") of.is().ended = ending::registered;
  if (row == "retired+gone") {
    missed(of, natural_start(of), noon - hours{1});
    pass.secret = secret_state::withdrawn;
  }
}

}  // namespace

void sample::order_now(order_kind kind) {
  const std::uint64_t number = record.ordered.empty() ? 1 : record.ordered.back().number + 1;
  record.ordered.push_back({number, kind, "operator", "why", now});
}

void sample::move_start(instant to) {
  when().activation_at = to;
  ++record.wants.version;
}

sample sample_of(wanted_class wants) {
  sample of{.record = {},
            .facts = {.profile_name = "default",
                      .when = appointment{},
                      .who = ann(),
                      .recipients = {"recipient"},
                      .manager = {}},
            .rules = {},
            .running = {}};
  of.record.key = {"default", "E1"};
  of.rules.profiles.emplace("default", usual_profile());
  of.when().zone = "Europe/Berlin";
  of.when().activation_at = activation_for(wants);
  if (wants == wanted_class::unannounced) return of;
  fold_in(of, event_of(event_kind::announced, 1, noon - days{10}));
  if (wants == wanted_class::rescinded) {
    fold_in(of, event_of(event_kind::rescinded, 2, noon - minutes{1}));
  }
  if (wants == wanted_class::obstructed) {
    of.facts.when = std::unexpected(obstacle{reason::place_unknown, "no such site"});
  }
  return of;
}

void give_order(sample& of, orders_class ordered) {
  static constexpr std::array<order_kind, orders_class_count> makers = {
      order_kind::retry, order_kind::hold,    order_kind::revoke,
      order_kind::retry, order_kind::reissue, order_kind::adopt};
  if (ordered != orders_class::none) of.order_now(makers[static_cast<std::size_t>(ordered)]);
}

void make_so(sample& of, std::string_view row) {
  make_account(of, row);
  make_pass(of, row);
}

sample sample_of(wanted_class wants, std::string_view row) {
  sample of = sample_of(wants);
  make_so(of, row);
  return of;
}

sample rescinded(std::string_view row) {
  return sample_of(wanted_class::rescinded, row);
}

sample locked_out() {
  sample of = rescinded("disabled");
  const instant then = noon - minutes{1};
  of.is().lockout = {then, then, then, then, then};
  return of;
}

listed_pass listed(const sample& of) {
  const pass_state& pass = of.record.is.pass;
  return {.id = pass.id.empty() ? pass_id("pass") : pass.id,
          .created_at = pass.id.empty() ? *pass.attempted_at : pass.created_at,
          .start_at = pass.plan->start_at,
          .lifetime = pass.plan->lifetime,
          .one_time = pass.plan->one_time,
          .usability = pass.usability};
}

account_view own_account(const sample& of) {
  const account_state& account = of.record.is.account;
  return {.id = account.id.empty() ? user_id("user") : account.id,
          .user_principal_name = ann().user_principal_name,
          .employee_id = ann().employee_id,
          .enabled = account.enabled,
          .created_at = account.created_at.value_or(noon - minutes{4})};
}

decision decide_when_due(sample of) {
  of.is() = reconcile(of.at());
  return decide(of.at());
}

std::string in_words(const decision& verdict) {
  std::string words;
  if (verdict.urgent) {
    words = verdict.effects.empty() ? "urgent wait" : "urgent";
    for (const step& effect : verdict.effects) words += " " + std::string(to_string(effect.kind));
    return words;
  }
  if (verdict.where == standing::held) words = "hold " + std::string(to_string(verdict.why));
  if (verdict.forward) {
    if (!words.empty()) words += ", ";
    return words + "start " + std::string(to_string(verdict.forward->kind));
  }
  switch (verdict.where) {
    case standing::working:
    case standing::waiting:
      return verdict.look_again_at == never ? "sleep" : "wait";
    case standing::held:
      return words;
    case standing::parked:
      return "park " + std::string(to_string(verdict.why));
    case standing::settled:
      return "settle " + std::string(to_string(verdict.ended));
  }
  return "?";
}

}  // namespace daypass::planner
