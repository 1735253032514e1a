#pragma once
// The small files that lie beside the state: the key of the logs' masks, which folder the passes
// are in, and the word that events were lost.

#include "daypass/base/error.hpp"
#include "daypass/ports/reporter.hpp"

#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace daypass {

/// The installation's key for observe::hire_mask: read, or drawn and durably written (mode 0600)
/// when there is none yet. Errors: permanent, with the system's words. Blocks on the disk.
[[nodiscard]] result<std::string> keep_mask_key(const std::filesystem::path& file);

/// Makes sure that `folder` is the one in which this state's passes are sealed: a withdrawal in a
/// wrong or empty one (not mounted, moved) would find nothing, and call that withdrawn. The
/// folder's mark and `kept`, beside the state, are written at the first start. Errors: permanent,
/// with the cure. Blocks on the disk.
[[nodiscard]] result<void> keep_folder_mark(const std::filesystem::path& kept,
                                            const std::filesystem::path& folder);

/// Remembers across restarts that records were gone before they were read (design 5.10), until an
/// operator acknowledges it; a reporter in front of another that sees everything. Any thread.
class lost_events final : public reporter {
 public:
  /// `next` outlives this. A file that is there was not acknowledged.
  lost_events(std::filesystem::path file, reporter& next);

  void report(const happening_variant& what) override;

  /// What was lost, one partition a line; empty: nothing that is not acknowledged.
  [[nodiscard]] std::vector<std::string> not_acknowledged() const;

  /// False: there was nothing to acknowledge.
  bool acknowledge();

 private:
  void remember(const happening::positions_reset& what);

  const std::filesystem::path file_;
  reporter& next_;
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

}  // namespace daypass
