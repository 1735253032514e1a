#include "file_worker.hpp"

#include "daypass/domain/refusal.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace daypass::vault {
namespace {

namespace asio = boost::asio;

constexpr std::size_t queue_max = 1024;  // Urgent jobs always find room.
constexpr std::size_t group_max = 64;    // Bounds how long an urgent job waits behind a group.
constexpr auto full_retry_delay = milliseconds(100);

enum class progress : std::uint8_t { queued, running, done };

using steady_instant = std::chrono::steady_clock::time_point;

/// A job, and the timer that its awaiter sleeps on: it ends at the deadline or is cancelled when
/// the job is done. The timer is touched on the executor's thread only.
struct waiting_job {
  waiting_job(const asio::any_io_executor& executor, file_job what, steady_instant until)
      : job(std::move(what)), begin_before(until), wake(executor) {}

  file_job job;
  steady_instant begin_before;
  progress how_far = progress::queued;  // Under the mutex.
  asio::steady_timer wake;
};

using job_pointer = std::shared_ptr<waiting_job>;

auto given_up(std::string what) {
  return fail(failure::cancelled, refusal::given_up, std::move(what));
}

class file_thread final : public file_worker {
 public:
  file_thread(asio::any_io_executor executor, std::unique_ptr<file_layer> files)
      : executor_(std::move(executor)), folder_(std::move(files)), thread_([this] { work(); }) {}

  file_thread(const file_thread&) = delete;
  file_thread& operator=(const file_thread&) = delete;

  ~file_thread() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
  }

  asio::awaitable<result<void>> run(file_job job, call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto mine = std::make_shared<waiting_job>(executor_, std::move(job), options.send_before);
    mine->wake.expires_at(options.deadline);
    if (auto queued = enqueue(mine, options.urgent); !queued) co_return queued;
    // The wake-up is posted, so it can't come before this wait has begun.
    co_await mine->wake.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return settle(*mine);
  }

 private:
  result<void> enqueue(const job_pointer& mine, bool urgent) {
    std::vector<job_pointer> overtaken;
    {
      const std::lock_guard lock(mutex_);
      if (!urgent && patient_.size() >= queue_max) {
        auto full = fail(failure::throttled, refusal::throttled, "sealed files: the queue is full");
        full.error().retry_after = full_retry_delay;
        return full;
      }
      if (mine->job.action == file_action::withdraw) overtaken = take_out(mine->job.name);
      (urgent ? urgent_ : patient_).push_back(mine);
    }
    arrived_.notify_one();
    for (const auto& other : overtaken) other->wake.cancel();
    return {};
  }

  /// Ends what waits for this name, except withdrawals.
  std::vector<job_pointer> take_out(const std::string& name) {
    std::vector<job_pointer> taken;
    for (auto* queue : {&urgent_, &patient_}) {
      std::erase_if(*queue, [&](const job_pointer& other) {
        if (other->job.name != name || other->job.action == file_action::withdraw) return false;
        other->job.outcome = given_up("sealed files: overtaken by a withdrawal");
        other->how_far = progress::done;
        taken.push_back(other);
        return true;
      });
    }
    return taken;
  }

  /// The outcome once the awaiter is awake: done, or out of time, or cancelled.
  result<void> settle(waiting_job& mine) {
    const std::lock_guard lock(mutex_);
    if (mine.how_far == progress::done) return std::move(mine.job.outcome);
    if (mine.how_far == progress::running) {
      return fail(failure::unknown_effect, refusal::no_answer,
                  "sealed files: the disk did not answer in time", failure_scope::lane);
    }
    for (auto* queue : {&urgent_, &patient_}) {
      std::erase_if(*queue, [&](const job_pointer& other) { return other.get() == &mine; });
    }
    return given_up("sealed files: not begun in time");
  }

  void work() {
    while (true) {
      auto group = next_group();
      if (group.empty()) return;
      std::vector<file_job*> jobs;
      jobs.reserve(group.size());
      const auto now = std::chrono::steady_clock::now();
      for (const auto& one : group) {
        if (now < one->begin_before) {
          jobs.push_back(&one->job);
        } else {
          one->job.outcome = given_up("sealed files: not begun in time");
        }
      }
      folder_.carry_out(jobs);
      {
        const std::lock_guard lock(mutex_);
        for (const auto& one : group) one->how_far = progress::done;
      }
      asio::post(executor_, [group = std::move(group)] {
        for (const auto& one : group) one->wake.cancel();
      });
    }
  }

  /// Waits for jobs; urgent ones make a group of their own. Empty when stopping.
  std::vector<job_pointer> next_group() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return stopping_ || !urgent_.empty() || !patient_.empty(); });
    if (stopping_) return {};
    auto& queue = urgent_.empty() ? patient_ : urgent_;
    const auto count = static_cast<std::ptrdiff_t>(std::min(queue.size(), group_max));
    std::vector<job_pointer> group(queue.begin(), queue.begin() + count);
    queue.erase(queue.begin(), queue.begin() + count);
    for (const auto& one : group) one->how_far = progress::running;
    return group;
  }

  asio::any_io_executor executor_;
  sealed_folder folder_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<job_pointer> urgent_;
  std::deque<job_pointer> patient_;
  bool stopping_ = false;
  std::thread thread_;  // Last: it starts when everything else is there.
};

}  // namespace

std::unique_ptr<file_worker> make_file_thread(asio::any_io_executor executor,
                                              std::unique_ptr<file_layer> files) {
  return std::make_unique<file_thread>(std::move(executor), std::move(files));
}

}  // namespace daypass::vault
