#include "daypass/domain/refusal.hpp"
#include "daypass/vault/file_layer.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>
#include <utility>

namespace daypass::vault {
namespace {

constexpr std::string_view draft_ending = ".draft";
constexpr std::string_view trial_contents = "trial\n";
constexpr std::size_t drafts_synced_singly_max = 3;

std::error_code last_error() {
  return {errno, std::system_category()};
}

auto unfit(const std::filesystem::path& folder, std::string_view what) {
  return fail(failure::permanent, refusal::store_refused,
              fmt::format("sealed folder {}: {}", folder.string(), what));
}

class descriptor {
 public:
  explicit descriptor(int number) : number_(number) {}
  descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool open() const { return number_ >= 0; }

 private:
  int number_;
};

std::error_code write_all(int file, std::string_view contents) {
  while (!contents.empty()) {
    const ssize_t written = ::write(file, contents.data(), contents.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return last_error();
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

class posix_folder final : public file_layer {
 public:
  posix_folder(descriptor folder, std::optional<gid_t> group, mode_t mode)
      : folder_(std::move(folder)), group_(group), mode_(mode) {}

  std::error_code write_draft(std::string_view contents, draft& written) override {
    draft id{};
    descriptor file(-1);
    do {
      id = static_cast<draft>(++drafts_);
      file = descriptor(::openat(folder_.number(), draft_name(id).c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_));
    } while (!file.open() && errno == EEXIST);  // Another process's, such as a daemon's.
    if (!file.open()) return last_error();
    ::flock(file.number(), LOCK_EX | LOCK_NB);  // Not to be swept while it is open.
    auto trouble = give_to_readers(file.number());
    if (!trouble) trouble = write_all(file.number(), contents);
    open_.emplace(id, std::move(file));
    if (trouble) {
      discard(id);
    } else {
      written = id;
    }
    return trouble;
  }

  /// Many drafts share one syncfs: measured, fsync costs ten times its CPU and wall time for each.
  /// It reports write errors of this file system since Linux 5.8.
  std::error_code sync_drafts(std::span<const draft> drafts) override {
    if (drafts.size() > drafts_synced_singly_max) {
      return ::syncfs(folder_.number()) == 0 ? std::error_code{} : last_error();
    }
    for (const draft one : drafts) {
      if (::fsync(open_.at(one).number()) != 0) return last_error();
    }
    return {};
  }

  std::error_code install(draft which, const std::string& name) override {
    const std::string from = draft_name(which);
    std::error_code trouble;
    if (::renameat(folder_.number(), from.c_str(), folder_.number(), name.c_str()) != 0) {
      trouble = last_error();
      ::unlinkat(folder_.number(), from.c_str(), 0);
    }
    open_.erase(which);
    return trouble;
  }

  void discard(draft which) override {
    ::unlinkat(folder_.number(), draft_name(which).c_str(), 0);
    open_.erase(which);
  }

  std::error_code remove(const std::string& name, bool& removed) override {
    removed = ::unlinkat(folder_.number(), name.c_str(), 0) == 0;
    return removed || errno == ENOENT ? std::error_code{} : last_error();
  }

  std::error_code exists(const std::string& name, bool& found) override {
    found = ::faccessat(folder_.number(), name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    return found || errno == ENOENT ? std::error_code{} : last_error();
  }

  std::error_code sync_folder() override {
    return ::fsync(folder_.number()) == 0 ? std::error_code{} : last_error();
  }

  /// Removes drafts that a crash left; nobody else's files, and none that a process writes.
  std::error_code sweep() {
    DIR* entries = ::fdopendir(::openat(folder_.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (entries == nullptr) return last_error();
    std::vector<std::string> leftovers;
    while (const dirent* entry = ::readdir(entries)) {
      const std::string_view name(static_cast<const char*>(entry->d_name));
      if (name.starts_with('.') && name.ends_with(draft_ending)) leftovers.emplace_back(name);
    }
    ::closedir(entries);
    for (const auto& name : leftovers) {
      if (is_being_written(name)) continue;
      if (::unlinkat(folder_.number(), name.c_str(), 0) != 0) return last_error();
    }
    return {};
  }

 private:
  [[nodiscard]] bool is_being_written(const std::string& name) const {
    const descriptor file(
        ::openat(folder_.number(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    return file.open() && ::flock(file.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  }

  /// Sets group and mode where creation did not: the umask and the folder's set-group-id bit decide
  /// that, and the first file shows it for all.
  std::error_code give_to_readers(int file) {
    if (!tried_) {
      struct stat about{};
      if (::fstat(file, &about) != 0) return last_error();
      set_group_ = group_ && about.st_gid != *group_;
      set_mode_ = (about.st_mode & 07777U) != mode_;
      tried_ = true;
    }
    if (set_group_ && ::fchown(file, static_cast<uid_t>(-1), *group_) != 0) return last_error();
    if (set_mode_ && ::fchmod(file, mode_) != 0) return last_error();
    return {};
  }

  /// Begins with a dot, which no secret's name does: readers and listings pass over it.
  static std::string draft_name(draft id) {
    return fmt::format(".{}{}", std::to_underlying(id), draft_ending);
  }

  descriptor folder_;
  std::optional<gid_t> group_;
  mode_t mode_;
  bool tried_ = false;
  bool set_group_ = false;
  bool set_mode_ = false;
  std::uint64_t drafts_ = 0;
  std::map<draft, descriptor> open_;
};

result<std::optional<gid_t>> find_group(const folder_settings& settings) {
  if (settings.group.empty()) return std::nullopt;
  std::vector<char> room(64 * 1024);
  group entry{};
  group* found = nullptr;
  ::getgrnam_r(settings.group.c_str(), &entry, room.data(), room.size(), &found);
  if (found != nullptr) return found->gr_gid;
  return unfit(settings.folder,
               fmt::format("there is no group {}; make it with groupadd --system", settings.group));
}

/// What is wrong with the folder itself; empty: nothing.
std::string fault_of(const descriptor& folder) {
  if (!folder.open()) {
    return fmt::format("{}; make it with install -d -m 2750 -o daypass -g READERS",
                       last_error().message());
  }
  struct stat about{};
  if (::fstat(folder.number(), &about) != 0) return last_error().message();
  if ((about.st_mode & S_IRWXO) != 0) {
    return fmt::format("open to everyone (mode {:04o}); chmod o-rwx", about.st_mode & 07777U);
  }
  return {};
}

}  // namespace

result<std::unique_ptr<file_layer>> open_folder(const folder_settings& settings) {
  constexpr unsigned modes_allowed = 0660;
  if ((settings.mode & ~modes_allowed) != 0 || (settings.mode & S_IRUSR) == 0) {
    return unfit(settings.folder, fmt::format("mode {:04o} of the files: use 0600, 0640 or 0660, "
                                              "nothing for others",
                                              settings.mode));
  }
  descriptor folder(::open(settings.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (const auto fault = fault_of(folder); !fault.empty()) return unfit(settings.folder, fault);
  const auto group = find_group(settings);
  if (!group) return std::unexpected(group.error());

  auto made = std::make_unique<posix_folder>(std::move(folder), *group, settings.mode);
  if (const auto trouble = made->sweep()) {
    return unfit(settings.folder, fmt::format("can't be swept: {}", trouble.message()));
  }
  draft trial{};
  if (const auto trouble = made->write_draft(trial_contents, trial)) {
    const bool about_group = *group && trouble == std::errc::operation_not_permitted;
    return unfit(settings.folder,
                 about_group ? fmt::format("files can't be given to group {}: make the daemon's "
                                           "user a member of it",
                                           settings.group)
                             : fmt::format("can't be written: {}", trouble.message()));
  }
  made->discard(trial);
  return std::unique_ptr<file_layer>(std::move(made));
}

}  // namespace daypass::vault
