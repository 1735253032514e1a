#pragma once
// The few things that the sealed store asks of a disk, so that a simulation can fail and tear them.

#include "daypass/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace daypass::vault {

/// A file being written that has no name yet that a reader would look at.
enum class draft : std::uint64_t {};

/// One folder. Names are plain: no slash, no leading dot. One thread at a time. Every call either
/// has its effect and returns no error, or returns an error of the system's category.
class file_layer {
 public:
  virtual ~file_layer() = default;

  /// A new draft with these contents, with the group and mode that readers need.
  virtual std::error_code write_draft(std::string_view contents, draft& written) = 0;

  /// Makes the contents of drafts durable. After an error none of them may be relied on.
  virtual std::error_code sync_drafts(std::span<const draft> drafts) = 0;

  /// Gives a draft its name in one step, in place of a file that had it. The draft ends, also on
  /// error. Durable only after sync_folder.
  virtual std::error_code install(draft which, const std::string& name) = 0;

  /// Drops a draft. Never fails; what can't be removed is swept at the next start.
  virtual void discard(draft which) = 0;

  /// Removes a name; `removed` says whether it was there. Durable only after sync_folder.
  virtual std::error_code remove(const std::string& name, bool& removed) = 0;

  virtual std::error_code exists(const std::string& name, bool& found) = 0;

  /// Makes all names given and removed so far durable.
  virtual std::error_code sync_folder() = 0;
};

/// Where sealed files go, and who may read them.
struct folder_settings {
  std::filesystem::path folder;  ///< Must exist, and be closed to others (no o+rwx).
  std::string group;             ///< Name of the group of the files; empty: the process's own.
  unsigned mode = 0640;          ///< Of the files; no bits for others.
};

/// The folder on the disk. Checks folder, group and mode by writing a trial draft, and removes what
/// a crash left half written. Errors (permanent, refusal::store_refused) say the cure.
[[nodiscard]] result<std::unique_ptr<file_layer>> open_folder(const folder_settings& settings);

}  // namespace daypass::vault
