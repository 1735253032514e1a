#pragma once
// The order of writes that keeps readers and crashes from seeing half a pass.
//
//   publish   seal and label are written and synced as drafts, then the seal gets its name, then
//             the label. A reader who sees a label therefore finds its seal.
//   withdraw  the label goes first, for the same reason, and the seal right after, also when the
//             label could not be removed: what must not be readable matters more.
//
// Operations that arrive together share the sync of their drafts and that of the folder.

#include "daypass/base/error.hpp"
#include "daypass/vault/file_layer.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>

namespace daypass::vault {

enum class file_action : std::uint8_t {
  publish,   ///< Both files.
  relabel,   ///< The label, where the seal is there.
  withdraw,  ///< Neither file.
};

/// One operation on the files of one name, and how it ended.
struct file_job {
  file_action action{};
  std::string name;
  std::string seal;   ///< Contents of `<name>.cms`, for publish.
  std::string label;  ///< Contents of `<name>.json`, for publish and relabel.
  result<void> outcome;
};

class sealed_folder {
 public:
  explicit sealed_folder(std::unique_ptr<file_layer> files) : files_(std::move(files)) {}

  /// Carries all of them out, in their order where they concern one name, and fills every outcome.
  /// Blocks on the disk. One thread at a time.
  void carry_out(std::span<file_job* const> jobs);

 private:
  struct drafted {
    file_job* job = nullptr;
    std::optional<draft> seal;
    std::optional<draft> label;
    bool failed = false;
    bool named = false;  ///< Something is visible: from here on a failure is of unknown effect.
  };

  void write(drafted& one);
  void sync(std::span<drafted> all);
  void name_files(drafted& one);
  void publish(drafted& one);
  void relabel(drafted& one);
  void withdraw(drafted& one);
  void give_up(drafted& one, std::string_view doing, std::error_code why);

  std::unique_ptr<file_layer> files_;
};

}  // namespace daypass::vault
