#include "file_worker.hpp"

#include "daypass/domain/refusal.hpp"

#include <boost/asio/this_coro.hpp>

#include <array>
#include <utility>

namespace daypass::vault {
namespace {

class inline_worker final : public file_worker {
 public:
  explicit inline_worker(std::unique_ptr<file_layer> files) : folder_(std::move(files)) {}

  boost::asio::awaitable<result<void>> run(file_job job, call_options options) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    if (std::chrono::steady_clock::now() >= options.send_before) {
      co_return fail(failure::cancelled, refusal::given_up, "sealed files: not begun in time");
    }
    const std::array jobs{&job};
    folder_.carry_out(jobs);
    co_return std::move(job.outcome);
  }

 private:
  sealed_folder folder_;
};

}  // namespace

std::unique_ptr<file_worker> make_inline_worker(std::unique_ptr<file_layer> files) {
  return std::make_unique<inline_worker>(std::move(files));
}

}  // namespace daypass::vault
