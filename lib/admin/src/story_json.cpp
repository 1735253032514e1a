// `show HIRE --json`.
#include "story_facts.hpp"
#include "view_json.hpp"

#include "daypass/admin/views.hpp"

#include <fmt/format.h>

namespace daypass::admin {
namespace {

class story_printer {
 public:
  story_printer(const hire_story& story, const local_time_text& local)
      : story_(story), is_(story.record.is), local_(local), zone_(zone_of(story)) {}

  [[nodiscard]] ordered_json print() const {
    const hire_key& key = story_.record.key;
    return {{"hire", to_string(key)},
            {"population", key.population},
            {"hire_id", key.hire_id},
            {"standing", to_string(is_.stands.where)},
            {"reason", to_string(is_.stands.why)},
            {"cure", json_of(cure_for(key, is_.stands.why))},
            {"ending", to_string(is_.ended)},
            {"since", both(is_.stands.since)},
            {"held_by_operator", standing_hold(story_.record.ordered)},
            {"revoked_by_operator", standing_revoke(story_.record.ordered)},
            {"wanted", wanted()},
            {"start", start()},
            {"account", account()},
            {"pass", pass()},
            {"lockout", lockout()},
            {"orders", orders()},
            {"history", history()}};
  }

 private:
  /// `{"utc", "local"}`, local null where no zone is known; null for no instant.
  [[nodiscard]] ordered_json both(const std::optional<instant>& at) const {
    if (!at || *at == never) return nullptr;
    return {{"utc", json_of(at)},
            {"local", zone_.empty() ? ordered_json(nullptr) : ordered_json(local_(*at, zone_))}};
  }

  [[nodiscard]] ordered_json wanted() const {
    const daypass::wanted& wants = story_.record.wants;
    ordered_json fields = ordered_json::object();
    for (std::size_t at = 0; at < field_count; ++at) {
      const auto& held = (*wants.fields)[at];
      if (!held.value) continue;
      ordered_json one = {{"value", *held.value}};
      if (held.set_by) {
        one["by"] = to_string(held.set_by->kind);
        one["source"] = held.set_by->event.source();
        one["id"] = held.set_by->event.id();
      }
      fields[std::string(to_string(static_cast<field>(at)))] = std::move(one);
    }
    return {{"version", wants.version},
            {"announced", wants.announced()},
            {"rescinded", wants.rescinded()},
            {"rescinded_at", both(wants.rescinded_at)},
            {"fields", std::move(fields)}};
  }

  [[nodiscard]] ordered_json start() const {
    const auto& when = story_.facts.when;
    if (!when) {
      return {{"profile", story_.facts.profile_name},
              {"activation", nullptr},
              {"obstacle", when.error().what}};
    }
    return {
        {"profile", story_.facts.profile_name},
        {"activation", both(when->activation_at)},
        {"zone", when->zone},
        {"clock_change", when->how == local_resolution::plain ? ordered_json(nullptr)
                                                              : ordered_json(clock_words(*when))},
        {"fixed_offset", when->fixed_offset}};
  }

  [[nodiscard]] ordered_json account() const {
    const account_state& at = is_.account;
    return {{"user_principal_name", json_of(at.reserved->user_principal_name)},
            {"id", json_of(at.id.text())},
            {"origin", to_string(at.origin)},
            {"enabled", at.enabled},
            {"disabled_by_us", at.disabled_by_us},
            {"gone_at", both(at.gone_at)},
            {"manager_linked", at.manager_linked},
            {"strong_method_at", both(is_.strong_method_at)}};
  }

  [[nodiscard]] ordered_json pass() const {
    const pass_state& at = is_.pass;
    if (!at.plan) return nullptr;
    const bool issued = !at.id.empty();
    return {{"id", json_of(at.id.text())},
            {"usable_from", both(issued ? at.start_at : at.plan->start_at)},
            {"usable_until", both(issued ? at.end_at : at.plan->end_at())},
            {"one_time", at.plan->one_time},
            {"usability", to_string(at.usability)},
            {"secret_name", at.plan->secret.text()},
            {"secret", to_string(at.secret)},
            {"recipients", at.plan->recipients},
            {"published_at", both(at.published_at)},
            {"verified_at", both(at.verified_at)},
            {"deleted", at.deleted}};
  }

  [[nodiscard]] ordered_json lockout() const {
    const lockout_state& at = is_.lockout;
    if (!at.begun_at) return nullptr;
    return {{"begun_at", both(at.begun_at)},
            {"withdrawn_at", both(at.withdrawn_at)},
            {"pass_deleted_at", both(at.pass_deleted_at)},
            {"disabled_at", both(at.disabled_at)},
            {"sessions_revoked_at", both(at.sessions_revoked_at)}};
  }

  [[nodiscard]] ordered_json orders() const {
    ordered_json all = ordered_json::array();
    for (const order& one : story_.record.ordered) {
      all.push_back({{"number", one.number},
                     {"at", both(one.at)},
                     {"kind", to_string(one.kind)},
                     {"who", one.who},
                     {"why", json_of(one.why)}});
    }
    return all;
  }

  [[nodiscard]] ordered_json history() const {
    ordered_json all = ordered_json::array();
    for (const history_entry& one : story_.history) {
      all.push_back({{"at", both(one.at)},
                     {"what", one.what},
                     {"detail", json_of(one.detail)},
                     {"count", one.count}});
    }
    return all;
  }

  const hire_story& story_;
  const actual& is_;
  const local_time_text& local_;
  const std::string zone_;
};

}  // namespace

std::string story_as_json(const hire_story& story, const local_time_text& local) {
  return printed(story_printer(story, local).print());
}

}  // namespace daypass::admin
