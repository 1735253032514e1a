#include "file_worker.hpp"
#include "unit/vault/memory_folder.hpp"

#include "daypass/domain/refusal.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace daypass::vault {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

/// Stops its thread in the first write until opened.
class gated_folder final : public file_layer {
 public:
  gated_folder(std::unique_ptr<file_layer> inner, std::shared_future<void> open,
               std::promise<void>* entered)
      : inner_(std::move(inner)), open_(std::move(open)), entered_(entered) {}

  std::error_code write_draft(std::string_view contents, draft& written) override {
    if (entered_ != nullptr) std::exchange(entered_, nullptr)->set_value();
    open_.wait();
    return inner_->write_draft(contents, written);
  }
  std::error_code sync_drafts(std::span<const draft> drafts) override {
    return inner_->sync_drafts(drafts);
  }
  std::error_code install(draft which, const std::string& name) override {
    return inner_->install(which, name);
  }
  void discard(draft which) override { inner_->discard(which); }
  std::error_code remove(const std::string& name, bool& removed) override {
    return inner_->remove(name, removed);
  }
  std::error_code exists(const std::string& name, bool& found) override {
    return inner_->exists(name, found);
  }
  std::error_code sync_folder() override { return inner_->sync_folder(); }

 private:
  std::unique_ptr<file_layer> inner_;
  std::shared_future<void> open_;
  std::promise<void>* entered_;
};

class FileThread : public testing::Test {
 protected:
  using outcome = std::shared_ptr<std::optional<result<void>>>;

  /// Starts a job; it is enqueued when poll() has run.
  outcome start(file_action action, const std::string& name, bool urgent = false,
                steady_clock::time_point deadline = steady_clock::time_point::max()) {
    auto ended = std::make_shared<std::optional<result<void>>>();
    file_job job{.action = action, .name = name, .seal = "s", .label = "l", .outcome = {}};
    signals_.push_back(std::make_unique<asio::cancellation_signal>());
    asio::co_spawn(
        context_, worker_->run(std::move(job), {.deadline = deadline, .urgent = urgent}),
        asio::bind_cancellation_slot(
            signals_.back()->slot(),
            [ended](const std::exception_ptr&, result<void> how) { *ended = std::move(how); }));
    context_.poll();
    return ended;
  }

  /// Blocks the file thread in a job that it has begun.
  outcome block(steady_clock::time_point deadline = steady_clock::time_point::max()) {
    auto blocker = start(file_action::publish, "blocker", false, deadline);
    entered_.get_future().wait();
    return blocker;
  }

  void open_and_run() {
    gate_.set_value();
    context_.run();
  }

  std::ptrdiff_t place_of(const std::string& call) {
    return std::ranges::find(disk_.calls, call) - disk_.calls.begin();
  }

  memory_disk disk_;
  std::promise<void> gate_;
  std::promise<void> entered_;
  std::vector<std::unique_ptr<asio::cancellation_signal>> signals_;  // One for each job.
  asio::io_context context_{1};
  std::unique_ptr<file_worker> worker_ =
      make_file_thread(context_.get_executor(),
                       std::make_unique<gated_folder>(std::make_unique<memory_folder>(&disk_),
                                                      gate_.get_future().share(), &entered_));
};

TEST_F(FileThread, ServesUrgentJobsFirstAndGroupsTheOthers) {
  const auto blocker = block();
  const auto a = start(file_action::publish, "a");
  const auto b = start(file_action::publish, "b");
  const auto c = start(file_action::withdraw, "c", true);
  open_and_run();
  EXPECT_TRUE(**blocker && **a && **b && **c);
  EXPECT_LT(place_of("remove c.cms"), place_of("install a.cms"));
  EXPECT_EQ(std::ranges::count(disk_.calls, "sync 4"), 1) << "a and b share their sync";
}

TEST_F(FileThread, EndsWaitingJobsOfANameThatIsWithdrawn) {
  const auto blocker = block();
  const auto published = start(file_action::publish, "a");
  const auto other = start(file_action::publish, "b");
  const auto withdrawn = start(file_action::withdraw, "a", true);
  open_and_run();
  EXPECT_TRUE(**withdrawn && **other);
  ASSERT_FALSE(**published);
  EXPECT_EQ((*published)->error().kind, failure::cancelled);
  EXPECT_EQ((*published)->error().code, refusal::given_up);
  EXPECT_FALSE(disk_.durable.contains("a.cms"));
}

TEST_F(FileThread, KeepsAPublishThatComesAfterTheWithdrawal) {
  const auto blocker = block();
  const auto withdrawn = start(file_action::withdraw, "a");
  const auto published = start(file_action::publish, "a");
  open_and_run();
  EXPECT_TRUE(**withdrawn && **published);
  EXPECT_TRUE(disk_.durable.contains("a.cms"));
}

TEST_F(FileThread, GivesUpWhatHasNotBegunAtItsDeadline) {
  const auto blocker = block();
  const auto late = start(file_action::publish, "a", false, steady_clock::time_point::min());
  context_.poll();
  ASSERT_TRUE(*late);
  EXPECT_EQ((*late)->error().kind, failure::cancelled);
  open_and_run();
  EXPECT_FALSE(disk_.durable.contains("a.cms"));
}

TEST_F(FileThread, BeginsNothingThatCameToItsTurnTooLate) {
  const auto blocker = block();
  file_job job{
      .action = file_action::publish, .name = "a", .seal = "s", .label = "l", .outcome = {}};
  std::optional<result<void>> late;
  asio::co_spawn(context_,
                 worker_->run(std::move(job), {.deadline = steady_clock::time_point::max(),
                                               .send_before = steady_clock::now()}),
                 [&late](const std::exception_ptr&, result<void> how) { late = std::move(how); });
  context_.poll();
  EXPECT_FALSE(late) << "it waits behind another";
  open_and_run();
  ASSERT_TRUE(late);
  EXPECT_EQ((*late).error().kind, failure::cancelled);
  EXPECT_FALSE(disk_.durable.contains("a.cms"));
}

TEST_F(FileThread, DoesNotKnowWhatBecomesOfWhatHasBegunWhenCancelled) {
  const auto blocker = block();
  signals_.back()->emit(asio::cancellation_type::terminal);
  context_.poll();
  ASSERT_TRUE(*blocker);
  EXPECT_EQ((*blocker)->error().kind, failure::unknown_effect);
  EXPECT_EQ((*blocker)->error().code, refusal::no_answer);
  open_and_run();
}

TEST_F(FileThread, CancelsWhatHasNotBegun) {
  const auto blocker = block();
  const auto waiting = start(file_action::publish, "a");
  signals_.back()->emit(asio::cancellation_type::terminal);
  context_.poll();
  ASSERT_TRUE(*waiting);
  EXPECT_EQ((*waiting)->error().kind, failure::cancelled);
  open_and_run();
}

TEST_F(FileThread, ThrottlesWhenTheQueueIsFullButNeverARevocation) {
  const auto blocker = block();
  outcome refused;
  for (int i = 0; i <= 1024; ++i) refused = start(file_action::publish, "n" + std::to_string(i));
  ASSERT_TRUE(*refused);
  EXPECT_EQ((*refused)->error().kind, failure::throttled);
  EXPECT_TRUE((*refused)->error().retry_after);
  const auto urgent = start(file_action::withdraw, "n1", true);
  open_and_run();
  EXPECT_TRUE(**urgent);
}

TEST_F(FileThread, EndsWithJobsStillWaiting) {
  gate_.set_value();
  start(file_action::publish, "a");
  worker_.reset();
}

}  // namespace
}  // namespace daypass::vault
