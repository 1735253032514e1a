#include "codec.hpp"

#include "random_values.hpp"

#include <boost/pfr/tuple_size.hpp>
#include <gtest/gtest.h>

namespace daypass::store {
namespace {

template <typename T>
class listed_struct : public ::testing::Test {};

using listed_structs =
    ::testing::Types<member_attributes, account_view, adoption_evidence, account_state, pass_plan,
                     listed_pass, pass_state, lockout_state, attempt, retry_state, standing_state,
                     actual, order>;
TYPED_TEST_SUITE(listed_struct, listed_structs);

TYPED_TEST(listed_struct, ListsEveryMemberOnce) {
  std::vector<std::string> names;
  members_of<TypeParam>::visit([&](const char* name, auto) { names.emplace_back(name); });
  EXPECT_EQ(names.size(), boost::pfr::tuple_size_v<TypeParam>);
  std::ranges::sort(names);
  EXPECT_TRUE(std::ranges::adjacent_find(names) == names.end());
}

TEST(Codec, ActualComesBackAsItWas) {
  random_values values(1);
  for (int turn = 0; turn < 500; ++turn) {
    actual is;
    values.fill(is);
    EXPECT_EQ(decode_actual(encode(is)), is) << encode(is);
  }
}

TEST(Codec, OrdersComeBackAsTheyWere) {
  random_values values(2);
  for (int turn = 0; turn < 500; ++turn) {
    orders ordered;
    values.fill(ordered);
    EXPECT_EQ(decode_orders(encode(ordered)), ordered) << encode(ordered);
  }
}

TEST(Codec, WantedComesBackAsItWas) {
  random_values values(3);
  for (int turn = 0; turn < 500; ++turn) {
    wanted wants;
    values.fill(wants);
    EXPECT_EQ(decode_wanted(encode(wants)), wants) << encode(wants);
  }
}

TEST(Codec, WhatIsDefaultTakesNoRoom) {
  EXPECT_EQ(encode(actual{}), R"({"v":1})");
  EXPECT_EQ(encode(orders{}), "[]");
  EXPECT_EQ(encode(wanted{}), R"({"v":1,"stamps":[],"set":[],"version":0})");
}

TEST(Codec, AStampIsWrittenOnce) {
  wanted wants;
  const stamp by{7, event_kind::announced, {"/hr", "the-only-id"}};
  for (stamped_value& one : wants.fields.edit()) one = {"x", by};
  wants.announced_by = by;
  const std::string text = encode(wants);
  EXPECT_EQ(text.find("the-only-id"), text.rfind("the-only-id"));
}

TEST(Codec, IgnoresWhatANewerBuildWrote) {
  const auto is = decode_actual(
      R"({"v":9,"novel":{"a":[1]},"version":3,"ended":"novel","stands":{"where":"parked","x":1},)"
      R"("retries":{"novel":{"failures":1},"issue_pass":{"failures":2}}})");
  ASSERT_TRUE(is);
  EXPECT_EQ(is->version, 3U);
  EXPECT_EQ(is->ended, ending::none);
  EXPECT_EQ(is->stands.where, standing::parked);
  EXPECT_EQ((*is->retries)[static_cast<std::size_t>(step_kind::issue_pass)].failures, 2U);
  const auto wants = decode_wanted(R"({"stamps":[[1,"announced","s","i"],7],)"
                                   R"("set":[{"novel":"x","surname":"B"}],"announced":5})");
  ASSERT_TRUE(wants);
  EXPECT_EQ(wants->text(field::surname), "B");
  EXPECT_FALSE(wants->announced());
}

TEST(Codec, KeepsDefaultsForValuesOfAnotherType) {
  const auto is = decode_actual(
      R"({"version":"x","next_step":-4,"account":[],"pass":{"listed":{},"plan":null,"id":5},)"
      R"("lockout":{"begun_at":true},"attempts":[3],"retries":7})");
  ASSERT_TRUE(is);
  EXPECT_EQ(is->version, 0U);
  EXPECT_EQ(is->next_step, 1U);
  EXPECT_EQ(is->pass.plan, std::nullopt);
}

TEST(Codec, KeepsDefaultsForValuesBeyondTheirType) {
  const auto is = decode_actual(
      R"({"late_told":1,"pass":{"id":5,"created_at":"x"},"account":{"verified":-1},)"
      R"("retries":{"issue_pass":{"failures":4294967296,"last_refusal":0,"permanent":1},)"
      R"("look_account":{"failures":-1,"last_refusal":255},"create_account":{"failures":7}}})");
  ASSERT_TRUE(is);
  EXPECT_FALSE(is->late_told);
  EXPECT_EQ(is->pass.id, pass_id());
  const auto retry = [&](step_kind which) {
    return (*is->retries)[static_cast<std::size_t>(which)];
  };
  EXPECT_EQ(retry(step_kind::issue_pass).failures, 0U);
  EXPECT_EQ(retry(step_kind::look_account).failures, 0U);
  EXPECT_EQ(retry(step_kind::create_account).failures, 7U);
}

TEST(Codec, TakesNoFieldFromAListOfStampsThatIsNone) {
  for (const char* text :
       {R"({"set":[{"surname":"B"}]})", R"({"stamps":7,"set":[{"surname":"B"}]})",
        R"({"stamps":[[1,"announced","s","i"]]})",
        R"({"stamps":[[1,"announced","s","i"]],"set":{"surname":"B"}})",
        R"({"stamps":[[1,"announced","s","i"]],"set":["surname"]})"}) {
    const auto wants = decode_wanted(text);
    ASSERT_TRUE(wants) << text;
    EXPECT_EQ(wants->text(field::surname), "") << text;
  }
  const auto short_stamp =
      decode_wanted(R"({"stamps":[[1,"announced","s"]],"set":[{"surname":"B"}],)"
                    R"("announced":0})");
  ASSERT_TRUE(short_stamp);
  EXPECT_EQ(short_stamp->text(field::surname), "B");
  EXPECT_FALSE(short_stamp->announced()) << "by nobody";
}

TEST(Codec, RefusesWhatIsNoJson) {
  EXPECT_FALSE(decode_actual("{"));
  EXPECT_FALSE(decode_actual("[]"));
  EXPECT_FALSE(decode_wanted(""));
  EXPECT_FALSE(decode_wanted("7"));
  EXPECT_FALSE(decode_orders("{}"));
  EXPECT_FALSE(decode_orders("[1"));
}

}  // namespace
}  // namespace daypass::store
