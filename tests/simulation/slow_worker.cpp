#include "simulation/slow_worker.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/ports/wake_event.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <deque>
#include <vector>

namespace daypass::simulation {
namespace {

namespace asio = boost::asio;
using vault::file_action;
using vault::file_job;

constexpr std::size_t group_max = 64;

enum class progress : std::uint8_t { queued, running, done };

struct waiting_job {
  waiting_job(const asio::any_io_executor& executor, file_job what,
              std::chrono::steady_clock::time_point until)
      : job(std::move(what)), begin_before(until), ended(executor) {}

  file_job job;
  std::chrono::steady_clock::time_point begin_before;
  progress how_far = progress::queued;
  wake_event ended;
};
using job_pointer = std::shared_ptr<waiting_job>;

auto given_up(std::string what) {
  return fail(failure::cancelled, refusal::given_up, std::move(what));
}

class slow_worker final : public vault::file_worker {
 public:
  slow_worker(asio::any_io_executor executor, clock& time, fate& decides, chance& luck,
              std::unique_ptr<vault::file_layer> files)
      : executor_(std::move(executor)),
        time_(time),
        decides_(decides),
        luck_(luck),
        folder_(std::move(files)),
        arrived_(executor_) {
    asio::co_spawn(executor_, work(), asio::detached);
  }

  asio::awaitable<result<void>> run(file_job job, call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto mine = std::make_shared<waiting_job>(executor_, std::move(job), options.send_before);
    if (mine->job.action == file_action::withdraw) take_out(mine->job.name);
    (options.urgent ? urgent_ : patient_).push_back(mine);
    arrived_.set();
    while (mine->how_far != progress::done) {
      if (time_.steady_now() >= options.deadline || co_await is_cancelled()) break;
      co_await mine->ended.wait_until(&time_, options.deadline);
    }
    co_return settle(mine);
  }

 private:
  void take_out(const std::string& name) {
    for (auto* queue : {&urgent_, &patient_}) {
      std::erase_if(*queue, [&](const job_pointer& other) {
        if (other->job.name != name || other->job.action == file_action::withdraw) return false;
        other->job.outcome = given_up("sealed files: overtaken by a withdrawal");
        other->how_far = progress::done;
        other->ended.set();
        return true;
      });
    }
  }

  result<void> settle(const job_pointer& mine) {
    if (mine->how_far == progress::done) return std::move(mine->job.outcome);
    if (mine->how_far == progress::running) {
      return fail(failure::unknown_effect, refusal::no_answer,
                  "sealed files: the disk did not answer in time", failure_scope::lane);
    }
    for (auto* queue : {&urgent_, &patient_}) std::erase(*queue, mine);
    return given_up("sealed files: not begun in time");
  }

  asio::awaitable<void> work() {
    co_await asio::this_coro::throw_if_cancelled(false);
    while (true) {
      while (urgent_.empty() && patient_.empty()) co_await arrived_.wait();
      auto group = next_group();
      // Half of the time passes before anything is on the disk, half after.
      const bool slow = decides_.strikes(mishap::passes_slow);
      const duration takes = slow ? luck_.between(seconds{20}, minutes{4})
                                  : luck_.between(milliseconds{1}, milliseconds{40});
      co_await time_.sleep(takes / 2);
      carry_out(group);
      co_await time_.sleep(takes / 2);
      for (const job_pointer& one : group) {
        one->how_far = progress::done;
        one->ended.set();
      }
    }
  }

  std::vector<job_pointer> next_group() {
    auto& queue = urgent_.empty() ? patient_ : urgent_;
    const auto count = static_cast<std::ptrdiff_t>(std::min(queue.size(), group_max));
    std::vector<job_pointer> group(queue.begin(), queue.begin() + count);
    queue.erase(queue.begin(), queue.begin() + count);
    for (const job_pointer& one : group) one->how_far = progress::running;
    return group;
  }

  void carry_out(const std::vector<job_pointer>& group) {
    std::vector<file_job*> jobs;
    for (const job_pointer& one : group) {
      if (time_.steady_now() < one->begin_before) {
        jobs.push_back(&one->job);
      } else {
        one->job.outcome = given_up("sealed files: not begun in time");
      }
    }
    folder_.carry_out(jobs);
  }

  asio::any_io_executor executor_;
  clock& time_;
  fate& decides_;
  chance& luck_;
  vault::sealed_folder folder_;
  wake_event arrived_;
  std::deque<job_pointer> urgent_;
  std::deque<job_pointer> patient_;
};

}  // namespace

std::unique_ptr<vault::file_worker> make_slow_worker(asio::any_io_executor executor, clock& time,
                                                     fate& decides, chance& luck,
                                                     std::unique_ptr<vault::file_layer> files) {
  return std::make_unique<slow_worker>(std::move(executor), time, decides, luck, std::move(files));
}

}  // namespace daypass::simulation
