#include "daypass/vault/manager_folder.hpp"

#include "daypass/vault/recipient.hpp"

#include <algorithm>
#include <utility>

namespace daypass::vault {

std::vector<manager_folder::file_stamp> manager_folder::look() const {
  std::vector<file_stamp> found;
  std::error_code trouble;
  auto entry = std::filesystem::directory_iterator(folder_, trouble);
  for (; !trouble && entry != std::filesystem::directory_iterator(); entry.increment(trouble)) {
    std::error_code vanished;
    const auto written = entry->last_write_time(vanished);
    const auto size = vanished ? 0 : entry->file_size(vanished);
    found.emplace_back(entry->path().filename(), written, size);
  }
  std::ranges::sort(found);
  return found;
}

result<bool> manager_folder::refresh(instant now) {
  auto seen = look();
  if (read_ && seen == seen_ && now < expires_at_) return false;
  const auto loaded = load_recipients({folder_}, now);
  if (!loaded) return std::unexpected(loaded.error());
  address_book book;
  expires_at_ = never;
  for (const recipient& one : *loaded) {
    if (!one.usable()) continue;
    expires_at_ = std::min(expires_at_, one.expires_at);
    for (const std::string& address : one.emails) book[address].push_back(one.fingerprint);
  }
  for (auto& [address, fingerprints] : book) {
    std::ranges::sort(fingerprints);
    const auto repeats = std::ranges::unique(fingerprints);
    fingerprints.erase(repeats.begin(), repeats.end());
  }
  seen_ = std::move(seen);
  read_ = true;
  return book != std::exchange(book_, book);
}

}  // namespace daypass::vault
