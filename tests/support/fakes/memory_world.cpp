#include "support/fakes/memory_world.hpp"

#include "daypass/base/assert.hpp"
#include "daypass/domain/refusal.hpp"

#include <algorithm>
#include <utility>

namespace daypass::fakes {
namespace {

char lower_letter(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::unexpected<error> refuse(refusal code, std::string what) {
  return fail(failure::permanent, code, "memory world: " + std::move(what));
}

}  // namespace

bool same_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower_letter, lower_letter);
}

std::string memory_world::next_id() {
  constexpr std::size_t width = 12;
  const std::string number = std::to_string(++counted_);
  return "00000000-0000-4000-8000-" + std::string(width - number.size(), '0') + number;
}

memory_account* memory_world::find(const user_id& user) {
  const auto found = std::ranges::find(accounts_, user, &memory_account::id);
  return found == accounts_.end() ? nullptr : &*found;
}

memory_account& memory_world::of(const user_id& user) {
  memory_account* found = find(user);
  DAYPASS_ASSERT(found != nullptr);
  return *found;
}

memory_account* memory_world::holder_of(std::string_view upn) {
  const auto holds = [upn](const memory_account& each) {
    return each.state != account_state::purged &&
           same_name(each.attributes.user_principal_name, upn);
  };
  const auto found = std::ranges::find_if(accounts_, holds);
  return found == accounts_.end() ? nullptr : &*found;
}

result<memory_account*> memory_world::need_live(const user_id& user) {
  memory_account* found = find(user);
  if (found == nullptr || !found->live()) return refuse(refusal::not_found, "no such user");
  return found;
}

result<memory_account*> memory_world::create(const member_attributes& attributes) {
  if (holder_of(attributes.user_principal_name) != nullptr) {
    return refuse(refusal::conflict, "the UPN is taken");
  }
  memory_account& made = accounts_.emplace_back();
  made.id = user_id(next_id());
  made.attributes = attributes;
  made.created_at = now();
  return &made;
}

memory_account& memory_world::add_account(std::string upn, std::string employee_id) {
  member_attributes attributes;
  attributes.user_principal_name = std::move(upn);
  attributes.employee_id = std::move(employee_id);
  auto made = create(attributes);
  DAYPASS_ASSERT(made.has_value());
  (*made)->enabled = true;
  return **made;
}

result<memory_pass> memory_world::issue(const user_id& user, const pass_plan& plan) {
  auto whom = need_live(user);
  if (!whom) return std::unexpected(whom.error());
  if (!(*whom)->member) return refuse(refusal::guest, "guests get no pass");
  if (!policy.enabled || !(*whom)->in_policy_scope) {
    return refuse(refusal::policy_scope, "outside the policy");
  }
  if (plan.lifetime < policy.lifetime_min || plan.lifetime > policy.lifetime_max) {
    return refuse(refusal::policy_lifetime, "outside the policy's lifetimes");
  }
  if (policy.one_time_only && !plan.one_time) {
    return refuse(refusal::policy_one_time, "one-time passes only");
  }
  if (!plan.starts_at_once && plan.start_at < now()) {
    return refuse(refusal::rejected, "the start is past");
  }
  memory_pass pass;
  pass.start_at = plan.starts_at_once ? now() : plan.start_at;
  pass.lifetime = plan.lifetime;
  pass.one_time = plan.one_time;
  return place(**whom, std::move(pass));
}

memory_pass& memory_world::place(memory_account& whom, memory_pass pass) {
  end_pass(whom);
  pass.id = pass_id(next_id());
  pass.code = "+$" + canary + std::to_string(counted_);
  pass.created_at = now();
  return whom.pass.emplace(std::move(pass));
}

void memory_world::end_pass(memory_account& whom) {
  if (whom.pass) whom.former_passes.push_back(std::move(*whom.pass));
  whom.pass.reset();
}

memory_pass memory_world::make_pass(const user_id& user, minutes lifetime, bool one_time) {
  memory_pass pass;
  pass.start_at = now();
  pass.lifetime = lifetime;
  pass.one_time = one_time;
  return place(of(user), std::move(pass));
}

pass_usability memory_world::usability_of(const memory_account& whom,
                                          const memory_pass& pass) const {
  if (pass.one_time && pass.used_at) return pass_usability::one_time_used;
  if (now() >= pass.end_at()) return pass_usability::expired;
  if (!policy.enabled || !whom.in_policy_scope) return pass_usability::disabled_by_policy;
  if (now() < pass.start_at) return pass_usability::not_yet_valid;
  return pass_usability::enabled;
}

listed_pass memory_world::listed(const memory_account& whom) const {
  const memory_pass& pass = whom.pass.value();
  listed_pass shown;
  shown.id = pass.id;
  shown.created_at = pass.created_at;
  shown.start_at = pass.start_at;
  shown.lifetime = pass.lifetime;
  shown.one_time = pass.one_time;
  shown.usability = usability_of(whom, pass);
  return shown;
}

bool memory_world::sign_in(const user_id& user, std::string_view code) {
  memory_account& whom = of(user);
  const bool opens = whom.live() && whom.enabled && whom.pass && whom.pass->code == code &&
                     usability_of(whom, *whom.pass) == pass_usability::enabled;
  if (!opens) return false;
  whom.pass->used_at = now();
  whom.signed_in_at = now();
  return true;
}

bool memory_world::is_live_code(std::string_view code) const {
  return std::ranges::any_of(accounts_, [&](const memory_account& whom) {
    if (!whom.live() || !whom.enabled || !whom.pass || whom.pass->code != code) return false;
    const pass_usability usability = usability_of(whom, *whom.pass);
    return usability == pass_usability::enabled || usability == pass_usability::not_yet_valid;
  });
}

}  // namespace daypass::fakes
