// `show HIRE` for people.
#include "story_facts.hpp"
#include "text_table.hpp"

#include "daypass/admin/views.hpp"
#include "daypass/calendar/format.hpp"

#include <fmt/format.h>

namespace daypass::admin {
namespace {

using table = std::vector<std::vector<std::string>>;

std::string utc(const std::optional<instant>& at) {
  return at ? calendar::format_timestamp(*at) : "-";
}

class story_writer {
 public:
  story_writer(const hire_story& story, const local_time_text& local)
      : story_(story), is_(story.record.is), local_(local), zone_(zone_of(story)) {}

  std::string write() {
    head();
    section("wanted by HR", wanted());
    section("start", start());
    section("account", account());
    section("pass", pass());
    section("lock-out", lockout());
    section("orders", orders());
    section("history", history());
    return made_;
  }

 private:
  void head() {
    const standing_state& stands = is_.stands;
    made_ += to_string(story_.record.key) + "\n";
    table lines = {{"standing", standing_words(story_.record)}, {"since", both(stands.since)}};
    if (stands.why != reason::none) {
      lines.push_back({"what to do", cure_for(story_.record.key, stands.why)});
    }
    if (standing_hold(story_.record.ordered)) lines.push_back({"held", "by an operator"});
    if (standing_revoke(story_.record.ordered)) lines.push_back({"revoked", "by an operator"});
    made_ += text_table(lines, 2);
  }

  void section(const std::string& title, const table& lines) {
    made_ += "\n" + title + "\n";
    made_ += lines.empty() ? "  none\n" : text_table(lines, 2);
  }

  /// In UTC, and in the hire's zone where it is known.
  [[nodiscard]] std::string both(const std::optional<instant>& at) const {
    if (!at || *at == never || zone_.empty()) return utc(at);
    return utc(at) + "  " + local_(*at, zone_);
  }

  [[nodiscard]] table wanted() const {
    table lines;
    const daypass::wanted& wants = story_.record.wants;
    for (std::size_t at = 0; at < field_count; ++at) {
      const auto which = static_cast<field>(at);
      const auto& held = (*wants.fields)[at];
      if (!held.value) continue;
      lines.push_back({std::string(to_string(which)), *held.value,
                       held.set_by ? fmt::format("by {} {}", to_string(held.set_by->kind),
                                                 held.set_by->event.id())
                                   : std::string()});
    }
    if (!wants.announced()) lines.push_back({"announced", "not yet: waiting for it"});
    if (wants.rescinded_at) lines.push_back({"rescission came", both(wants.rescinded_at)});
    return lines;
  }

  [[nodiscard]] table start() const {
    table lines = {{"profile", story_.facts.profile_name}};
    const auto& when = story_.facts.when;
    if (!when) {
      lines.push_back({"activation", when.error().what});
      return lines;
    }
    lines.push_back({"activation", both(when->activation_at)});
    if (when->how != local_resolution::plain) lines.push_back({"clock change", clock_words(*when)});
    if (when->fixed_offset) lines.push_back({"zone", "a fixed offset: knows no clock changes"});
    return lines;
  }

  [[nodiscard]] table account() const {
    const account_state& at = is_.account;
    table lines;
    if (!story_.facts.who) lines.push_back({"name", story_.facts.who.error().what});
    const std::string& upn = at.reserved->user_principal_name;
    if (!upn.empty()) lines.push_back({"name", upn});
    if (at.id.empty()) return lines;
    lines.push_back({"id", at.id.text()});
    lines.push_back({"origin", std::string(to_string(at.origin))});
    lines.push_back({"enabled", at.enabled ? "yes" : at.disabled_by_us ? "no, by us" : "no"});
    if (at.gone_at) lines.push_back({"seen deleted", both(at.gone_at)});
    if (!at.manager_wanted.empty()) {
      lines.push_back({"manager", at.manager_linked ? "linked" : "not linked yet"});
    }
    if (is_.strong_method_at) lines.push_back({"strong method seen", both(is_.strong_method_at)});
    return lines;
  }

  [[nodiscard]] table pass() const {
    const pass_state& at = is_.pass;
    if (!at.plan) return {};
    const bool issued = !at.id.empty();
    table lines = {{"id", issued ? at.id.text() : "not issued yet"}};
    lines.push_back({"usable from", both(issued ? at.start_at : at.plan->start_at)});
    lines.push_back({"usable until", both(issued ? at.end_at : at.plan->end_at())});
    lines.push_back({"good for", at.plan->one_time ? "one sign-in" : "several sign-ins"});
    if (issued) lines.push_back({"Entra says", std::string(to_string(at.usability))});
    lines.push_back(
        {"secret", fmt::format("{}, {}", at.plan->secret.text(), to_string(at.secret))});
    lines.push_back({"recipients", std::to_string(at.plan->recipients.size())});
    if (at.verified_at) lines.push_back({"verified", both(at.verified_at)});
    if (at.deleted) lines.push_back({"deleted", "by us"});
    return lines;
  }

  [[nodiscard]] table lockout() const {
    const lockout_state& at = is_.lockout;
    if (!at.begun_at) return {};
    const auto shown = [this](const std::optional<instant>& done) {
      return done ? both(done) : std::string("not confirmed");
    };
    return {{"begun", both(at.begun_at)},
            {"secret withdrawn", shown(at.withdrawn_at)},
            {"pass deleted", shown(at.pass_deleted_at)},
            {"account disabled", shown(at.disabled_at)},
            {"sessions revoked", shown(at.sessions_revoked_at)}};
  }

  [[nodiscard]] table orders() const {
    table lines;
    for (const order& one : story_.record.ordered) {
      lines.push_back({std::to_string(one.number), both(one.at), std::string(to_string(one.kind)),
                       "by " + one.who, one.why});
    }
    return lines;
  }

  [[nodiscard]] table history() const {
    table lines;
    for (const history_entry& one : story_.history) {
      lines.push_back({both(one.at), one.count > 1 ? fmt::format("{} x", one.count) : std::string(),
                       one.what, one.detail});
    }
    return lines;
  }

  const hire_story& story_;
  const actual& is_;
  const local_time_text& local_;
  const std::string zone_;
  std::string made_;
};

}  // namespace

std::string story_as_text(const hire_story& story, const local_time_text& local) {
  return story_writer(story, local).write();
}

}  // namespace daypass::admin
