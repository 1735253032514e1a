#pragma once
// Where the blocking work on sealed files is done.

#include "sealed_folder.hpp"

#include "daypass/base/error.hpp"
#include "daypass/ports/directory.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace daypass::vault {

class file_worker {
 public:
  virtual ~file_worker() = default;

  /// Carries one job out and gives its outcome. A withdrawal ends the jobs for its name that wait
  /// before it (given_up): none of them may come after it and make the pass readable again.
  virtual boost::asio::awaitable<result<void>> run(file_job job, call_options options) = 0;
};

/// On a thread of its own, urgent jobs first; jobs that wait together are carried out together.
/// What has not begun by its deadline or `send_before`, or when its awaiter is cancelled, is
/// `cancelled`; what has is `unknown_effect`. A full queue is `throttled`. run() on the executor's
/// thread only.
[[nodiscard]] std::unique_ptr<file_worker> make_file_thread(boost::asio::any_io_executor executor,
                                                            std::unique_ptr<file_layer> files);

/// At once, on the caller's thread; what comes after `send_before` is `cancelled`.
[[nodiscard]] std::unique_ptr<file_worker> make_inline_worker(std::unique_ptr<file_layer> files);

}  // namespace daypass::vault
