#pragma once
// Which managers can open passes: the certificates that operators put into a folder, and take away,
// while the daemon runs (design 5.7).

#include "daypass/base/error.hpp"
#include "daypass/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace daypass::vault {

/// Usable certificates by the e-mail address they name, lower case: fingerprints, sorted.
using address_book = std::map<std::string, std::vector<std::string>>;

/// One thread. Blocks on the disk: for names and dates always, for contents when one changed.
class manager_folder {
 public:
  explicit manager_folder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Looks at the folder, and reads it if a file came, went or changed, or a certificate has
  /// expired since. True: the book is another one now. On error (permanent, store_refused: the
  /// folder can't be read) the book stays as it was. Repeatable.
  [[nodiscard]] result<bool> refresh(instant now);

  [[nodiscard]] const address_book& book() const { return book_; }

 private:
  using file_stamp = std::tuple<std::string, std::filesystem::file_time_type, std::uintmax_t>;

  [[nodiscard]] std::vector<file_stamp> look() const;

  std::filesystem::path folder_;
  std::vector<file_stamp> seen_;
  bool read_ = false;
  instant expires_at_ = never;  ///< The next certificate to expire.
  address_book book_;
};

}  // namespace daypass::vault
