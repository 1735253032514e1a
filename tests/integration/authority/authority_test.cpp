#include "integration/authority/authority_test.hpp"

#include "simulators/entra/logic/text.hpp"

#include <algorithm>

namespace daypass::integration {

namespace sim = entra_simulator;

company& authority_test::world() {
  if (!company_) company_ = std::make_unique<company>();
  return *company_;
}

void authority_test::announce(const std::string& hire, const json& changes) {
  json data{{"employeeId", hire},
            {"givenName", "Ann"},
            {"surname", "Lee " + hire},
            {"startDate", "2026-12-14"},
            {"timeZone", "Europe/Berlin"}};
  data.update(changes);
  world().publish("announced", std::move(data));
}

void authority_test::change(const std::string& hire, json changes) {
  changes["employeeId"] = hire;
  world().publish("changed", std::move(changes));
}

void authority_test::rescind(const std::string& hire) {
  world().publish("rescinded", {{"employeeId", hire}});
}

void authority_test::employ(const std::string& upn, const std::string& employee_id,
                            json properties) {
  properties["userPrincipalName"] = upn;
  properties["employeeId"] = employee_id;
  act("create_user", {{"properties", properties}});
}

void authority_test::start_work(const std::string& hire) {
  ASSERT_EQ(world().secrets().size(), 1U);
  const std::string code = world().secrets().begin()->second.code;
  EXPECT_TRUE(act("sign_in", {{"user", hire}, {"code", code}})["succeeded"]);
  act("register_method", {{"user", hire}, {"type", "fido2"}});
}

sim::user* authority_test::account(const std::string& user) {
  return sim::user_of(world().graph(), json{{"user", user}});
}

json authority_test::portrait(const std::string& user) {
  const sim::user* whom = account(user);
  if (whom == nullptr) return nullptr;
  sim::graph_service& graph = world().graph();
  return sim::account_json(graph, *whom, graph.at(activation), true);
}

std::size_t authority_test::accounts_ever() {
  return world().graph().state().world.everyone().size();
}

bool authority_test::has_pass(const std::string& user) {
  const sim::user* whom = account(user);
  if (whom == nullptr || !whom->current || whom->state != sim::standing::live) return false;
  const sim::moment at = world().graph().at(world().now());
  const bool used_up = whom->current->once && whom->current->used_at;
  return whom->current->ends_at() > at.graph && !used_up;
}

std::size_t authority_test::passes_ever(const std::string& user) {
  const sim::user* whom = account(user);
  return whom == nullptr ? 0 : whom->former.size() + (whom->current ? 1 : 0);
}

bool authority_test::reported_parked(const std::string& hire, reason why) {
  return std::ranges::any_of(world().reported(), [&](const happening_variant& one) {
    const auto* moved = std::get_if<happening::standing_changed>(&one);
    return moved != nullptr && moved->key.hire_id == hire && moved->where == standing::parked &&
           moved->why == why;
  });
}

void authority_test::expect_standing(const std::string& hire, standing where, reason why,
                                     ending ended) {
  const auto record = world().find(hire);
  ASSERT_TRUE(record) << hire << " is unknown";
  const standing_state& stands = record->is.stands;
  EXPECT_EQ(to_string(stands.where), to_string(where)) << world().story_of(hire);
  EXPECT_EQ(to_string(stands.why), to_string(why)) << world().story_of(hire);
  if (ended != ending::none) EXPECT_EQ(to_string(record->is.ended), to_string(ended));
}

void authority_test::expect_ready(const std::string& hire, instant from) {
  const sim::user* whom = account(hire);
  ASSERT_NE(whom, nullptr) << world().story_of(hire);
  EXPECT_TRUE(whom->enabled()) << world().story_of(hire);
  ASSERT_TRUE(whom->current) << world().story_of(hire);
  ASSERT_EQ(world().secrets().size(), 1U) << world().story_of(hire);
  const json said = act("would_sign_in", {{"user", hire},
                                          {"code", world().secrets().begin()->second.code},
                                          {"at", sim::seconds_text(from)}});
  EXPECT_EQ(said["reason"], "ok") << world().story_of(hire);
}

void authority_test::expect_no_pass(const std::string& user) {
  EXPECT_FALSE(has_pass(user)) << user << " has a pass";
  EXPECT_TRUE(world().secrets().empty()) << "a code is readable";
}

void authority_test::expect_untouched(const std::string& user, const json& before) {
  ASSERT_FALSE(before.is_null());
  EXPECT_EQ(portrait(user), before);
}

void authority_test::expect_locked_out(const std::string& hire) {
  expect_settled(hire, ending::rescinded);
  expect_no_pass(hire);
  const sim::user* whom = account(hire);
  EXPECT_TRUE(whom == nullptr || !whom->enabled() || whom->state != sim::standing::live)
      << world().story_of(hire);
}

}  // namespace daypass::integration
