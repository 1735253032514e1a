#include "call_queue.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace daypass::store {
namespace {

class named_call final : public call {
 public:
  explicit named_call(int name) : name(name) {}
  void run(sqlite_state& /*state*/) override {}
  void fail(const error& /*why*/) override {}
  void answer() override {}

  int name;
};

bool push(call_queue& queue, int name, haste when = haste::normal) {
  std::unique_ptr<call> added = std::make_unique<named_call>(name);
  return queue.push(added, when);
}

std::vector<int> names(const call_group& group) {
  std::vector<int> list;
  for (const auto& one : group.calls) list.push_back(dynamic_cast<named_call&>(*one).name);
  return list;
}

TEST(CallQueue, GivesUrgentCallsFirstAndTheOthersInOrder) {
  call_queue queue(9, 9, seconds{0});
  push(queue, 1);
  push(queue, 2, haste::urgent);
  push(queue, 3);
  push(queue, 4, haste::urgent);
  EXPECT_EQ(names(queue.take()), (std::vector{2, 4, 1, 3}));
}

TEST(CallQueue, AGroupIsBounded) {
  call_queue queue(9, 2, seconds{0});
  for (int name = 1; name <= 3; ++name) push(queue, name);
  push(queue, 4, haste::urgent);
  EXPECT_EQ(names(queue.take()), (std::vector{4, 1}));
  EXPECT_EQ(names(queue.take()), (std::vector{2, 3}));
}

TEST(CallQueue, RefusesWhatFindsNoRoomButNothingUrgent) {
  call_queue queue(2, 9, seconds{0});
  EXPECT_TRUE(push(queue, 1));
  EXPECT_TRUE(push(queue, 2));
  EXPECT_FALSE(push(queue, 3));
  EXPECT_TRUE(push(queue, 4, haste::urgent));
  EXPECT_EQ(names(queue.take()), (std::vector{4, 1, 2}));
}

TEST(CallQueue, ReleasesComeWithTheNextCall) {
  call_queue queue(2, 9, seconds{0});
  queue.release({{"p", "A"}, 3});
  push(queue, 1);
  const auto group = queue.take();
  ASSERT_EQ(group.releases.size(), 1U);
  EXPECT_EQ(group.releases[0].token, 3U);
}

TEST(CallQueue, ASingleCallDoesNotWaitForCompany) {
  call_queue queue(9, 9, std::chrono::hours{1});
  push(queue, 1);
  EXPECT_EQ(names(queue.take()), std::vector{1});
  push(queue, 2);
  EXPECT_EQ(names(queue.take()), std::vector{2});
}

TEST(CallQueue, InABusyTimeCallsWaitForAsManyAsLastTime) {
  call_queue queue(9, 9, std::chrono::hours{1});
  push(queue, 1);
  push(queue, 2);
  EXPECT_EQ(names(queue.take()), (std::vector{1, 2}));
  push(queue, 3);
  std::thread other([&] { push(queue, 4); });
  EXPECT_EQ(names(queue.take()), (std::vector{3, 4}));
  other.join();
}

TEST(CallQueue, AnUrgentCallWaitsForNoOne) {
  call_queue queue(9, 9, std::chrono::hours{1});
  push(queue, 1);
  push(queue, 2);
  queue.take();
  push(queue, 3, haste::urgent);
  EXPECT_EQ(names(queue.take()), std::vector{3});
}

TEST(CallQueue, GivesWhatWaitsBeforeItEnds) {
  call_queue queue(9, 1, std::chrono::hours{1});
  push(queue, 1);
  push(queue, 2);
  queue.close();
  EXPECT_EQ(names(queue.take()), std::vector{1});
  EXPECT_EQ(names(queue.take()), std::vector{2});
  EXPECT_TRUE(queue.take().calls.empty());
}

}  // namespace
}  // namespace daypass::store
